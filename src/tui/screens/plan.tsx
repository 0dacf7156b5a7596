/** Before a build: what will be built and why, what is reused, how long it takes, and what the host lacks. */
import { Box } from 'ink'
import { useMemo } from 'react'
import type { BuildPlan, PlannedStep } from '../../build/types.ts'
import { formatDuration, formatSize } from '../../system/size.ts'
import type { HostTool } from '../../system/tools.ts'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { useList } from '../hooks/use-list.ts'
import { useTicker } from '../hooks/use-ticker.ts'
import { roughly } from '../model/figures.ts'
import { pad, wrap } from '../model/text.ts'
import { useAppContext, useAppState } from '../store.ts'
import type { Glyphs, Token } from '../theme.ts'
import { Frame } from '../widgets/frame.tsx'
import { type Row, Rows, spread } from '../widgets/line.tsx'
import { List } from '../widgets/list.tsx'

const HEAD = 4

export function Plan({ active }: { active: boolean }) {
  const { session, columns, bodyRows, theme } = useAppContext()
  const { status, plan, error } = useAppState((state) => state.plan)
  const problems = useAppState((state) => state.editor?.project.configuration.problems)
  const missing = useMemo(() => session.core.missingTools(), [session])
  const frame = useTicker(status === 'loading')
  const errors = (problems ?? []).filter(({ severity }) => severity === 'error')
  const steps = useMemo(() => orderSteps(plan), [plan])
  const warnings = [
    ...errors.flatMap(({ message, hint }) => noteRows(message, hint, 'bad', theme.glyphs.failed, columns - 4)),
    ...(error && errors.length === 0 ? noteRows(error.text, error.hint, 'bad', theme.glyphs.failed, columns - 4) : []),
    ...(missing.length > 0 ? noteRows(...missingWords(missing), 'warning', theme.glyphs.blocked, columns - 4) : []),
  ]
  const warningRows = warnings.slice(0, Math.max(0, bodyRows - HEAD - 4))
  const height = bodyRows - HEAD - warningRows.length
  const list = useList({ name: 'plan', length: steps.length, rows: height, priority: Priority.pane, active })
  useKeys(
    {
      ...(errors.length === 0 ? { 'plan.build': () => session.build() } : {}),
      'plan.back': () => session.back(),
    },
    { priority: Priority.screen, active },
  )
  const focused = steps[list.cursor]
  const spinner = theme.glyphs.spinner[frame % theme.glyphs.spinner.length] ?? ''
  return (
    <Frame status={focused ? whyRow(focused) : []}>
      <Rows rows={[[], ...headRows(plan, status === 'loading' ? spinner : '')]} columns={columns} height={HEAD} />
      <Rows rows={warningRows.map((row): Row => [['  '], ...row])} columns={columns} height={warningRows.length} />
      <Box>
        <List
          length={steps.length}
          cursor={list.cursor}
          top={list.top}
          columns={columns}
          height={height}
          keyOf={(index) => steps[index]?.id ?? String(index)}
          row={(index, isFocused) => stepSegments(steps[index], isFocused, columns - 4, theme.glyphs)}
        />
      </Box>
    </Frame>
  )
}

/** A sentence and what to do about it, wrapped. */
function noteRows(text: string, hint: string | undefined, token: Token, glyph: string, columns: number): Row[] {
  const sentence = wrap(text, columns - 2).map(
    (line, index): Row => [
      [index === 0 ? `${glyph} ` : '  ', token],
      [line, token],
    ],
  )
  return [...sentence, ...(hint ? wrap(hint, columns - 2).map((line): Row => [['  '], [line, 'muted']]) : [])]
}

function missingWords(missing: readonly HostTool[]): [string, string] {
  const packages = [...new Set(missing.map((tool) => tool.package))].sort()
  return [
    `This computer lacks ${missing.map(({ tool }) => tool.split('|')[0]).join(', ')}`,
    `apt-get install ${packages.join(' ')}   or: smart-os doctor --fix`,
  ]
}

/** What runs comes first, in its order; what is reused follows. */
function orderSteps(plan: BuildPlan | undefined): PlannedStep[] {
  const steps = plan?.steps ?? []
  return [...steps.filter(({ action }) => action === 'build'), ...steps.filter(({ action }) => action === 'reuse')]
}

function headRows(plan: BuildPlan | undefined, spinner: string): Row[] {
  if (!plan)
    return [
      [
        [`  ${spinner} `, 'busy'],
        ['working out what has to be built', 'muted'],
      ],
    ]
  const build = plan.steps.filter(({ action }) => action === 'build')
  if (build.length === 0)
    return [
      [
        ['  Everything is built already.', 'good'],
        [' Building puts the files into place again.', 'muted'],
      ],
    ]
  const said = build.every((step) => step.measured) ? formatDuration : roughly
  return [
    [
      [`  ${build.length} to build`, 'title'],
      [`, ${plan.steps.length - build.length} reused`, 'muted'],
      [spinner ? `  ${spinner}` : '', 'busy'],
    ],
    [
      ['  Time ', 'muted'],
      [said(plan.seconds)],
      ['   longest chain ', 'muted'],
      [said(plan.criticalPathSeconds)],
      ['   disk ', 'muted'],
      [`~${formatSize(plan.bytes)}`],
    ],
  ]
}

function stepSegments(step: PlannedStep | undefined, focused: boolean, columns: number, glyphs: Glyphs): Row {
  if (!step) return []
  const reused = step.action === 'reuse'
  const left: Row = [
    [`${reused ? glyphs.reused : glyphs.arrow} `, reused ? 'muted' : 'accent'],
    [`${pad(step.title, Math.min(34, Math.floor(columns * 0.4)))} `, focused ? 'focus' : reused ? 'muted' : 'text'],
    [reused ? 'reused' : (step.reasons[0] ?? ''), reused ? 'muted' : 'auto'],
  ]
  return spread(
    left,
    [[reused ? '' : ` ${step.measured ? formatDuration(step.seconds) : roughly(step.seconds)}`, 'muted']],
    columns,
  )
}

function whyRow(step: PlannedStep): Row {
  const why = step.action === 'reuse' ? 'nothing that it depends on has changed' : step.reasons.join('; ')
  return [
    [step.id, 'accent'],
    [why ? `: ${why}` : '', 'muted'],
  ]
}
