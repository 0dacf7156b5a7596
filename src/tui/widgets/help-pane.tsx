/** What is said about the focused row, below a rule where it stands under the list; what does not fit is one key away. */
import { useAppContext } from '../store.ts'
import { type Row, Rows, ruleRow } from './line.tsx'

/** `columns` and `height` in cells; `ruled` where it stands below the list. */
export function HelpPane({
  rows,
  columns,
  height,
  ruled,
}: {
  rows: readonly Row[]
  columns: number
  height: number
  ruled: boolean
}) {
  const { theme } = useAppContext()
  const room = height - (ruled ? 1 : 0)
  // What does not fit is one key away; the last row says so.
  const shown = rows.length > room ? [...rows.slice(0, room - 1), [['? shows all', 'muted']] as Row] : rows
  const all: Row[] = ruled ? [ruleRow(columns, theme.glyphs.horizontal), ...shown] : [...shown]
  return <Rows rows={all} columns={columns} height={height} />
}
