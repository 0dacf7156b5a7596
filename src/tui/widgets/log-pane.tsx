/** The tail of a step's output: follows the end until it is scrolled, and shows only lines made harmless. */
import { wrap } from '../model/text.ts'
import { useAppContext, useAppState } from '../store.ts'
import { type Row, Rows } from './line.tsx'

interface LogPaneProps {
  step: string
  columns: number
  height: number
  /** Lines that are scrolled up from the end; 0 follows. */
  scroll: number
  /** Said where there are no lines. */
  empty: string
}

export function LogPane({ step, columns, height, scroll, empty }: LogPaneProps) {
  const { session } = useAppContext()
  useAppState((state) => state.build?.logVersion)
  const log = session.building.log(step)
  const end = Math.max(Math.min(height, log.length), log.length - scroll)
  const lines = log.slice(Math.max(0, end - height), Math.min(height, end))
  const rows = lines.length > 0 ? lines.map(logRow) : wrap(empty, columns).map((line): Row => [[line, 'muted']])
  return <Rows rows={rows} columns={columns} height={height} />
}

function logRow(line: string): Row {
  if (/\b(?:error|fatal|cannot|failed)\b[:!]|\*\*\* /i.test(line)) return [[line, 'bad']]
  if (/\bwarning\b:/i.test(line)) return [[line, 'warning']]
  return [[line]]
}
