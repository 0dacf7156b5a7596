/** What every step took the last time, on this machine: `<cache>/history.json`. Estimates and the reasons of a rebuild come from it. */
import { readTextIfPresent, writeFileAtomic } from '../system/files.ts'
import { takeLock } from './locks.ts'
import { historyFile } from './paths.ts'
import type { Step, StepInputs } from './types.ts'

/** Enough for several profiles; the longest unused go first. */
const MAX_STEPS = 400

export interface StepHistory {
  key: string
  inputs: StepInputs
  /** Id → key of the steps it needed. */
  needs: Record<string, string>
  /** Wall seconds of the last clean run, and of the last one that started from an old tree. */
  seconds?: number
  incrementalSeconds?: number
  /** CPU seconds of the last clean run. */
  cpuSeconds?: number
  bytes: number
  /** Seconds since the epoch. */
  at: number
}

/** The name under which a step's times are kept: unpacking a package takes no measure from compiling the same component. */
export function historyId(step: Pick<Step, 'id' | 'inputs'>): string {
  return step.inputs.origin === 'package' ? `${step.id}@package` : step.id
}

export type History = Readonly<Record<string, StepHistory>>

/** Reads the history; a missing or damaged file is an empty one, since nothing but estimates is lost with it. */
export async function readHistory(cache: string): Promise<History> {
  try {
    const parsed: unknown = JSON.parse((await readTextIfPresent(historyFile(cache))) ?? '{}')
    const file = parsed as { schema?: number; steps?: Record<string, StepHistory> }
    return file.schema === 1 && file.steps ? file.steps : {}
  } catch {
    return {}
  }
}

/** Adds what steps took, merging with what is there; other builds may do the same at the same time. */
export async function recordHistory(cache: string, news: Readonly<Record<string, StepHistory>>): Promise<void> {
  await using _lock = await takeLock(cache, 'history')
  const old = await readHistory(cache)
  const merged = Object.entries(news).map(([id, step]): [string, StepHistory] => [id, { ...old[id], ...step }])
  const steps = [...Object.entries(old).filter(([id]) => !(id in news)), ...merged]
  const newest = steps.sort(([, a], [, b]) => b.at - a.at).slice(0, MAX_STEPS)
  const sorted = Object.fromEntries(newest.sort(([a], [b]) => (a < b ? -1 : 1)))
  await writeFileAtomic(historyFile(cache), `${JSON.stringify({ schema: 1, steps: sorted })}\n`)
}
