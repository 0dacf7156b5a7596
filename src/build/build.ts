/** build(): plans the graph, runs what is missing, and tells it all as events. The engine's one entrance. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CancelledError } from '../system/error.ts'
import { SANDBOX_ETC } from './bubblewrap.ts'
import { Jobserver } from './jobserver.ts'
import { type Planning, planBuild } from './plan.ts'
import { probeSandbox } from './sandbox.ts'
import { reusedEvent, Scheduler } from './scheduler.ts'
import { openRun, sweepStaging } from './staging.ts'
import { storeEntry, touch } from './store.ts'
import type { BuildEvent, BuildOptions, BuildResult, Step, StoreEntry } from './types.ts'

/**
 * Builds a graph of steps. Resolves with the outputs that are in the store afterwards (sources that nothing had to read may be
 * missing). Throws BuildFailedError, CancelledError, or SmartError for a bad graph or a cache that cannot be written.
 */
export async function build(steps: readonly Step[], options: BuildOptions): Promise<BuildResult> {
  const started = Date.now()
  const startedCpu = cpuSeconds()
  const emit = (event: BuildEvent) => options.onEvent?.(event)
  const finish = (outcome: 'done' | 'failed' | 'cancelled') =>
    emit({
      type: 'build:finished',
      at: Date.now(),
      outcome,
      seconds: (Date.now() - started) / 1000,
      engineCpuSeconds: cpuSeconds() - startedCpu,
    })
  try {
    const result = await buildSteps(steps, options, emit)
    finish('done')
    return result
  } catch (error) {
    finish(error instanceof CancelledError ? 'cancelled' : 'failed')
    throw error
  }
}

async function buildSteps(
  steps: readonly Step[],
  options: BuildOptions,
  emit: (event: BuildEvent) => void,
): Promise<BuildResult> {
  await using run = await openRun(options.cache, options.signal)
  const sweep = sweepStaging(options.cache).catch(() => undefined)
  const planning = await planBuild(steps, options)
  emit({ type: 'build:planned', at: Date.now(), plan: planning.plan })
  for (const planned of planning.plan.steps) {
    if (planned.action === 'build') continue
    emit(reusedEvent(planned.id))
    await touch(options.cache, planned.key)
  }
  if (planning.plan.steps.some((planned) => planned.action === 'build')) {
    const support = await probeSandbox()
    if (support.reason !== undefined) emit({ type: 'notice', at: Date.now(), level: 'warning', text: support.reason })
    using jobserver = await Jobserver.open(run.path, Math.max(1, Math.floor(options.jobs)))
    const etc = join(run.path, 'sandbox')
    await writeEtc(etc)
    const shared = {
      cache: options.cache,
      runFolder: run.path,
      etc,
      jobserver,
      sandboxKind: support.kind,
      ccache: options.ccache ?? false,
      emit,
    }
    await new Scheduler(steps, planning, { ...shared, explainDropped: options.explainDropped }, options.signal).run()
  }
  await sweep
  return { outputs: presentOutputs(options.cache, planning) }
}

async function writeEtc(folder: string): Promise<void> {
  for (const [path, text] of Object.entries(SANDBOX_ETC)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
}

/** Steps that were looked up are there now; of the others nobody asked. */
function presentOutputs(cache: string, planning: Planning): Map<string, StoreEntry> {
  return new Map([...planning.lookups.keys()].sort().map((id) => [id, storeEntry(cache, planning.keys.get(id) ?? '')]))
}

/** Of this process alone: programs that steps run are counted with the steps. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
