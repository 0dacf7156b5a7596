/** The plan: which steps will run, why, and how long that should take. Reads the store, the history and kept trees; changes nothing. */

import { glanceAt } from './glance.ts'
import { indexSteps, remainingPath, topologicalOrder } from './graph.ts'
import { type History, historyId, readHistory, type StepHistory } from './history.ts'
import { needKeysOf, stepKeys } from './keys.ts'
import { makespan } from './makespan.ts'
import { scratchFolder } from './paths.ts'
import { maySeed, readScratchState } from './scratch.ts'
import { type Lookup, lookUp } from './store.ts'
import type { BuildPlan, PlannedStep, Step, StepInputs, StepKind } from './types.ts'

/** Step id → what it was built from last time; the build record of the output folder, for instance. */
export type PreviousBuild = Readonly<Record<string, { key: string; inputs: StepInputs }>>

export interface PlanOptions {
  cache: string
  jobs: number
  /** Compared with for the reasons; without it, the history of this cache is. */
  previous?: PreviousBuild | undefined
  /** Ids of the steps whose outputs are wanted. Default: all but those that only serve others (sources, headers), which run only for what reads them. */
  targets?: readonly string[] | undefined
  /** For a plan that is only shown: what was found whole a minute ago is taken to be so still. */
  glance?: boolean | undefined
  signal?: AbortSignal | undefined
}

export interface Planning {
  plan: BuildPlan
  keys: ReadonlyMap<string, string>
  /** What the store said of the steps that were looked up. */
  lookups: ReadonlyMap<string, Lookup>
  history: History
}

/** Plans a build. Throws SmartError for a graph that is not one, CancelledError. */
export async function planBuild(steps: readonly Step[], options: PlanOptions): Promise<Planning> {
  const order = topologicalOrder(steps)
  const keys = stepKeys(steps)
  const history = await readHistory(options.cache)
  const lookups = await lookUpNeeded(order, keys, options)
  const toBuild = new Set([...lookups].filter(([, lookup]) => lookup.state !== 'present').map(([id]) => id))
  const planned: PlannedStep[] = []
  for (const step of order) {
    const key = keys.get(step.id) ?? ''
    const past = history[historyId(step)]
    const lookup = lookups.get(step.id)
    const needKeys = needKeysOf(step, keys)
    const seeded =
      step.incremental !== undefined &&
      maySeed(step, needKeys, await readScratchState(scratchFolder(options.cache, step.id)))
    const measured = seeded ? past?.incrementalSeconds : past?.seconds
    planned.push({
      ...{
        id: step.id,
        kind: step.kind,
        title: step.title,
        ...(step.component === undefined ? {} : { component: step.component }),
      },
      needs: step.needs,
      key,
      action: toBuild.has(step.id) ? 'build' : 'reuse',
      reasons: toBuild.has(step.id)
        ? rebuildReasons(step, key, lookup, previousOf(step, key, past, options.previous), order, keys, toBuild)
        : [],
      seconds: measured ?? firstGuess(step, options.jobs, seeded),
      cores: coresOf(step, seeded ? undefined : past, options.jobs),
      measured: measured !== undefined,
    })
  }
  return { plan: summarise(planned, steps, history, options.jobs), keys, lookups, history }
}

/** Looks at what is wanted, and at what the missing ones need: an unpacked source is not missed while its component is there. */
async function lookUpNeeded(
  order: readonly Step[],
  keys: ReadonlyMap<string, string>,
  options: PlanOptions,
): Promise<Map<string, Lookup>> {
  const byId = indexSteps(order)
  const pending = [...(options.targets ?? defaultTargets(order))]
  const lookups = new Map<string, Lookup>()
  const look = options.glance ? glanceAt : lookUp
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const step = byId.get(id)
    if (!step || lookups.has(id)) continue
    const lookup = await look(options.cache, keys.get(id) ?? '', options.signal)
    lookups.set(id, lookup)
    if (lookup.state !== 'present') pending.push(...step.needs)
  }
  return lookups
}

/** All steps but sources that something is built from, and, where images are made, builds that only other builds read. */
function defaultTargets(order: readonly Step[]): string[] {
  const readers = new Map<string, Set<StepKind>>()
  for (const step of order)
    for (const id of step.needs) readers.set(id, (readers.get(id) ?? new Set<StepKind>()).add(step.kind))
  const images = order.some((step) => step.kind === 'compose' || step.kind === 'pack')
  const intermediate = ({ id, kind }: Step): boolean => {
    const kinds = readers.get(id)
    if (!kinds) return false
    return (
      kind === 'unpack' || kind === 'fetch' || (images && kind === 'build' && kinds.size === 1 && kinds.has('build'))
    )
  }
  return order.filter((step) => !intermediate(step)).map((step) => step.id)
}

interface Past {
  key: string
  inputs: StepInputs
  needs: (id: string) => string | undefined
}

function previousOf(
  step: Step,
  key: string,
  history: StepHistory | undefined,
  previous: PreviousBuild | undefined,
): Past | undefined {
  const record = previous?.[step.id]
  if (record) return { ...record, needs: (id) => previous?.[id]?.key ?? history?.needs[id] }
  // The last image of this computer may be another profile's: what that had otherwise is no reason here.
  if ((step.kind === 'compose' || step.kind === 'pack') && history?.key !== key) return undefined
  return history && { key: history.key, inputs: history.inputs, needs: (id) => history.needs[id] }
}

/** What nobody sets: told after what somebody did. */
const UNASKED: ReadonlySet<string> = new Set(['host tools', 'effort'])

function rebuildReasons(
  step: Step,
  key: string,
  lookup: Lookup | undefined,
  past: Past | undefined,
  order: readonly Step[],
  keys: ReadonlyMap<string, string>,
  toBuild: ReadonlySet<string>,
): string[] {
  if (lookup?.state === 'corrupted') return [`its output in the cache is damaged: ${lookup.why}`]
  if (!past) return ['never built']
  if (past.key === key) return ['no longer in the cache']
  if (past.inputs.origin !== step.inputs.origin)
    return [step.inputs.origin === 'package' ? 'it comes from packages now' : 'it is compiled here now']
  const byId = new Map(order.map((other) => [other.id, other]))
  const names = [...new Set([...Object.keys(past.inputs), ...Object.keys(step.inputs)])].sort()
  const changed = names
    .filter((name) => past.inputs[name] !== step.inputs[name])
    .sort((one, other) => Number(UNASKED.has(one)) - Number(UNASKED.has(other)))
  const reasons = changed.map((name) => changeReason(name, past.inputs[name], step.inputs[name]))
  for (const id of step.needs) {
    if (past.needs(id) === keys.get(id)) continue
    const need = byId.get(id)
    const name = need?.component ?? need?.title ?? id
    if (need?.kind === 'unpack') reasons.push('its source changed')
    else reasons.push(toBuild.has(id) ? `${name} is rebuilt` : `${name} changed`)
  }
  return reasons.length > 0 ? reasons : ['this version of smart-os builds it differently']
}

/** `kernel:E1000`, `n`, `y` → `kernel option E1000 changed n → y`. Hashes and structures are not shown. */
export function changeReason(name: string, before: string | undefined, after: string | undefined): string {
  const [group = '', ...rest] = name.split(':')
  const subject =
    rest.length === 0
      ? group
      : `${{ kernel: 'kernel option', option: 'option', tool: 'host tool', package: 'package' }[group] ?? group} ${rest.join(':')}`
  const missing = group === 'kernel' ? 'n' : 'none'
  const values = [before ?? missing, after ?? missing]
  const readable = values.every((value) => value.length <= 40 && !/^(?:[0-9a-f]{12,}$|[[{])/.test(value))
  return readable ? `${subject} changed ${values.join(' → ')}` : `${subject} changed`
}

/** A compile keeps all jobs busy, most other things just one; an incremental build is taken to be a tenth. */
function firstGuess(step: Step, jobs: number, seeded: boolean): number {
  const seconds = step.estimate.cpuSeconds / (step.kind === 'build' ? jobs : 1)
  return seeded ? seconds / 10 : seconds
}

/** Measured where it was; else what firstGuess() assumes. A step of which more was measured than cores exist was on another machine. */
function coresOf({ kind }: Step, past: StepHistory | undefined, jobs: number): number {
  if (kind === 'fetch') return 0
  const { seconds, cpuSeconds } = past ?? {}
  if (seconds && cpuSeconds !== undefined) return Math.min(jobs, Math.max(0.1, cpuSeconds / seconds))
  return kind === 'build' ? jobs : 1
}

function summarise(planned: PlannedStep[], steps: readonly Step[], history: History, jobs: number): BuildPlan {
  const running = planned.filter((step) => step.action === 'build')
  const weights = new Map(running.map((step) => [step.id, step.seconds]))
  const known = new Map(steps.map((step) => [step.id, { estimate: step.estimate, past: history[historyId(step)] }]))
  const chain = remainingPath(planned, (id) => weights.get(id) ?? 0)
  const bytes = running.reduce((sum, { id }) => {
    const { past, estimate } = known.get(id) ?? {}
    return sum + (past?.bytes ?? estimate?.bytes ?? 0)
  }, 0)
  return {
    steps: planned,
    jobs,
    seconds: makespan(running, jobs),
    criticalPathSeconds: Math.max(0, ...chain.values()),
    bytes,
  }
}
