/** All about a step of a plan: why it runs, how long it takes, what it waits for and what waits for it. Pure. */
import type { BuildPlan, PlannedStep } from '../../build/types.ts'
import { formatDuration } from '../../system/size.ts'
import type { Glyphs } from '../theme.ts'
import type { Row } from '../widgets/line.tsx'
import { facts } from './describe.ts'
import { roughly } from './figures.ts'
import { wrap } from './text.ts'

export function stepPage(step: PlannedStep, plan: BuildPlan, columns: number, glyphs: Glyphs): Row[] {
  const reused = step.action === 'reuse'
  const readers = plan.steps.filter(({ needs }) => needs.includes(step.id))
  const needed = step.needs.flatMap((id) => plan.steps.find((other) => other.id === id) ?? [])
  const reasons = step.reasons.flatMap((reason) =>
    wrap(reason, columns - 2).map((line, index): Row => [[index === 0 ? `${glyphs.arrow} ` : '  ', 'accent'], [line]]),
  )
  return [
    [
      [reused ? 'Reused' : 'Will run', reused ? 'muted' : 'title'],
      [
        reused ? ': nothing that it depends on has changed' : step.reasons.length === 1 ? ', because' : ', because of',
        'muted',
      ],
    ],
    ...reasons,
    [],
    ...facts(columns, [
      ['step', step.id],
      [
        'time',
        reused
          ? ''
          : step.measured
            ? `${formatDuration(step.seconds)}, as measured`
            : `${roughly(step.seconds)}, estimated`,
      ],
    ]),
    ...related('Waits for', needed, columns, glyphs),
    ...related('Waited for by', readers, columns, glyphs),
  ]
}

function related(title: string, steps: readonly PlannedStep[], columns: number, glyphs: Glyphs): Row[] {
  if (steps.length === 0) return []
  return [
    [],
    [[title, 'title']],
    ...steps.map(
      ({ action, title: name }): Row => [
        [action === 'reuse' ? `  ${glyphs.reused} ` : `  ${glyphs.arrow} `, action === 'reuse' ? 'muted' : 'accent'],
        [name.slice(0, columns)],
        [action === 'reuse' ? '  reused' : '', 'muted'],
      ],
    ),
  ]
}
