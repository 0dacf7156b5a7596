/**
 * Many texts as two long ones: those of Latin-1 alone, which a computer reads as fast as it copies, and the few others as UTF-16.
 * A text is cut out of the long one when the pool is opened, which copies nothing.
 */

/** Above 0xff there is nothing in Latin-1. */
const wide = /[\u0100-\uffff]/

export interface StringPool {
  /** The number of a text; equal texts have one. */
  add(text: string): number
  /** For openStringPool(): lengths, Latin-1, UTF-16. */
  buffers(): Buffer[]
}

export function createStringPool(): StringPool {
  const numbers = new Map<string, number>()
  return {
    add: (text) => {
      const known = numbers.get(text)
      if (known !== undefined) return known
      numbers.set(text, numbers.size)
      return numbers.size - 1
    },
    buffers: () => {
      const texts = [...numbers.keys()]
      const lengths = Int32Array.from(texts, (text) => (wide.test(text) ? -text.length : text.length))
      return [
        Buffer.from(lengths.buffer),
        Buffer.from(texts.filter((text) => !wide.test(text)).join(''), 'latin1'),
        Buffer.from(texts.filter((text) => wide.test(text)).join(''), 'utf16le'),
      ]
    },
  }
}

export function openStringPool(lengths: Int32Array, narrow: Buffer, wide: Buffer): string[] {
  const narrowText = narrow.latin1Slice()
  const wideText = wide.ucs2Slice()
  const texts: string[] = new Array(lengths.length)
  let narrowAt = 0
  let wideAt = 0
  for (let index = 0; index < lengths.length; index++) {
    const length = lengths[index] ?? 0
    if (length < 0) {
      texts[index] = wideText.slice(wideAt, wideAt - length)
      wideAt -= length
    } else {
      texts[index] = narrowText.slice(narrowAt, narrowAt + length)
      narrowAt += length
    }
  }
  return texts
}
