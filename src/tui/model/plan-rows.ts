/** What a plan says: what is built and why, what is reused, how long it takes, what the host lacks. Pure. */
import type { BuildPlan, PlannedStep } from '../../build/types.ts'
import { formatDuration, formatSize } from '../../system/size.ts'
import type { HostTool } from '../../system/tools.ts'
import type { Message } from '../state.ts'
import type { Glyphs, Token } from '../theme.ts'
import { type Row, spread } from '../widgets/line.tsx'
import { roughly } from './figures.ts'
import { pad, wrap } from './text.ts'

/** A sentence and what to do about it, wrapped. */
export function noteRows(text: string, hint: string | undefined, token: Token, glyph: string, columns: number): Row[] {
  const sentence = wrap(text, columns - 2).map(
    (line, index): Row => [
      [index === 0 ? `${glyph} ` : '  ', token],
      [line, token],
    ],
  )
  return [...sentence, ...(hint ? wrap(hint, columns - 2).map((line): Row => [['  '], [line, 'muted']]) : [])]
}

/** More of these than this many are only named: the plan is below. */
const MOST_EXPLAINED = 3

export function missingWords(missing: readonly HostTool[]): [string, string] {
  const packages = [...new Set(missing.map((tool) => tool.package))].sort()
  const explained = missing.length <= MOST_EXPLAINED
  const words = missing.map((one) => `${nameOf(one)}${explained ? ` (for ${one.for})` : ''}`)
  return [
    `This computer lacks ${words.join(', ')}`,
    `apt-get install ${packages.join(' ')}   or: smart-os doctor --fix`,
  ]
}

function nameOf({ tool }: HostTool): string {
  return tool.split('|')[0] ?? tool
}

/** What came of an installation, for the status line. */
export function installedWords(still: readonly HostTool[]): Message {
  return still.length === 0
    ? { tone: 'good', text: 'This computer has all the programs that smart-os needs' }
    : { tone: 'warning', text: `Still missing: ${still.map(nameOf).join(', ')}` }
}

/** What runs comes first, in its order; what is reused follows. */
export function orderSteps(plan: BuildPlan | undefined): PlannedStep[] {
  const steps = plan?.steps ?? []
  return [...steps.filter(({ action }) => action === 'build'), ...steps.filter(({ action }) => action === 'reuse')]
}

/** `free`: bytes of room where it is built, once they are known. */
export function headRows(plan: BuildPlan | undefined, spinner: string, free?: number): Row[] {
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
      [`~${formatSize(plan.bytes)}`, free !== undefined && free < plan.bytes ? 'bad' : 'text'],
      ...roomWords(plan.bytes, free),
    ],
  ]
}

export function stepSegments(step: PlannedStep | undefined, focused: boolean, columns: number, glyphs: Glyphs): Row {
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

export function whyRow(step: PlannedStep): Row {
  const [first = '', ...more] = step.reasons
  const why =
    step.action === 'reuse'
      ? 'nothing that it depends on has changed'
      : more.length === 0
        ? first
        : `${first}, and ${more.length} more: ? tells all`
  return [
    [step.id, 'accent'],
    [why ? `: ${why}` : '', 'muted'],
  ]
}

function roomWords(bytes: number, free: number | undefined): Row {
  if (free === undefined) return []
  return free < bytes ? [[`, only ${formatSize(free)} free`, 'bad']] : [[` of ${formatSize(free)} free`, 'muted']]
}
