/** A line per step that starts and ends: for logs, pipes, CI and screen readers. */
import type { BuildEvent } from '../../build/types.ts'
import { formatDuration, formatSize } from '../../system/size.ts'
import { paint, say } from '../output.ts'
import type { Reporter } from './index.ts'

/** Progress within a step is told in these parts only. */
const QUARTER = 0.25

export function plainReporter(): Reporter {
  const told = new Map<string, number>()
  let planned = false
  const onEvent: Reporter['onEvent'] = (event) => {
    lineOf(event, told, planned).forEach(say)
    planned ||= event.type === 'build:planned'
  }
  return { onEvent, close: () => undefined }
}

/** `planned`: a plan was told before; what the kernel needs can have changed it since. */
function lineOf(event: BuildEvent, told: Map<string, number>, planned: boolean): string[] {
  switch (event.type) {
    case 'build:planned':
      return planLines(event, planned)
    case 'step:started':
      return [`${stamp(event.at)} ${event.id}: started${event.incremental ? ', from the tree of its last build' : ''}`]
    case 'step:progress': {
      const quarter = Math.floor(event.fraction / QUARTER)
      if (quarter <= (told.get(event.id) ?? 0) || event.fraction >= 1) return []
      told.set(event.id, quarter)
      return [
        `${stamp(event.at)} ${event.id}: ${Math.round(event.fraction * 100)} %${event.note ? `, ${event.note}` : ''}`,
      ]
    }
    case 'step:finished':
      return [finishedLine(event)]
    case 'notice':
      return [`${stamp(event.at)} ${event.level === 'warning' ? 'warning: ' : ''}${event.text}`]
    default:
      return []
  }
}

function planLines(event: Extract<BuildEvent, { type: 'build:planned' }>, again: boolean): string[] {
  const toRun = event.plan.steps.filter((step) => step.action === 'build')
  const reused = event.plan.steps.length - toRun.length
  if (toRun.length === 0) return []
  const time = event.plan.seconds > 0 ? `, about ${formatDuration(event.plan.seconds)}` : ''
  const steps = `${toRun.length} step${toRun.length === 1 ? '' : 's'}`
  return [`${stamp(event.at)} ${steps} ${again ? 'left to run' : 'to run'}${time}; ${reused} reused`]
}

/** `done`, `failed` … with time and size, shared by the tty renderer. */
export function finishedLine(event: Extract<BuildEvent, { type: 'step:finished' }>): string {
  const marks = { done: 'done', reused: 'reused', failed: 'FAILED', cancelled: 'cancelled' } as const
  const color = { done: 'green', reused: 'gray', failed: 'red', cancelled: 'yellow' } as const
  const outcome = paint(color[event.outcome], marks[event.outcome], process.stderr)
  const figures =
    event.outcome === 'done'
      ? ` in ${formatDuration(event.seconds)}${event.bytes > 0 ? `, ${formatSize(event.bytes)}` : ''}`
      : ''
  return `${stamp(event.at)} ${event.id}: ${outcome}${figures}`
}

function stamp(at: number): string {
  return new Date(at).toISOString().slice(11, 19)
}
