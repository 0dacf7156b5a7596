/** The build's events folded into what a face draws. Pure: the only clock is the time that events carry. */
import type { Diagnosis } from './diagnosis.ts'
import { makespan } from './makespan.ts'
import type { BuildEvent, BuildPlan, StepKind, StepOutcome } from './types.ts'

/** Lines of a step's output that a view keeps; the whole is in the log file. */
const TAIL_LINES = 200
const TAIL_LINE_CHARACTERS = 1000

export interface StepView {
  id: string
  title: string
  kind: StepKind
  component?: string
  needs: readonly string[]
  reasons: readonly string[]
  state: 'planned' | 'running' | StepOutcome
  /** Wall seconds foreseen; 0 for what is reused. */
  expectedSeconds: number
  /** Cores it keeps busy on average. */
  cores: number
  /** Milliseconds since the epoch. */
  startedAt?: number
  /** Wall seconds, once it has finished. */
  seconds?: number
  cpuSeconds?: number
  bytes?: number
  /** 0 to 1, where the step tells it. */
  fraction?: number
  note?: string
  /** Absolute path of the whole log. */
  log?: string
  incremental?: boolean
  /** The last lines of output. */
  tail: readonly string[]
  /** The last line of the tail goes on with the next output. */
  tailOpen: boolean
  diagnosis?: Diagnosis
}

export interface BuildView {
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
  /** In build order. */
  steps: ReadonlyMap<string, StepView>
  /** 0 to 1 of the whole, by expected seconds, as of the last event. */
  fraction: number
  /** Wall seconds left as of the last event; undefined while nothing is planned. */
  etaSeconds?: number
  /** Wall seconds that the plan foresaw, and with how many jobs. */
  plannedSeconds: number
  jobs: number
  /** Milliseconds since the epoch, when it was planned. */
  startedAt?: number
  seconds?: number
  notices: readonly string[]
  /** The first failure. */
  diagnosis?: Diagnosis
}

export function initialBuildView(): BuildView {
  return { state: 'waiting', steps: new Map(), fraction: 0, plannedSeconds: 0, jobs: 1, notices: [] }
}

/** The view after one more event. Costs a copy of the list of steps, whatever the length of the output. */
export function reduceBuild(view: BuildView = initialBuildView(), event: BuildEvent): BuildView {
  switch (event.type) {
    case 'build:planned':
      return planned(view, event.plan, event.at)
    case 'step:started': {
      const started = { state: 'running', startedAt: event.at, log: event.log, incremental: event.incremental } as const
      return progressed(
        withStep({ ...view, state: 'running' }, event.id, (step) => ({
          ...step,
          ...started,
          tail: [],
          tailOpen: false,
        })),
        event.at,
      )
    }
    case 'step:output':
      return withStep(view, event.id, (step) => ({ ...step, ...appendTail(step, event.text) }))
    case 'step:progress': {
      const { fraction, note } = event
      return progressed(
        withStep(view, event.id, (step) => ({ ...step, fraction, ...(note === undefined ? {} : { note }) })),
        event.at,
      )
    }
    case 'step:finished': {
      const { outcome: state, seconds, cpuSeconds, bytes, diagnosis } = event
      const end = { state, seconds, cpuSeconds, bytes, ...(diagnosis ? { diagnosis } : {}) }
      const after = withStep(view, event.id, (step) => ({ ...step, ...end }))
      const first = view.diagnosis ?? diagnosis
      return progressed(first ? { ...after, diagnosis: first } : after, event.at)
    }
    case 'notice':
      return { ...view, notices: [...view.notices, event.text].slice(-50) }
    case 'build:finished': {
      const done = event.outcome === 'done' ? { fraction: 1, etaSeconds: 0 } : {}
      return { ...view, ...done, state: event.outcome, seconds: event.seconds }
    }
  }
}

/** Fraction and seconds left at a moment between events, for a face that redraws by a clock. `now` in ms since the epoch. */
export function progressAt(view: BuildView, now: number): { fraction: number; etaSeconds?: number } {
  let total = 0
  let spent = 0
  for (const step of view.steps.values()) {
    total += step.expectedSeconds
    spent += step.expectedSeconds * doneFraction(step, now)
  }
  const fraction = total === 0 ? (view.state === 'waiting' ? 0 : 1) : spent / total
  if (view.startedAt === undefined) return { fraction }
  return { fraction, etaSeconds: secondsLeft(view, now) * paceOf(view, total) }
}

/** What is left of the graph, played through on the build's jobs: a long chain counts even where cores are free. */
function secondsLeft(view: BuildView, now: number): number {
  const tasks = [...view.steps.values()].flatMap((step) => {
    if (step.state !== 'planned' && step.state !== 'running') return []
    return [{ ...step, seconds: step.expectedSeconds * (1 - doneFraction(step, now)) }]
  })
  return makespan(tasks, view.jobs)
}

/** How much longer finished steps took than foreseen; what was too short to judge by (a tenth of the whole) changes nothing. */
function paceOf(view: BuildView, total: number): number {
  let expected = 0
  let taken = 0
  for (const step of view.steps.values()) {
    if (step.state !== 'done' || step.seconds === undefined) continue
    expected += step.expectedSeconds
    taken += step.seconds
  }
  return expected === 0 || expected < total * 0.1 ? 1 : Math.min(5, Math.max(0.3, taken / expected))
}

/** A running step that does not tell its progress counts by its time, never as quite done; a cancelled one as far as it came. */
function doneFraction(step: StepView, now: number): number {
  if (step.state === 'planned') return 0
  if (step.state !== 'running' && step.state !== 'cancelled') return 1
  const seconds = step.state === 'cancelled' ? (step.seconds ?? 0) : (now - (step.startedAt ?? now)) / 1000
  const byTime = step.expectedSeconds === 0 ? 0 : seconds / step.expectedSeconds
  return Math.min(0.95, Math.max(step.fraction ?? 0, byTime))
}

function progressed(view: BuildView, at: number): BuildView {
  return { ...view, ...progressAt(view, at) }
}

/** What came before the plan (downloads) keeps its state. */
function planned(view: BuildView, { steps: plan, seconds, jobs }: BuildPlan, at: number): BuildView {
  const steps = new Map<string, StepView>()
  const byPlan = new Set(plan.map((step) => step.id))
  for (const [id, step] of view.steps) if (!byPlan.has(id)) steps.set(id, { ...step, expectedSeconds: 0 })
  for (const step of plan) {
    const before = view.steps.get(step.id)
    const { id, title, kind, needs, reasons, cores } = step
    const about = {
      id,
      title,
      kind,
      needs,
      reasons,
      cores,
      ...(step.component === undefined ? {} : { component: step.component }),
    }
    const fresh = { state: step.action === 'reuse' ? 'reused' : 'planned', tail: [], tailOpen: false } as const
    steps.set(id, { ...fresh, ...before, ...about, expectedSeconds: step.action === 'reuse' ? 0 : step.seconds })
  }
  return progressed({ ...view, state: 'running', steps, plannedSeconds: seconds, jobs, startedAt: at }, at)
}

function withStep(view: BuildView, id: string, change: (step: StepView) => StepView): BuildView {
  const steps = new Map(view.steps)
  const kind = id.split(':')[0] as StepKind
  const unknown: StepView = {
    id,
    title: id,
    kind,
    needs: [],
    reasons: [],
    state: 'planned',
    expectedSeconds: 0,
    cores: 0,
    tail: [],
    tailOpen: false,
  }
  steps.set(id, change(steps.get(id) ?? unknown))
  return { ...view, steps }
}

/** Adds output to the last lines without splitting more of it than can be kept. */
export function appendTail(
  before: Pick<StepView, 'tail' | 'tailOpen'>,
  text: string,
): Pick<StepView, 'tail' | 'tailOpen'> {
  if (text === '') return before
  let from = text.length
  for (let lines = 0; lines <= TAIL_LINES && from > 0; lines++) from = text.lastIndexOf('\n', from - 1)
  const whole = from <= 0
  const lines = (whole ? text : text.slice(from + 1)).split('\n')
  const tailOpen = !text.endsWith('\n')
  if (!tailOpen) lines.pop()
  const [first = '', ...rest] = lines
  const joined =
    whole && before.tailOpen
      ? [...before.tail.slice(0, -1), (before.tail.at(-1) ?? '') + first, ...rest]
      : [...(whole ? before.tail : []), ...lines]
  return { tail: joined.slice(-TAIL_LINES).map((line) => line.slice(0, TAIL_LINE_CHARACTERS)), tailOpen }
}
