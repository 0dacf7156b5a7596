/** The live figures of a configuration as status-line segments: image against budget, memory floor, work to do. Pure. */
import { availableParallelism } from 'node:os'
import type { BuildPlan } from '../../build/types.ts'
import type { Estimates } from '../../catalog/types.ts'
import type { Configuration, EntryState, Footprint } from '../../configure/types.ts'
import { formatDuration, formatSize } from '../../system/size.ts'
import type { PlanState } from '../state.ts'
import type { Glyphs } from '../theme.ts'
import { bar } from '../widgets/bar.ts'
import { rowWidth, type Segment } from '../widgets/line.tsx'

/** What the catalog says of an entry, from where it comes in this configuration. */
export function estimatesIn({ entry, origin }: EntryState): Estimates {
  return origin === 'package' && entry.kind === 'component' ? entry.packageEstimates : entry.estimates
}

/** `Image ~3.9 MB of 64 MB ███░░░`, or the exact overshoot; `short` leaves out the size where the overshoot says more. */
export function budgetSegments(footprint: Footprint, glyphs: Glyphs, columns = 8, short = false): Segment[] {
  const { imageBytes, budgetBytes, estimated } = footprint
  const size = `${estimated ? '~' : ''}${formatSize(imageBytes)}`
  if (budgetBytes === undefined) return [['Image ', 'muted'], [size]]
  if (imageBytes > budgetBytes)
    return [
      ['Image ', 'muted'],
      [short ? '' : `${size}, `, 'bad'],
      [`${(imageBytes - budgetBytes).toLocaleString('en')} B over ${formatSize(budgetBytes)}`, 'bad'],
    ]
  const { full, empty } = bar(imageBytes / budgetBytes, columns, glyphs)
  return [
    ['Image ', 'muted'],
    [size],
    [` of ${formatSize(budgetBytes)}${columns > 0 ? ' ' : ''}`, 'muted'],
    [full, imageBytes > budgetBytes * 0.9 ? 'warning' : 'good'],
    [empty, 'rule'],
  ]
}

/** `short` leaves out the floor where there is enough. */
export function memorySegments(
  { memoryFloorBytes }: Footprint,
  memory: number,
  glyphs: Glyphs,
  short = false,
): Segment[] {
  const low = memory < memoryFloorBytes
  const floor: Segment = low
    ? [` < ${formatSize(memoryFloorBytes)} needed`, 'bad']
    : [short ? '' : `, floor ${formatSize(memoryFloorBytes)}`, 'muted']
  return [[` ${glyphs.dot} `, 'rule'], ['RAM ', 'muted'], [`${formatSize(memory)}`, low ? 'bad' : 'text'], floor]
}

/** Image, memory and work in at most `columns`: where it gets tight what says least gives way, never the work, which stands last. */
export function footerSegments(
  { footprint, memory, plan, configuration }: FooterFacts,
  columns: number,
  glyphs: Glyphs,
): Segment[] {
  const variants = [
    { bar: 8, short: false },
    { bar: 8, short: true },
    { bar: 0, short: true },
  ].map(({ bar: cells, short }) => [
    ...budgetSegments(footprint, glyphs, cells),
    ...memorySegments(footprint, memory, glyphs, short),
    ...workSegments(plan, configuration, glyphs),
  ])
  const fits = (row: readonly Segment[]) => rowWidth(row) <= columns
  return (
    variants.find(fits) ?? [
      ...budgetSegments(footprint, glyphs, 0, true),
      ...memorySegments(footprint, memory, glyphs, true),
      ...workSegments(plan, configuration, glyphs),
    ]
  )
}

interface FooterFacts {
  footprint: Footprint
  memory: number
  plan: PlanState
  configuration: Configuration
}

/** `3 steps to build, ~14 min`, `nothing to build`. */
export function workSegments(plan: PlanState, configuration: Configuration, glyphs: Glyphs): Segment[] {
  const lead: Segment = [` ${glyphs.dot} `, 'rule']
  if (configuration.problems.some(({ severity }) => severity === 'error'))
    return [lead, ['cannot be built', 'bad'], [': see !', 'muted']]
  if (!plan.plan)
    return [lead, ...(plan.status === 'failed' ? guessWords(configuration) : ([['planning', 'muted']] as const))]
  return [
    lead,
    ...planWords(plan.plan, true),
    ...(plan.status === 'loading' ? ([[glyphs.ellipsis, 'muted']] as const) : []),
  ]
}

/** Before anything is known of sources and store: what the catalog says of the selected components, on all cores. */
export function guessWords({ components, catalog }: Configuration): Segment[] {
  const seconds = components.reduce((sum, id) => sum + (catalog.entries.get(id)?.estimates.cpuSeconds ?? 0), 0)
  return [['first build '], [roughly(seconds / availableParallelism()), 'muted']]
}

/** `short` leaves out what the place makes clear. */
export function planWords(plan: BuildPlan, short = false): Segment[] {
  const steps = plan.steps.filter(({ action }) => action === 'build')
  if (steps.length === 0) return [['up to date', 'good']]
  const measured = steps.every((step) => step.measured)
  return [
    [`${steps.length} ${steps.length === 1 ? 'step' : 'steps'}`],
    [`${short ? '' : ' to build'}, ${measured ? formatDuration(plan.seconds) : roughly(plan.seconds)}`, 'muted'],
  ]
}

/** The same where the output folder has nothing yet: all that is in the cache still has to be put there. */
export function firstWords(plan: BuildPlan): Segment[] {
  const toBuild = plan.steps.some(({ action }) => action === 'build')
  return toBuild
    ? planWords(plan)
    : [
        ['all in the cache', 'good'],
        [': b puts it together', 'muted'],
      ]
}

/** An estimate is not said to the second: `~14 min`. */
export function roughly(seconds: number): string {
  if (seconds < 90) return `~${formatDuration(Math.max(1, Math.round(seconds)))}`.replace('.0 s', ' s')
  const minutes = Math.round(seconds / 60)
  return minutes < 60
    ? `~${minutes} min`
    : `~${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`
}
