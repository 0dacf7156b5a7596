/** What the tour says, below the screen that it shows. */
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { wrap } from '../model/text.ts'
import { TOUR } from '../model/tour.ts'
import { useAppContext } from '../store.ts'
import { type Row, Rows, ruleRow } from './line.tsx'

/** A title and as many lines as the longest text needs: the screen above does not jump from step to step. */
export function tourRows(columns: number): number {
  return 1 + Math.max(...TOUR.map(({ text }) => wrap(text, columns - 2).length))
}

export function TourCard({ step }: { step: number }) {
  const { session, columns, theme } = useAppContext()
  const { title = '', text = '' } = TOUR[step] ?? {}
  useKeys(
    {
      'tour.next': () => void session.touring.go(1),
      ...(step > 0 ? { 'tour.previous': () => void session.touring.go(-1) } : {}),
      'tour.end': () => session.touring.end(),
      'global.interrupt': () => session.interrupt(),
    },
    { priority: Priority.editor + 1, modal: true },
  )
  const heading = `Tour, ${step + 1} of ${TOUR.length}: ${title}`
  const lines = wrap(text, columns - 2).map((line): Row => [[' '], [line]])
  return (
    <Rows
      rows={[ruleRow(columns, theme.glyphs.horizontal, heading, 'accent'), ...lines]}
      columns={columns}
      height={tourRows(columns)}
    />
  )
}
