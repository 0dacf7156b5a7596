/**
 * The build engine's words. A Step is one node of the graph; its key is the hash of its inputs and of the keys of the
 * steps it needs; the store holds one immutable folder per key.
 */
import type { RunResult } from '../system/exec.ts'
import type { ExplainDropped } from './diagnose.ts'
import type { Diagnosis } from './diagnosis.ts'
import type { PreviousBuild } from './plan.ts'
import type { Sandbox } from './sandbox.ts'

export type StepKind = 'fetch' | 'unpack' | 'build' | 'compose' | 'pack'
export type StepOutcome = 'done' | 'reused' | 'failed' | 'cancelled'

/** Part name → stable text (or hash of it). The names are what `plan` shows as the reason of a rebuild. */
export type StepInputs = Readonly<Record<string, string>>

export interface Step {
  /** `build:glibc`. Unique in a graph. */
  id: string
  kind: StepKind
  title: string
  /** Catalog id it belongs to. */
  component?: string
  /** Ids of steps whose outputs this one reads. */
  needs: string[]
  inputs: StepInputs
  /**
   * Set when the step may start from the scratch tree of its previous finished build: the parts of `inputs` that may differ
   * (`kernel:*` for all that start so). All others (and all needed keys) have to be equal for the old tree to be used.
   */
  incremental?: { mayDiffer: string[] }
  /** First guess: CPU seconds and bytes of output, used until history knows better. */
  estimate: { cpuSeconds: number; bytes: number }
  /** Prepares scratch and tells the sandbox in which run() builds; there for steps that `smart-os shell` can open. */
  sandbox?(context: Pick<StepContext, 'scratch' | 'output' | 'dependency'>): Promise<Sandbox>
  /** Fills `context.output`; throws to fail. */
  run(context: StepContext): Promise<void>
}

export interface StoreEntry {
  key: string
  /** Absolute folder; read-only by convention. */
  path: string
}

export interface StepContext {
  step: Step
  key: string
  /** Empty folder to fill; renamed into the store when run() returns. */
  output: string
  /** Scratch folder, kept for incremental steps and after failures, else removed. */
  scratch: string
  /** True when scratch holds the tree of a previous finished build. */
  seeded: boolean
  /** Output of a needed step. */
  dependency(stepId: string): StoreEntry
  /** One or more lines for the step's log file and the live view. */
  log(text: string): void
  progress(fraction: number, note?: string): void
  /** Runs a program on the host outside the sandbox, its output going to the log; fails like exec.run. */
  run(
    argv: readonly [string, ...string[]],
    options?: { cwd?: string; env?: Record<string, string>; input?: string | Uint8Array },
  ): Promise<RunResult>
  /** Runs a program inside the sandbox with the shared jobserver; rejects when it fails. */
  runSandboxed(sandbox: Sandbox): Promise<void>
  /** The whole build's number of jobs. */
  jobs: number
  signal: AbortSignal
}

/** A step with its key, and what will happen to it. */
export interface PlannedStep {
  id: string
  kind: StepKind
  title: string
  component?: string
  needs: string[]
  key: string
  /** `reuse`: in the store already. `build`: will run. */
  action: 'reuse' | 'build'
  /** Why it will run: `never built`, `kernel option E1000 changed n → y`, `glibc is rebuilt`. Empty for reuse. */
  reasons: string[]
  /** Wall seconds expected: from history where known, else estimated. */
  seconds: number
  /** Cores it keeps busy on average while it runs; 0 for what only waits. */
  cores: number
  /** True where `seconds` was measured on this machine. */
  measured: boolean
}

export interface BuildPlan {
  steps: PlannedStep[]
  jobs: number
  /** Wall seconds of the steps to run, played through on `jobs` jobs, and the longest chain among them. */
  seconds: number
  criticalPathSeconds: number
  /** Bytes the build will add to the cache, estimated. */
  bytes: number
}

/** Everything a build tells, in order. One union for every face; `--progress json` prints these as lines. Times are ms since the epoch. */
export type BuildEvent =
  | { type: 'build:planned'; at: number; plan: BuildPlan }
  | { type: 'step:started'; at: number; id: string; log: string; incremental: boolean }
  | { type: 'step:output'; at: number; id: string; text: string }
  | { type: 'step:progress'; at: number; id: string; fraction: number; note?: string }
  | {
      type: 'step:finished'
      at: number
      id: string
      outcome: StepOutcome
      seconds: number
      cpuSeconds: number
      bytes: number
      diagnosis?: Diagnosis
    }
  | { type: 'notice'; at: number; level: 'info' | 'warning'; text: string }
  | {
      type: 'build:finished'
      at: number
      outcome: 'done' | 'failed' | 'cancelled'
      seconds: number /** The engine's own, in its process. */
      engineCpuSeconds?: number
    }

export type BuildListener = (event: BuildEvent) => void

export interface BuildOptions {
  /** `<cache>`: holds store/, scratch/, logs/, history.json, locks/. */
  cache: string
  jobs: number
  signal?: AbortSignal | undefined
  onEvent?: BuildListener
  /** Use ccache where it is installed. Off by default. */
  ccache?: boolean | undefined
  /** What the steps were built from last time, for the plan's reasons; by default the cache's own history is asked. */
  previous?: PreviousBuild | undefined
  /** Steps whose outputs are wanted. Default: all but those that only serve others (sources, headers), which run only for what reads them. */
  targets?: readonly string[] | undefined
  /** Says why the kernel's configuration did not take a requested symbol. */
  explainDropped?: ExplainDropped | undefined
}

export interface BuildResult {
  /** Outputs by step id. */
  outputs: ReadonlyMap<string, StoreEntry>
}
