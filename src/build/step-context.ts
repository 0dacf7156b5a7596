/** What a running step is given: its folders, its log, and two ways to run a program. */
import { join } from 'node:path'
import { type RunResult, shellQuoteAll } from '../system/exec.ts'
import { findTool, toolPackageHint } from '../system/tools.ts'
import { bubblewrapPrefix, SANDBOX_ETC } from './bubblewrap.ts'
import { withCcache } from './ccache.ts'
import { ProgramError, StepError } from './diagnosis.ts'
import type { Jobserver } from './jobserver.ts'
import { SOURCE_DATE_EPOCH } from './manifest.ts'
import { runSupervised } from './process.ts'
import { type Bind, type Sandbox, type SandboxKind, withoutSandbox } from './sandbox.ts'
import type { StepLog } from './step-log.ts'
import type { Step, StepContext, StoreEntry } from './types.ts'

export interface ContextOptions {
  step: Step
  key: string
  /** Holds output/ and scratch/. */
  staged: string
  seeded: boolean
  jobserver: Jobserver
  sandboxKind: SandboxKind
  cache: string
  ccache: boolean
  needKeys: Record<string, string>
  /** Folder with the sandbox's passwd and group files. */
  etc: string
  log: StepLog
  signal: AbortSignal
  dependency: (id: string) => StoreEntry
  onProgress: (fraction: number, note?: string) => void
}

/** A context, with what the engine wants to know of it afterwards. */
export interface RunningContext {
  context: StepContext
  /** CPU seconds of all programs so far. */
  cpuSeconds(): number
  lastSandbox(): Sandbox | undefined
}

export function createContext(options: ContextOptions): RunningContext {
  const { step, log, signal, jobserver } = options
  let cpuSeconds = 0
  let sandbox: Sandbox | undefined

  const run: StepContext['run'] = async (argv, runOptions = {}) => {
    const { outputs, exitCode, cpuSeconds: used } = await runHost(argv, runOptions, log, signal)
    cpuSeconds += used
    if (exitCode === 0) return { ...outputs, exitCode } satisfies RunResult
    const tail = (outputs.stderr || outputs.stdout).trim().split('\n').slice(-4).join('\n')
    throw new ProgramError(`${argv[0]} failed with status ${exitCode}${tail === '' ? '' : `: ${tail}`}`, exitCode, {
      where: shellQuoteAll(argv),
    })
  }

  const runSandboxed: StepContext['runSandboxed'] = async (asked) => {
    sandbox = asked
    const wanted = options.ccache ? withCcache(asked, options.cache, step, options.needKeys) : asked
    const jobs = { MAKEFLAGS: jobserver.makeFlags, JOBS: String(jobserver.jobs) }
    const contained = options.sandboxKind === 'bubblewrap' ? wanted : withoutSandbox(wanted)
    const end = await runSupervised({
      ...(options.sandboxKind === 'bubblewrap' ? { prefix: prefixFor(wanted, options.etc) } : { cwd: contained.cwd }),
      argv: contained.argv,
      containment: options.sandboxKind === 'bubblewrap' ? 'namespace' : 'group',
      env: { ...contained.env, ...jobs },
      jobserver: jobserver.childFd,
      mergeOutput: true,
      signal,
      onOutput: (chunk) => log.write(chunk),
    })
    cpuSeconds += end.cpuSeconds
    if (end.exitCode !== 0)
      throw new ProgramError(`${shellQuoteAll(asked.argv)} failed with status ${end.exitCode}`, end.exitCode)
  }

  const context: StepContext = {
    ...{ step, key: options.key, seeded: options.seeded, jobs: jobserver.jobs, signal, run, runSandboxed },
    output: join(options.staged, 'output'),
    scratch: join(options.staged, 'scratch'),
    dependency: options.dependency,
    log: (text) => log.line(text),
    progress: options.onProgress,
  }
  return { context, cpuSeconds: () => cpuSeconds, lastSandbox: () => sandbox }
}

/** bubblewrap and its arguments for a step's sandbox, with the user files of `etc`. */
export function prefixFor(sandbox: Sandbox, etc: string): string[] {
  const users = Object.keys(SANDBOX_ETC).map((to): Bind => ({ from: join(etc, to), to, writable: false }))
  return bubblewrapPrefix(findTool('bwrap') ?? 'bwrap', [...users, ...sandbox.binds], sandbox.cwd)
}

/** The environment of programs on the host: the same on every machine but for PATH. */
function hostEnvironment(): Record<string, string> {
  const path = [process.env.PATH ?? '/usr/bin:/bin', '/usr/sbin', '/sbin'].join(':')
  return { PATH: path, LC_ALL: 'C', TZ: 'UTC', HOME: '/nonexistent', SOURCE_DATE_EPOCH: String(SOURCE_DATE_EPOCH) }
}

async function runHost(
  argv: readonly [string, ...string[]],
  options: NonNullable<Parameters<StepContext['run']>[1]>,
  log: StepLog,
  signal: AbortSignal,
): Promise<{ outputs: { stdout: string; stderr: string }; exitCode: number; cpuSeconds: number }> {
  const program = argv[0].includes('/') ? argv[0] : findTool(argv[0])
  if (program === undefined)
    throw new StepError('missing-tool', `The program ${argv[0]} is not installed`, {
      hint: toolPackageHint(argv[0]),
      exitStatus: 3,
    })
  const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] }
  log.line(`+ ${shellQuoteAll(argv)}`)
  const end = await runSupervised({
    argv: [program, ...argv.slice(1)],
    containment: 'group',
    env: { ...hostEnvironment(), ...options.env },
    signal,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.input === undefined ? {} : { input: options.input }),
    onOutput: (chunk, stream) => {
      chunks[stream].push(chunk)
      log.write(chunk)
    },
  })
  const text = (stream: 'stdout' | 'stderr') => Buffer.concat(chunks[stream]).toString('utf8').replace(/\n$/, '')
  return {
    outputs: { stdout: text('stdout'), stderr: text('stderr') },
    exitCode: end.exitCode,
    cpuSeconds: end.cpuSeconds,
  }
}
