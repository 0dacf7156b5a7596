/**
 * Programs that never outlive the engine. Each runs below a tiny shell that starts it only after the engine has said so on a
 * socket, and that reports the CPU time of everything below it on the same socket at the end. Where there is no process
 * namespace to do it, a watcher kills the whole process group when the engine's end of the socket goes away.
 */
import { spawn } from 'node:child_process'
import type { Duplex } from 'node:stream'
import { CancelledError, SmartError } from '../system/error.ts'
import { toolPackageHint } from '../system/tools.ts'
import { JOBSERVER_FDS } from './jobserver.ts'

const CONTROL_FD = 3
const GRACE_MS = 2000

export interface SupervisedOptions {
  /** The program; with `prefix`, as seen inside what the prefix makes. */
  argv: readonly string[]
  /** Goes before the supervising shell: bubblewrap and its arguments. */
  prefix?: readonly string[]
  /** `namespace`: the prefix ends everything below it when killed. `group`: a process group of its own, and a watcher. */
  containment: 'namespace' | 'group'
  /** The whole environment. */
  env: Record<string, string>
  cwd?: string
  input?: string | Uint8Array
  /** Descriptor of the jobserver's pipe. */
  jobserver?: number
  /** stderr into stdout, in the order of writing. */
  mergeOutput?: boolean
  signal?: AbortSignal
  onOutput: (chunk: Buffer, stream: 'stdout' | 'stderr') => void
}

export interface SupervisedEnd {
  /** Status as a shell has it: 128 + n for signal n. */
  exitCode: number
  /** User and system time of all that was below; 0 when it was killed. */
  cpuSeconds: number
}

/** dash and every other POSIX shell; `$1` is the containment, `$2` whether to merge. */
const SUPERVISOR = `
containment=$1 merge=$2; shift 2
[ "$merge" = 0 ] || exec 2>&1
umask 022
read -r go <&${CONTROL_FD} || exit 125
if [ "$containment" = group ]; then (read -r never; kill -9 -$$) <&${CONTROL_FD} >/dev/null 2>&1 & watcher=$!; fi
"$@" ${CONTROL_FD}>&-
status=$?
times >&${CONTROL_FD}
[ "$containment" = namespace ] || kill -9 "$watcher"
exit $status
`

/** Runs a program to its end. Throws CancelledError after a cancelled one has gone, with all that it had started. */
export function runSupervised(options: SupervisedOptions): Promise<SupervisedEnd> {
  if (options.signal?.aborted) return Promise.reject(new CancelledError())
  const supervisor = [
    '/bin/sh',
    '-c',
    SUPERVISOR,
    'sh',
    options.containment,
    options.mergeOutput ? '1' : '0',
    ...options.argv,
  ]
  const [command = '', ...args] = [...(options.prefix ?? []), ...supervisor]
  const stdio: ('ignore' | 'pipe' | number)[] = [
    options.input === undefined ? 'ignore' : 'pipe',
    'pipe',
    'pipe',
    'pipe',
  ]
  if (options.jobserver !== undefined) {
    while (stdio.length < JOBSERVER_FDS[0]) stdio.push('ignore')
    stdio.push(options.jobserver, options.jobserver)
  }
  // A session of its own: Ctrl-C on the terminal goes to the engine alone, which then ends its steps in order.
  const child = spawn(command, args, {
    env: options.env,
    stdio,
    detached: true,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  })
  const control = child.stdio[CONTROL_FD] as Duplex
  let report = ''
  control.on('data', (chunk: Buffer) => {
    report += chunk.toString()
  })
  control.on('error', () => undefined)
  control.write('go\n')
  child.stdout?.on('data', (chunk: Buffer) => options.onOutput(chunk, 'stdout'))
  child.stderr?.on('data', (chunk: Buffer) => options.onOutput(chunk, 'stderr'))
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(options.input)
  return new Promise((resolve, reject) => {
    const kill = (signal: NodeJS.Signals) => signalTree(child.pid, options.containment, signal)
    let timer: NodeJS.Timeout | undefined
    const onAbort = () => {
      kill(options.containment === 'namespace' ? 'SIGKILL' : 'SIGTERM')
      timer = setTimeout(() => kill('SIGKILL'), GRACE_MS)
    }
    options.signal?.addEventListener('abort', onAbort, { once: true })
    const settle = () => {
      clearTimeout(timer)
      options.signal?.removeEventListener('abort', onAbort)
      control.destroy()
    }
    child.once('error', (error) => {
      settle()
      reject(startFailure(command, error))
    })
    // What a program leaves running must not hold the step up; a namespace has ended it already.
    child.once('exit', () => options.containment === 'group' && kill('SIGKILL'))
    child.once('close', (code, signal) => {
      settle()
      if (options.signal?.aborted) reject(new CancelledError())
      else resolve({ exitCode: code ?? 128 + signalNumber(signal), cpuSeconds: childSeconds(report) })
    })
  })
}

function signalTree(
  pid: number | undefined,
  containment: SupervisedOptions['containment'],
  signal: NodeJS.Signals,
): void {
  if (pid === undefined) return
  try {
    process.kill(containment === 'group' ? -pid : pid, signal)
  } catch {
    // It has ended by itself.
  }
}

function startFailure(command: string, error: NodeJS.ErrnoException): SmartError {
  return new SmartError(
    error.code === 'ENOENT'
      ? `The program ${command} is not installed`
      : `${command} could not be started: ${error.message}`,
    {
      hint: toolPackageHint(command.split('/').pop() ?? command),
      exitStatus: 3,
      cause: error,
    },
  )
}

function signalNumber(signal: NodeJS.Signals | null): number {
  return signal === 'SIGKILL' ? 9 : signal === 'SIGTERM' ? 15 : signal === 'SIGINT' ? 2 : 0
}

/** The second line of POSIX `times`: user and system time of the shell's children, as `12m3.45s`. */
function childSeconds(report: string): number {
  const times = [...(report.split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)]
  return times.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0)
}
