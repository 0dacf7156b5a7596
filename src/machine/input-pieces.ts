/**
 * What a terminal sends, cut into whole pieces: a key (with all the bytes of its escape sequence), a piece of pasted text,
 * the mark before and after a paste. Bytes may come cut anywhere; a sequence that is not whole yet is kept for the next.
 */

export interface InputPiece {
  type: 'key' | 'pasted' | 'paste-start' | 'paste-end'
  bytes: Uint8Array
}

export interface InputPieces {
  feed(bytes: Uint8Array): InputPiece[]
  /** What is kept as it is: an Escape, or Alt and a bracket, after which nothing came. */
  flush(): InputPiece[]
  /** Something is kept. */
  readonly waiting: boolean
}

const ESCAPE = 0x1b
const PASTE_START = '\x1b[200~'
const PASTE_END = '\x1b[201~'
/** Longest sequence that is waited for; longer ones are no keys. */
const LONGEST = 32

/** A reader that remembers only what is not whole. */
export function createInputPieces(): InputPieces {
  let kept = ''
  let pasting = false
  const piece = (type: InputPiece['type'], text: string): InputPiece => ({ type, bytes: Buffer.from(text, 'latin1') })

  const pasted = (text: string): { pieces: InputPiece[]; rest: string; whole: boolean } => {
    const end = text.indexOf(PASTE_END)
    const until = end === -1 ? text.length - cutEnd(text) : end
    const pieces = until > 0 ? [piece('pasted', text.slice(0, until))] : []
    if (end === -1) return { pieces, rest: text.slice(until), whole: false }
    pasting = false
    pieces.push(piece('paste-end', PASTE_END))
    return { pieces, rest: text.slice(end + PASTE_END.length), whole: true }
  }

  const read = (given: string, final: boolean): InputPiece[] => {
    const pieces: InputPiece[] = []
    let text = given
    while (text !== '') {
      if (pasting) {
        const found = pasted(text)
        pieces.push(...found.pieces)
        text = found.rest
        if (!found.whole) break
        continue
      }
      const length = keyLength(text)
      if (length === undefined && !final) break
      const key = text.slice(0, length ?? text.length)
      text = text.slice(key.length)
      pasting = key === PASTE_START
      pieces.push(piece(pasting ? 'paste-start' : 'key', key))
    }
    kept = text
    return pieces
  }
  return {
    feed: (bytes) => read(kept + Buffer.from(bytes).toString('latin1'), false),
    flush: () => read(kept, true),
    get waiting() {
      return kept !== '' && !pasting
    },
  }
}

/** Length of the key at the start; undefined where the rest of its sequence is still to come. */
function keyLength(text: string): number | undefined {
  const first = text.charCodeAt(0)
  if (first !== ESCAPE) {
    const length = first < 0xc2 || first > 0xf4 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
    return text.length < length ? undefined : length
  }
  const second = text[1]
  if (second === undefined) return undefined
  // A second Escape begins another key.
  if (second === '\x1b') return 1
  if (second === 'O') return text.length > 2 ? 3 : undefined
  if (second !== '[') return 2
  // ECMA-48: parameter and intermediate bytes, then one final byte. The Linux console's F1 to F5 have a second bracket.
  if (text[2] === '[') return text.length > 3 ? 4 : undefined
  for (let index = 2; index < Math.min(text.length, LONGEST); index++) {
    const code = text.charCodeAt(index)
    if (code >= 0x40 && code <= 0x7e) return index + 1
    if (code < 0x20 || code > 0x3f) return index
  }
  return text.length >= LONGEST ? LONGEST : undefined
}

/** How much of the end of `text` may be the start of the mark after a paste. */
function cutEnd(text: string): number {
  for (let length = Math.min(PASTE_END.length - 1, text.length); length > 0; length--)
    if (text.endsWith(PASTE_END.slice(0, length))) return length
  return 0
}
