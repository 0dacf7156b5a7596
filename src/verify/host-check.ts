/** Checks from outside: scripts on the host, in the run's network namespace, that use the machine as the world would. */
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { type Child, spawnBound } from '../machine/spawn.ts'
import { CancelledError } from '../system/error.ts'
import { temporaryFolder } from '../system/files.ts'
import { type Check, checkVariables, readCheck, secondsOf } from './check-list.ts'
import { serveGuestProgram } from './guest-program.ts'
import type { GuestShell } from './guest-shell.ts'
import type { Namespace, ProgramRun } from './namespace.ts'
import { resultOf } from './result.ts'
import type { CheckResult } from './types.ts'

export interface HostCheckPlan {
  environment: Record<string, string>
  checkSeconds: number
  /** Folder for what scripts put down. */
  scratch: string
  signal?: AbortSignal
}

/** Status of `timeout --signal=KILL`: it ends by its own signal with the program. */
const KILLED = 137
const OUTPUT_LIMIT = 4000

/** Runs one script to its end or for its time. Everything that it started ends with it. */
export async function runHostCheck(
  check: Check,
  shell: () => Promise<GuestShell>,
  plan: HostCheckPlan,
  { namespace, runtimeDir }: { namespace?: Namespace | undefined; runtimeDir: string },
): Promise<Pick<CheckResult, 'status' | 'reason'>> {
  const seconds = secondsOf(await readCheck(check)) ?? plan.checkSeconds
  await using folder = await temporaryFolder('host-', plan.scratch)
  await using guest = await serveGuestProgram(shell, { runtimeDir, folder: plan.scratch, seconds })
  const program: ProgramRun = {
    argv: ['timeout', '--signal=KILL', String(seconds), 'sh', check.file],
    env: {
      ...plan.environment,
      ...checkVariables(check),
      PATH: `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
      HOME: folder.path,
      TMPDIR: folder.path,
      LANG: 'C.UTF-8',
      CHECK_FOLDER: folder.path,
      CHECK_GUEST: guest.program,
    },
    cwd: folder.path,
    output: join(plan.scratch, 'host-output'),
  }
  const status = namespace ? await namespace.run(program, plan.signal) : await runHere(program, plan.signal)
  if (plan.signal?.aborted) throw new CancelledError()
  return resultOf({ exitCode: status === KILLED ? undefined : status, output: await endOf(program.output) })
}

/** The same without a namespace: as a child that cannot outlive this process, ended with all its own. */
async function runHere({ argv, env, cwd, output }: ProgramRun, signal?: AbortSignal): Promise<number | undefined> {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`)
  const child: Child = spawnBound([
    ...(['sh', '-c', 'exec >"$0" 2>&1; cd "$1"; shift; exec "$@"', output, cwd] as const),
    ...['env', '-i', ...variables, ...argv],
  ])
  const stop = (): void => {
    try {
      process.kill(-child.pid, 'SIGKILL')
    } catch {
      // Nothing of it is left.
    }
  }
  signal?.addEventListener('abort', stop, { once: true })
  const status = await child.ended
  signal?.removeEventListener('abort', stop)
  stop()
  return status
}

async function endOf(file: string): Promise<string> {
  await using handle = await open(file, 'r')
  const { size } = await handle.stat()
  const { buffer, bytesRead } = await handle.read(
    Buffer.alloc(OUTPUT_LIMIT),
    0,
    OUTPUT_LIMIT,
    Math.max(0, size - OUTPUT_LIMIT),
  )
  return buffer.toString('utf8', 0, bytesRead)
}
