/** Text as terminal cells: measuring, fitting, wrapping, and making foreign text (logs, guest output) harmless. */
import { stripVTControlCharacters } from 'node:util'
import stringWidth from 'string-width'

const ASCII = /^[\x20-\x7e]*$/
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Widths that were measured: a frame asks for the same rules, marks and rows over and over. */
const measured = new Map<string, number>()
const MEASURED = 4096

/** Columns that a text takes on a terminal. */
export function width(text: string): number {
  if (ASCII.test(text)) return text.length
  const known = measured.get(text)
  if (known !== undefined) return known
  const columns = stringWidth(text)
  if (measured.size >= MEASURED) measured.clear()
  measured.set(text, columns)
  return columns
}

/** The longest start of `text` that takes at most `columns`. */
export function head(text: string, columns: number): string {
  if (ASCII.test(text)) return text.slice(0, Math.max(0, columns))
  let used = 0
  let result = ''
  for (const { segment } of graphemes.segment(text)) {
    const cells = width(segment)
    if (used + cells > columns) break
    used += cells
    result += segment
  }
  return result
}

/** `text` cut to `columns`, its last cell an ellipsis where something was cut off. */
export function truncate(text: string, columns: number, ellipsis = '…'): string {
  if (width(text) <= columns) return text
  return columns <= 0 ? '' : `${head(text, columns - 1)}${ellipsis}`
}

/** Exactly `columns` wide: cut or padded with spaces. */
export function pad(text: string, columns: number, align: 'left' | 'right' = 'left'): string {
  const cut = truncate(text, columns)
  const padding = ' '.repeat(Math.max(0, columns - width(cut)))
  return align === 'left' ? cut + padding : padding + cut
}

/** Wraps words to lines of at most `columns`; longer words are broken. Line ends in the text stay. */
export function wrap(text: string, columns: number): string[] {
  const limit = Math.max(1, columns)
  return text.split('\n').flatMap((paragraph) => wrapParagraph(paragraph.trimEnd(), limit))
}

function wrapParagraph(paragraph: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  for (let word of paragraph.split(/ +/)) {
    if (line !== '' && width(line) + 1 + width(word) <= columns) {
      line += ` ${word}`
      continue
    }
    if (line !== '') lines.push(line)
    while (width(word) > columns) {
      const part = head(word, columns)
      // A glyph wider than the pane would never shrink: it is dropped.
      lines.push(part === '' ? ' ' : part)
      word = part === '' ? word.slice(1) : word.slice(part.length)
    }
    line = word
  }
  return [...lines, line]
}

/** Longest raw line that is looked at: more never fits on a screen. */
const LONGEST = 4000

/**
 * One line of foreign output with everything taken out that could move the cursor or whose width terminals disagree
 * about: escape sequences, control characters, direction marks, joiners, emoji. After a carriage return only the last writing counts.
 */
export function harmless(raw: string): string {
  if (raw.length <= LONGEST && ASCII.test(raw)) return raw
  const cut = raw.length > LONGEST ? raw.slice(0, LONGEST) : raw
  const last = cut.replace(/\r+$/, '')
  const written = last.slice(last.lastIndexOf('\r') + 1)
  const plain = written.includes('\x1b') || written.includes('\x9b') ? stripVTControlCharacters(written) : written
  const spaced = plain.includes('\t') ? expandTabs(plain) : plain
  if (ASCII.test(spaced)) return spaced
  return spaced
    .replace(/[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/gu, '·')
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/gu, '')
    .replace(/\p{M}{3,}/gu, (marks) => marks.slice(0, 2))
    .replace(/[\u{1f000}-\u{1ffff}]/gu, '?')
}

function expandTabs(text: string): string {
  let result = ''
  for (const part of text.split(/(\t)/)) result += part === '\t' ? ' '.repeat(8 - (result.length % 8)) : part
  return result
}

const PLAIN: Record<string, string> = {
  '…': '~',
  '→': '>',
  '›': '>',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '·': '-',
  '×': 'x',
}

/** The same columns in ASCII, for terminals that are not UTF-8. */
export function toAscii(text: string): string {
  if (ASCII.test(text)) return text
  let result = ''
  for (const { segment } of graphemes.segment(text))
    result += ASCII.test(segment) ? segment : (PLAIN[segment] ?? '?'.repeat(stringWidth(segment)))
  return result
}
