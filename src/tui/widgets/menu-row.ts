/** One row of the configure screen as segments: mark, name, what it is, and at the right its size or value. */
import { formatSize } from '../../system/size.ts'
import { type MenuRow, rowValue } from '../model/menu.ts'
import { pad } from '../model/text.ts'
import type { Glyphs, Token } from '../theme.ts'
import { type Row, spread } from './line.tsx'

const NAME = 18

export function menuRowSegments(
  row: MenuRow | undefined,
  focused: boolean,
  columns: number,
  glyphs: Glyphs,
  measured: Readonly<Record<string, number>>,
): Row {
  const name: Token = focused ? 'focus' : 'text'
  switch (row?.kind) {
    case 'heading':
      return [[row.title, 'muted']]
    case 'entry': {
      const { state, mark, blocked, automatic } = row
      const { entry, selected } = state
      const token: Token = focused ? 'focus' : blocked ? 'muted' : 'text'
      const bytes = measured[entry.id]
      const size = bytes === undefined ? `~${formatSize(entry.estimates.bytes)}` : formatSize(bytes)
      const left: Row = [
        [`${mark} `, blocked ? 'muted' : automatic ? 'auto' : selected ? 'good' : 'muted'],
        [`${pad(entry.id, NAME)} `, token],
        [blocked ? `${glyphs.blocked} ` : '', 'warning'],
        [entry.summary, 'muted'],
      ]
      return spread(left, [[` ${size}`, selected ? 'text' : 'muted']], columns)
    }
    case 'option':
      return [
        [`    ${pad(row.spec.title, NAME)} `, name],
        [rowValue(row) || glyphs.dash, 'accent'],
      ]
    case 'setting':
      return [
        [`${pad(row.spec.title, NAME + 4)} `, name],
        [rowValue(row) || glyphs.dash, 'accent'],
      ]
    case 'symbol':
      return spread(
        [
          [`${row.symbol} `, name],
          ['= ', 'muted'],
          [row.value, 'accent'],
        ],
        [[row.by.join(', '), 'muted']],
        columns,
      )
    default:
      return []
  }
}
