/**
 * Many texts as two long ones: those of Latin-1 alone, which a computer reads as fast as it copies, and the few others as UTF-16.
 * A text is cut out of the long one when it is asked for, and the cutting copies nothing. Help texts are most of all that a tree
 * says, and hardly one is read: they stay bytes until then.
 */

import { NumberList } from './number-list.ts'
import type { Texts } from './tree-format.ts'

/** Above 0xff there is nothing in Latin-1. */
const wideCharacter = /[\u0100-\uffff]/

export interface StringPool {
  /** The number of a text, each its own. */
  add(text: string): number
  finish(): Texts
}

export function createStringPool(): StringPool {
  const narrow: string[] = []
  const wide: string[] = []
  const ends = new NumberList(1 << 14)
  let narrowEnd = 0
  let wideEnd = 0
  return {
    add: (text) => {
      if (wideCharacter.test(text)) {
        wide.push(text)
        wideEnd += text.length
        ends.push(-wideEnd)
      } else {
        narrow.push(text)
        narrowEnd += text.length
        ends.push(narrowEnd)
      }
      return ends.length - 1
    },
    finish: () => ({
      ends: ends.finish(),
      narrow: Buffer.from(narrow.join(''), 'latin1'),
      wide: Buffer.from(wide.join(''), 'utf16le'),
    }),
  }
}

/** A text by its number; empty for a number that there is none of. */
export function openStringPool({ ends, narrow, wide }: Texts): (number: number) => string {
  const narrowText = narrow.toString('latin1')
  const wideText = wide.toString('utf16le')
  return (number) => {
    const end = ends[number] ?? 0
    const isWide = end < 0
    // It begins where the one before it in the same long text ends, and nearly all are in one.
    let before = number - 1
    while (before >= 0 && (ends[before] as number) < 0 !== isWide) before--
    const start = before < 0 ? 0 : (ends[before] as number)
    return isWide ? wideText.slice(-start, -end) : narrowText.slice(start, end)
  }
}

/** Texts of UTF-8 one after the other, each with a number of its own. */
export function createTextBytes(): { add(text: string): number; finish(): { ends: Int32Array; bytes: Buffer } } {
  const texts: string[] = []
  const ends = new NumberList(1 << 14)
  let end = 0
  return {
    add: (text) => {
      end += Buffer.byteLength(text, 'utf8')
      ends.push(end)
      return texts.push(text) - 1
    },
    finish: () => {
      const bytes = Buffer.allocUnsafeSlow(end)
      let written = 0
      for (const text of texts) written += bytes.write(text, written, 'utf8')
      return { ends: ends.finish(), bytes }
    },
  }
}

/** A text by its number; undefined for a number that there is none of. `bytes` is called with the first that is asked for. */
export function openTextBytes(ends: Int32Array, bytes: () => Buffer): (number: number) => string | undefined {
  let read: Buffer | undefined
  return (number) => {
    const end = ends[number]
    if (end === undefined) return undefined
    read ??= bytes()
    return read.length < end ? undefined : read.toString('utf8', number === 0 ? 0 : ends[number - 1], end)
  }
}
