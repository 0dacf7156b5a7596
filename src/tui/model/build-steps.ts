/** The build's steps as the step list shows them. Pure. */

import type { StepView } from '../../build/view.ts'
import { formatDuration } from '../../system/size.ts'
import type { BuildState } from '../state.ts'
import type { Glyphs, Token } from '../theme.ts'
import { type Row, spread } from '../widgets/line.tsx'
import { roughly } from './figures.ts'

const TOKENS: Record<StepView['state'], Token> = {
  planned: 'muted',
  running: 'busy',
  done: 'good',
  reused: 'muted',
  failed: 'bad',
  cancelled: 'warning',
}

/** The sign of a state: each differs without its colour, too. */
export function stepGlyph(state: StepView['state'], glyphs: Glyphs, frame: number): string {
  switch (state) {
    case 'running':
      return glyphs.spinner[frame % glyphs.spinner.length] ?? '>'
    case 'done':
      return glyphs.done
    case 'reused':
      return glyphs.reused
    case 'failed':
      return glyphs.failed
    case 'cancelled':
      return glyphs.stopped
    case 'planned':
      return glyphs.waiting
  }
}

/** Glyph, title, and how long it took or has been running. */
export function stepRow(
  step: StepView,
  focused: boolean,
  columns: number,
  glyphs: Glyphs,
  frame: number,
  now: number,
): Row {
  const token = TOKENS[step.state]
  const running = step.state === 'running' && step.startedAt !== undefined
  const seconds = running ? (now - (step.startedAt ?? now)) / 1000 : step.seconds
  const time =
    running || step.state === 'done' || step.state === 'failed'
      ? formatDuration(Math.max(0, seconds ?? 0))
      : step.state === 'planned' && step.expectedSeconds >= 1
        ? roughly(step.expectedSeconds)
        : ''
  const percent =
    running && step.fraction !== undefined && step.fraction > 0 ? `${Math.floor(step.fraction * 100)} % ` : ''
  return spread(
    [
      [`${stepGlyph(step.state, glyphs, frame)} `, token],
      [step.title, focused ? 'focus' : step.state === 'planned' || step.state === 'reused' ? 'muted' : 'text'],
    ],
    [
      [` ${percent}`, 'accent'],
      [time, running ? 'text' : 'muted'],
    ],
    columns,
  )
}

/** The step to look at when nobody has chosen one: the failed one, else what runs or was cancelled and started last, else the last finished. */
export function stepToFollow(steps: readonly StepView[]): number {
  const failed = steps.findIndex(({ state }) => state === 'failed')
  if (failed !== -1) return failed
  const newest = (state: StepView['state']) =>
    steps.reduce(
      (best, step, index) =>
        step.state === state && (best === -1 || (step.startedAt ?? 0) >= (steps[best]?.startedAt ?? 0)) ? index : best,
      -1,
    )
  const order = (['running', 'cancelled', 'done'] as const).map(newest)
  return order.find((index) => index !== -1) ?? 0
}

/** Logs of the steps that were running when the build was cancelled. */
export function cancelledLogs({ view, logs }: Pick<BuildState, 'view' | 'logs'>): string[] {
  return [...(view?.steps.values() ?? [])].flatMap(({ id, state }) => {
    const log = logs[id]
    return (state === 'cancelled' || state === 'running') && log !== undefined ? [log] : []
  })
}
