/**
 * Runs the steps of a plan side by side.
 *
 * A step starts when what it needs is in the store and a token of the jobserver is to be had; the one with the longest chain
 * of work behind it goes first, and the token of a finished step goes straight to the next one ready. The first failure stops
 * the build: steps that are running are ended (what they would have built is not what the person wanted to see), the
 * finished ones stay in the store.
 */
import { CancelledError, SmartError } from '../system/error.ts'
import type { Diagnosis } from './diagnosis.ts'
import { indexSteps, remainingPath } from './graph.ts'
import { historyId, recordHistory } from './history.ts'
import { needKeysOf } from './keys.ts'
import { takeLock, tryLock } from './locks.ts'
import type { Planning } from './plan.ts'
import { runStep, type StepEnd, type StepEnvironment } from './step-runner.ts'
import { discard, lookUp } from './store.ts'
import type { BuildEvent, Step } from './types.ts'

/** A step failed; the diagnosis says it all. */
export class BuildFailedError extends SmartError {
  readonly diagnosis: Diagnosis
  constructor(diagnosis: Diagnosis, cause: unknown) {
    const options = cause instanceof SmartError ? { exitStatus: cause.exitStatus } : {}
    super(diagnosis.title, { hint: diagnosis.hint, where: diagnosis.log ?? diagnosis.step, cause, ...options })
    this.name = 'BuildFailedError'
    this.diagnosis = diagnosis
  }
}

export class Scheduler {
  readonly #planning: Planning
  readonly #environment: StepEnvironment
  readonly #waiting: Step[]
  readonly #running = new Map<string, Promise<void>>()
  readonly #done = new Set<string>()
  /** One write of the history after the other. */
  #history: Promise<void> = Promise.resolve()
  /** Fires when the person cancels or a step fails. */
  readonly #stop = new AbortController()
  readonly #cancel: AbortSignal | undefined
  /** Tokens of steps that have ended, kept for the next ones. */
  #spare = 0
  #failure: { diagnosis: Diagnosis; error: unknown } | { defect: unknown } | undefined

  constructor(
    steps: readonly Step[],
    planning: Planning,
    shared: Omit<StepEnvironment, 'signal'>,
    cancel: AbortSignal | undefined,
  ) {
    this.#planning = planning
    this.#cancel = cancel
    this.#environment = { ...shared, signal: this.#stop.signal }
    const byId = indexSteps(steps)
    const planned = planning.plan.steps.filter((step) => step.action === 'build')
    const seconds = new Map(planned.map((step) => [step.id, step.seconds]))
    const priority = remainingPath(planning.plan.steps, (id) => seconds.get(id) ?? 0)
    const first = (a: { id: string }, b: { id: string }) => (priority.get(b.id) ?? 0) - (priority.get(a.id) ?? 0)
    this.#waiting = planned.toSorted(first).flatMap((step) => byId.get(step.id) ?? [])
    for (const step of planning.plan.steps) if (step.action === 'reuse') this.#done.add(step.id)
  }

  async run(): Promise<void> {
    const onCancel = () => this.#stop.abort()
    this.#cancel?.addEventListener('abort', onCancel, { once: true })
    if (this.#cancel?.aborted) onCancel()
    try {
      while (!this.#stop.signal.aborted && (this.#waiting.length > 0 || this.#running.size > 0)) {
        const starved = this.#startReady()
        if (this.#running.size > 0) await Promise.race([...this.#running.values(), ...(starved ? [pause()] : [])])
      }
    } finally {
      await Promise.all(this.#running.values())
      this.#cancel?.removeEventListener('abort', onCancel)
      await this.#history
    }
    if (this.#failure && 'defect' in this.#failure) throw this.#failure.defect
    if (this.#failure) throw new BuildFailedError(this.#failure.diagnosis, this.#failure.error)
    if (this.#stop.signal.aborted) throw new CancelledError()
  }

  /** Starts what is ready, in order of priority, for as long as tokens last. True when something ready has to wait for one. */
  #startReady(): boolean {
    const { jobserver } = this.#environment
    if (this.#running.size === 0) {
      this.#spare = 0
      jobserver.refill()
    }
    for (const step of this.#waiting.filter((candidate) => candidate.needs.every((id) => this.#done.has(id)))) {
      // A download keeps no core busy.
      const costs = step.kind !== 'fetch'
      if (costs && !this.#takeToken()) return true
      this.#waiting.splice(this.#waiting.indexOf(step), 1)
      const ended = this.#runOne(step, costs).finally(() => this.#running.delete(step.id))
      this.#running.set(step.id, ended)
    }
    for (; this.#spare > 0; this.#spare--) jobserver.give()
    return false
  }

  #takeToken(): boolean {
    if (this.#spare === 0) return this.#environment.jobserver.tryTake()
    this.#spare--
    return true
  }

  /** Never rejects: a failure is remembered and stops the build. */
  async #runOne(step: Step, holdsToken: boolean): Promise<void> {
    const { cache, emit, signal, jobserver, runFolder } = this.#environment
    const key = this.#planning.keys.get(step.id) ?? ''
    const needKeys = needKeysOf(step, this.#planning.keys)
    let token = holdsToken
    try {
      let lock = await tryLock(cache, `step ${key}`)
      if (!lock) {
        if (token) this.#spare++
        token = false
        emit({
          type: 'notice',
          at: Date.now(),
          level: 'info',
          text: `${step.title}: waiting for another build that is making it`,
        })
        lock = await takeLock(cache, `step ${key}`, signal)
      }
      await using _held = lock
      const found = await lookUp(cache, key)
      if (found.state === 'present') {
        emit(reusedEvent(step.id))
        this.#done.add(step.id)
        return
      }
      if (found.state === 'corrupted') {
        const text = `${step.title}: its output in the cache is damaged (${found.why}); it is built again`
        emit({ type: 'notice', at: Date.now(), level: 'warning', text })
        await discard(cache, key, runFolder)
      }
      if (!token && holdsToken) {
        await jobserver.take(signal)
        token = true
      }
      this.#conclude(step, key, needKeys, await runStep(step, key, needKeys, this.#environment))
    } catch (error) {
      if (!signal.aborted) this.#failure = { defect: error }
      this.#stop.abort()
    } finally {
      if (token) this.#spare++
    }
  }

  #conclude(step: Step, key: string, needs: Record<string, string>, end: StepEnd): void {
    if (end.outcome === 'done') {
      this.#done.add(step.id)
      const { seconds, cpuSeconds, bytes } = end.record
      const times = end.seeded ? { incrementalSeconds: seconds } : { seconds, cpuSeconds }
      const news = {
        [historyId(step)]: { key, inputs: step.inputs, needs, ...times, bytes, at: Math.floor(Date.now() / 1000) },
      }
      // At once, or kill -9 loses it. A failure (a full disk) costs only estimates; the step that meets it tells it better.
      this.#history = this.#history.then(() => recordHistory(this.#environment.cache, news).catch(() => undefined))
    } else if (end.outcome === 'failed') {
      if (!this.#failure) this.#failure = { diagnosis: end.diagnosis, error: end.error }
      this.#stop.abort()
    }
  }
}

/** How often a step that is ready asks for a token while makes hold them all. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10))
}

/** What is told of a step whose output was there already. */
export function reusedEvent(id: string): BuildEvent {
  return { type: 'step:finished', at: Date.now(), id, outcome: 'reused', seconds: 0, cpuSeconds: 0, bytes: 0 }
}
