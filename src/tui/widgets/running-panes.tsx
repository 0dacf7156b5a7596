/** What runs now, each step with the tail of its own output: as many panes as the height has room for. */
import type { StepView } from '../../build/view.ts'
import { stepRow } from '../model/build-steps.ts'
import { useAppContext } from '../store.ts'
import { Rows } from './line.tsx'
import { LogPane } from './log-pane.tsx'

/** A title and three lines: less shows nothing. */
const SMALLEST = 4

interface RunningPanesProps {
  steps: readonly StepView[]
  columns: number
  height: number
  frame: number
}

/** How many rows each pane gets; the first ones get what is left over. */
export function paneHeights(steps: number, height: number): number[] {
  const count = Math.max(1, Math.min(steps, Math.floor(height / SMALLEST)))
  return Array.from({ length: count }, (_, index) => Math.floor(height / count) + (index < height % count ? 1 : 0))
}

export function RunningPanes({ steps, columns, height, frame }: RunningPanesProps) {
  const { theme } = useAppContext()
  const heights = paneHeights(steps.length, height)
  const hidden = steps.length - heights.length
  const now = Date.now()
  return heights.map((rows, index) => {
    const step = steps[index]
    if (!step) return null
    const more = hidden > 0 && index === heights.length - 1 ? `  ${hidden} more run` : ''
    const title = stepRow(step, true, columns - more.length, theme.glyphs, frame, now)
    return [
      <Rows key={`${step.id} title`} rows={[[...title, [more, 'muted']]]} columns={columns} height={1} />,
      <LogPane key={step.id} step={step.id} columns={columns} height={rows - 1} scroll={0} empty="no output yet" />,
    ]
  })
}
