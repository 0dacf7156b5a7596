/** The live figures of a configuration as status-line segments: image against budget, memory floor, work to do. Pure. */
import { availableParallelism } from 'node:os'
import type { BuildPlan } from '../../build/types.ts'
import type { Estimates } from '../../catalog/types.ts'
import type { Configuration, EntryState, Footprint } from '../../configure/types.ts'
import { formatDuration, formatSize } from '../../system/size.ts'
import type { PlanState } from '../state.ts'
import type { Glyphs } from '../theme.ts'
import { bar } from '../widgets/bar.ts'
import type { Segment } from '../widgets/line.tsx'

/** What the catalog says of an entry, from where it comes in this configuration. */
export function estimatesIn({ entry, origin }: EntryState): Estimates {
  return origin === 'package' && entry.kind === 'component' ? entry.packageEstimates : entry.estimates
}

/** `Image ~3.9 MB of 64 MB ███░░░`, or the exact overshoot. */
export function budgetSegments(footprint: Footprint, glyphs: Glyphs, columns = 8): Segment[] {
  const { imageBytes, budgetBytes, estimated } = footprint
  const size = `${estimated ? '~' : ''}${formatSize(imageBytes)}`
  if (budgetBytes === undefined) return [['Image ', 'muted'], [size]]
  if (imageBytes > budgetBytes)
    return [
      ['Image ', 'muted'],
      [size, 'bad'],
      [`, ${(imageBytes - budgetBytes).toLocaleString('en')} B over ${formatSize(budgetBytes)}`, 'bad'],
    ]
  const { full, empty } = bar(imageBytes / budgetBytes, columns, glyphs)
  return [
    ['Image ', 'muted'],
    [size],
    [` of ${formatSize(budgetBytes)} `, 'muted'],
    [full, imageBytes > budgetBytes * 0.9 ? 'warning' : 'good'],
    [empty, 'rule'],
  ]
}

export function memorySegments({ memoryFloorBytes }: Footprint, memory: number, glyphs: Glyphs): Segment[] {
  const low = memory < memoryFloorBytes
  return [
    [` ${glyphs.dot} `, 'rule'],
    ['RAM ', 'muted'],
    [`${formatSize(memory)}`, low ? 'bad' : 'text'],
    low ? [` < ${formatSize(memoryFloorBytes)} needed`, 'bad'] : [`, floor ${formatSize(memoryFloorBytes)}`, 'muted'],
  ]
}

/** `3 steps to build, ~14 min`, `nothing to build`. */
export function workSegments(plan: PlanState, configuration: Configuration, glyphs: Glyphs): Segment[] {
  const lead: Segment = [` ${glyphs.dot} `, 'rule']
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

/** An estimate is not said to the second: `~14 min`. */
export function roughly(seconds: number): string {
  if (seconds < 90) return `~${formatDuration(Math.max(1, Math.round(seconds)))}`.replace('.0 s', ' s')
  const minutes = Math.round(seconds / 60)
  return minutes < 60
    ? `~${minutes} min`
    : `~${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`
}
