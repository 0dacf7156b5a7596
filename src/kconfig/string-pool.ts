/**
 * Many texts as two long ones: those of Latin-1 alone, which a computer reads as fast as it copies, and the few others as UTF-16.
 * A text is cut out of the long one when it is asked for, and the cutting copies nothing. Help texts are most of all that a tree
 * says, and hardly one is read: they stay bytes until then.
 */

import type { Texts } from './tree-format.ts'

/** Above 0xff there is nothing in Latin-1. */
const wideCharacter = /[\u0100-\uffff]/

export interface StringPool {
  /** The number of a text; equal texts have one. */
  add(text: string): number
  finish(): Texts
}

export function createStringPool(): StringPool {
  const numbers = new Map<string, number>()

  function finish(): Texts {
    const parts: [string[], string[]] = [[], []]
    const ends: [number, number] = [0, 0]
    const all = Int32Array.from(numbers.keys(), (text) => {
      const side = wideCharacter.test(text) ? 1 : 0
      parts[side].push(text)
      ends[side] += text.length
      return side === 1 ? -ends[1] : ends[0]
    })
    return {
      ends: all,
      narrow: Buffer.from(parts[0].join(''), 'latin1'),
      wide: Buffer.from(parts[1].join(''), 'utf16le'),
    }
  }

  return {
    add: (text) => {
      const known = numbers.get(text)
      if (known !== undefined) return known
      numbers.set(text, numbers.size)
      return numbers.size - 1
    },
    finish,
  }
}

/** A text by its number; empty for a number that there is none of. */
export function openStringPool({ ends, narrow, wide }: Texts): (number: number) => string {
  const narrowText = narrow.toString('latin1')
  const wideText = wide.toString('utf16le')
  const starts = new Int32Array(ends.length)
  let narrowEnd = 0
  let wideEnd = 0
  for (let index = 0; index < ends.length; index++) {
    const end = ends[index] ?? 0
    if (end < 0) {
      starts[index] = wideEnd
      wideEnd = -end
    } else {
      starts[index] = narrowEnd
      narrowEnd = end
    }
  }
  return (number) => {
    const end = ends[number] ?? 0
    return end < 0 ? wideText.slice(starts[number], -end) : narrowText.slice(starts[number], end)
  }
}

/** Texts of UTF-8 one after the other, each with a number of its own. */
export function createTextBytes(): { add(text: string): number; finish(): { ends: Int32Array; bytes: Buffer } } {
  const parts: Buffer[] = []
  return {
    add: (text) => parts.push(Buffer.from(text, 'utf8')) - 1,
    finish: () => {
      let end = 0
      return { ends: Int32Array.from(parts, (part) => (end += part.length)), bytes: Buffer.concat(parts) }
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
