/** A warning or an error as the status line shows it: on one row, or on as many as it takes to be read. Pure. */
import { type Message, passes, type State } from '../state.ts'
import type { Glyphs, Token } from '../theme.ts'
import type { Row } from '../widgets/line.tsx'
import { harmless, width, wrap } from './text.ts'

const TONES: Record<Message['tone'], Token> = { info: 'text', good: 'good', warning: 'warning', bad: 'bad' }

/** More would take the screen away; what is longer is cut with a sign. A console keeps its size, which the guest was told. */
export function mostRows({ path }: Pick<State, 'path'>): number {
  return path.at(-1) === 'console' ? 1 : 4
}

/** Columns before the text: a blank, the sign of the tone, a blank. */
const LEAD = 3

export function messageRows({ tone, text, hint }: Message, columns: number, glyphs: Glyphs, most: number): Row[] {
  const glyph = { info: glyphs.dot, good: glyphs.done, warning: glyphs.blocked, bad: glyphs.failed }[tone]
  const line = harmless(text.replaceAll('\n', ' '))
  const lead = (index: number): Row => [[index === 0 ? ` ${glyph} ` : ' '.repeat(LEAD), TONES[tone]]]
  const more = hint === undefined ? '' : harmless(hint.replaceAll('\n', ' '))
  if (most === 1 || LEAD + width(line) + (more === '' ? 0 : 2 + width(more)) <= columns)
    return [[...lead(0), [line, TONES[tone]], [more === '' ? '' : `  ${more}`, 'muted']]]
  const room = columns - LEAD - 1
  const all = [
    ...wrap(line, room).map((part): Row => [[part, TONES[tone]]]),
    ...(more === '' ? [] : wrap(more, room).map((part): Row => [[part, 'muted']])),
  ]
  const shown = all.slice(0, most)
  return shown.map((row, index): Row => {
    const cut = index === most - 1 && all.length > most
    return [...lead(index), ...row, [cut ? ` ${glyphs.ellipsis}` : '', 'muted']]
  })
}

/** Rows that what is said takes beyond the status line, which is always there. */
export function extraRows(state: Pick<State, 'message' | 'path'>, columns: number, glyphs: Glyphs): number {
  const { message } = state
  return !message || passes(message) ? 0 : messageRows(message, columns, glyphs, mostRows(state)).length - 1
}
