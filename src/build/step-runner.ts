/** One step from an empty staging folder to an entry of the store, or to a diagnosis. */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { CancelledError, SmartError } from '../system/error.ts'
import { diagnoseFailure, type ExplainDropped } from './diagnose.ts'
import type { Diagnosis } from './diagnosis.ts'
import type { Jobserver } from './jobserver.ts'
import { stepFileName } from './paths.ts'
import type { SandboxKind } from './sandbox.ts'
import { dropFailed, keepFailed, keepScratch, type ScratchState, seedScratch } from './scratch.ts'
import { createContext, type RunningContext } from './step-context.ts'
import { StepLog } from './step-log.ts'
import { commit, type StepRecord, storeEntry } from './store.ts'
import type { BuildListener, Step, StoreEntry } from './types.ts'

/** What all steps of a build have in common. */
export interface StepEnvironment {
  cache: string
  /** This run's staging folder. */
  runFolder: string
  etc: string
  jobserver: Jobserver
  sandboxKind: SandboxKind
  ccache: boolean
  signal: AbortSignal
  emit: BuildListener
  explainDropped: ExplainDropped | undefined
}

export type StepEnd =
  | { outcome: 'done'; entry: StoreEntry; record: StepRecord; seeded: boolean }
  | { outcome: 'failed'; diagnosis: Diagnosis; error: unknown }
  | { outcome: 'cancelled' }

/** Runs a step and tells it from `step:started` to `step:finished`. Never throws for what happens inside the step. */
export async function runStep(
  step: Step,
  key: string,
  needKeys: Record<string, string>,
  environment: StepEnvironment,
): Promise<StepEnd> {
  const { cache, emit, signal } = environment
  const started = new Date()
  const staged = join(environment.runFolder, stepFileName(step.id))
  const scratch = join(staged, 'scratch')
  const emitOutput = (text: string) => emit({ type: 'step:output', at: Date.now(), id: step.id, text })
  using log = new StepLog(cache, step.id, started, emitOutput)
  const seconds = () => (Date.now() - started.getTime()) / 1000
  let running: RunningContext | undefined
  const state = (finished: boolean): ScratchState => {
    const sandbox = running?.lastSandbox()
    return { id: step.id, key, inputs: step.inputs, needs: needKeys, finished, ...(sandbox ? { sandbox } : {}) }
  }
  const finish = (end: StepEnd): StepEnd => {
    const [title, diagnosis] =
      end.outcome === 'failed' ? [`failed: ${end.diagnosis.title}`, end.diagnosis] : [end.outcome, undefined]
    log.line(
      `smart-os: ${step.id} ${title} after ${seconds().toFixed(1)} s, ${(running?.cpuSeconds() ?? 0).toFixed(1)} s of CPU`,
    )
    log[Symbol.dispose]()
    const bytes = end.outcome === 'done' ? end.record.bytes : 0
    const figures = { seconds: seconds(), cpuSeconds: running?.cpuSeconds() ?? 0, bytes }
    emit({
      type: 'step:finished',
      at: Date.now(),
      id: step.id,
      outcome: end.outcome,
      ...figures,
      ...(diagnosis ? { diagnosis } : {}),
    })
    return end
  }
  const begin = (seeded: boolean): RunningContext => {
    const dependency = (id: string) => {
      const needKey = needKeys[id]
      if (needKey === undefined) throw new Error(`${step.id} reads ${id} without needing it`)
      return storeEntry(cache, needKey)
    }
    const onProgress = (fraction: number, note?: string) =>
      emit({ type: 'step:progress', at: Date.now(), id: step.id, fraction, ...(note === undefined ? {} : { note }) })
    return createContext({ ...environment, step, key, needKeys, staged, seeded, log, dependency, onProgress })
  }
  try {
    await rm(staged, { recursive: true, force: true })
    await mkdir(join(staged, 'output'), { recursive: true })
    running = begin(false)
    const seeded = await seedScratch(cache, step, needKeys, scratch, running.context)
    if (seeded) running = begin(true)
    else await mkdir(scratch)
    emit({ type: 'step:started', at: started.getTime(), id: step.id, log: log.path, incremental: seeded })
    await step.run(running.context)
    if (signal.aborted) throw new CancelledError()
    if (log.failure !== undefined) throw log.failure
    if (step.incremental) await keepScratch(cache, state(true), scratch)
    else await rm(scratch, { recursive: true, force: true })
    const figures = { seconds: seconds(), cpuSeconds: running.cpuSeconds() }
    const about = {
      id: step.id,
      kind: step.kind,
      title: step.title,
      ...(step.component === undefined ? {} : { component: step.component }),
    }
    const record = await commit(cache, staged, { key, ...about, inputs: step.inputs, needs: needKeys, ...figures })
    await dropFailed(cache, step.id)
    return finish({ outcome: 'done', entry: storeEntry(cache, key), record, seeded })
  } catch (error) {
    // Not an expected failure but a defect: the stack is what helps.
    if (!(error instanceof SmartError) && !signal.aborted)
      log.line(error instanceof Error ? (error.stack ?? error.message) : String(error))
    log.flush()
    if (signal.aborted) {
      await rm(staged, { recursive: true, force: true })
      return finish({ outcome: 'cancelled' })
    }
    const tree = Object.keys(needKeys).find((id) => id.startsWith('unpack:'))
    const source = tree === undefined ? {} : { source: storeEntry(cache, needKeys[tree] ?? '').path }
    const diagnosis = await diagnoseFailure({
      step,
      error: log.failure ?? error,
      log: log.path,
      scratch,
      explainDropped: environment.explainDropped,
      ...source,
    })
    await keepFailed(cache, state(false), scratch).catch(() => undefined)
    await rm(staged, { recursive: true, force: true })
    return finish({ outcome: 'failed', diagnosis, error })
  }
}
