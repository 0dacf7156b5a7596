/** Live progress on a terminal: finished steps stay as lines, below them the running ones and one bar for the whole. */

import { type BuildView, initialBuildView, reduceBuild } from '../../build/index.ts'
import type { BuildEvent } from '../../build/types.ts'
import { formatDuration } from '../../system/size.ts'
import { paint, say } from '../output.ts'
import type { Reporter } from './index.ts'
import { finishedLine } from './plain.ts'

const FRAME_MS = 100

export function ttyReporter(stream: NodeJS.WriteStream): Reporter {
  let view: BuildView = initialBuildView()
  let drawn = 0
  const erase = () => {
    if (drawn > 0) stream.write(`\x1b[${drawn}A\x1b[J`)
    drawn = 0
  }
  const draw = () => {
    erase()
    const lines = liveLines(view, stream.columns || 80)
    if (lines.length > 0) stream.write(`${lines.join('\n')}\n`)
    drawn = lines.length
  }
  const timer = setInterval(draw, FRAME_MS)
  timer.unref()
  return {
    onEvent(event) {
      view = reduceBuild(view, event)
      const line = lastingLine(event)
      if (line === undefined) return
      erase()
      say(line)
      draw()
    },
    close() {
      clearInterval(timer)
      erase()
    },
  }
}

function lastingLine(event: BuildEvent): string | undefined {
  if (event.type === 'step:finished' && event.outcome !== 'reused') return finishedLine(event)
  return event.type === 'notice' ? event.text : undefined
}

function liveLines(view: BuildView, columns: number): string[] {
  const running = [...view.steps.values()].filter((step) => step.state === 'running')
  if (running.length === 0) return []
  const now = Date.now()
  const lines = running.map((step) => {
    const seconds = step.startedAt === undefined ? 0 : (now - step.startedAt) / 1000
    const note = step.note ?? step.tail.at(-1) ?? ''
    return clip(`${paint('cyan', '●', process.stderr)} ${step.id} ${formatDuration(seconds)}  ${note}`, columns)
  })
  const width = Math.max(10, Math.min(40, columns - 40))
  const filled = Math.round(view.fraction * width)
  const left = view.etaSeconds === undefined ? '' : `  about ${formatDuration(view.etaSeconds)} left`
  lines.push(
    clip(`${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${Math.floor(view.fraction * 100)} %${left}`, columns),
  )
  return lines
}

/** Cuts to the terminal's width; control characters of a build's output must not move the cursor. */
function clip(line: string, columns: number): string {
  const clean = line.replace(/\x1b\[(?!\d*m)[0-9;?]*[A-Za-z]|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f\t]/g, ' ')
  return clean.length > columns + 8 ? `${clean.slice(0, columns + 7)}…` : clean
}
