/** One entry of a Kconfig menu as segments: mark, prompt, arrow, and at the right who asks for it or its name. */
import type { RowLook } from '../model/kernel/look.ts'
import { pad, truncate, width } from '../model/text.ts'
import type { Glyphs, Token } from '../theme.ts'
import { type Row, rowWidth, type Segment, spread } from './line.tsx'

/** A value longer than this is cut short in its row. */
const VALUE = 24
const MARK = 3
/** The column of what symbols add: ` ~999 KB`. */
const COST = 9

interface Room {
  depth: number
  focused: boolean
  columns: number
  glyphs: Glyphs
  names: boolean
}

export function kernelRowSegments(look: RowLook, { depth, focused, columns, glyphs, names }: Room): Row {
  const indent = '  '.repeat(depth)
  if (look.comment) return [[`${' '.repeat(MARK)} ${indent}*** ${look.title} ***`, focused ? 'focus' : 'muted']]
  const mark = width(look.mark) > VALUE ? `${truncate(look.mark.slice(0, -1), VALUE - 1, glyphs.ellipsis)})` : look.mark
  const words: Token = focused ? 'focus' : look.muted ? 'muted' : 'text'
  const left: Row = [
    [
      `${indent}${pad(mark, Math.max(MARK, width(mark)))} `,
      look.mark.startsWith('(') && !look.muted ? 'accent' : look.token,
    ],
    [look.title, words],
    [look.tail, 'muted'],
    [look.isNew ? ' (NEW)' : '', 'warning'],
  ]
  const right: Segment[] = names
    ? [[look.name === '' ? '' : ` ${look.name}`, 'accent']]
    : [
        [look.changed ? ` ${glyphs.edited}` : '', 'warning'],
        [look.by === '' ? '' : ` ${look.by}`, look.own ? 'good' : 'muted'],
      ]
  const room = rowWidth(left) + rowWidth(right) + COST <= columns
  const cost: Row = look.cost !== undefined && room ? [[look.cost.padStart(COST), 'muted']] : []
  return spread(left, [...right, ...cost], columns)
}
