/**
 * Takes the place of Intl.Segmenter in the bundle. The real one loads its tables when it is made (8 ms of the first frame, and every
 * library about text makes one) and is slow; nearly all that is drawn consists of characters of which each is a cluster of its own.
 */
const { Segmenter: Real } = Intl

/**
 * Characters that take one column each: printable ASCII, Latin, punctuation, arrows, lines and blocks, marks, Braille dots. None of
 * them joins with a neighbour. Left out: the soft hyphen, wide shapes, everything that joins or has no width.
 */
const ONE_COLUMN =
  '\\x20-\\x7e\\xa1-\\xac\\xae-\\u02ff\\u2010-\\u2027\\u2030-\\u205e\\u2190-\\u21ff\\u23ce\\u2500-\\u25cf\\u2713\\u2717\\u2800-\\u28ff'

const oneColumn = new RegExp(`^[${ONE_COLUMN}]*$`)
/** With control characters, of which only the carriage return joins (with a line feed). */
const ownClusters = new RegExp(`^[${ONE_COLUMN}\\x00-\\x0c\\x0e-\\x1f]*$`)

/** True where the text takes as many columns as it has characters. */
export function isOneColumnEach(text) {
  return oneColumn.test(text)
}

export class Segmenter {
  #given
  #real
  #graphemes

  constructor(locales, options) {
    this.#given = [locales, options]
    this.#graphemes = (options?.granularity ?? 'grapheme') === 'grapheme'
  }

  segment(text) {
    if (this.#graphemes && ownClusters.test(text)) return new Characters(String(text))
    this.#real ??= new Real(...this.#given)
    return this.#real.segment(text)
  }
}

/** What `segment` gives for a text whose characters are its clusters. */
class Characters {
  #text

  constructor(text) {
    this.#text = text
  }

  *[Symbol.iterator]() {
    for (let index = 0; index < this.#text.length; index++) yield this.containing(index)
  }

  containing(index = 0) {
    const input = this.#text
    return index < 0 || index >= input.length ? undefined : { segment: input[index], index, input }
  }
}
