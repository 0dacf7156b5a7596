/** Starts QEMU so that it cannot outlive the engine: the kernel kills it when its parent dies, however that happens. */
import { execa } from 'execa'
import { SmartError } from '../system/error.ts'
import { findTool, toolPackageHint } from '../system/tools.ts'

/** Longest stderr kept, in characters. QEMU's reasons come first and last; a warning storm in between is of no use. */
const STDERR_LIMIT = 16_384

export interface Child {
  readonly pid: number
  /** All of stderr so far, bounded. */
  stderr(): string
  kill(): void
  /** Resolves when it has ended; undefined after a signal. Never rejects. */
  readonly ended: Promise<number | undefined>
}

/**
 * Runs argv with its standard input closed, in a session of its own (a terminal's Ctrl-C is not meant for the guest).
 * `setpriv --pdeathsig` is in util-linux, which every Debian has; the shell between closes the gap in which the parent
 * may die before the death signal is set. Throws SmartError (status 3) when the program is not installed.
 */
export function spawnBound(argv: readonly [string, ...string[]]): Child {
  const program = argv[0]
  if (!findTool(program))
    throw new SmartError(`${program} is not installed`, { hint: toolPackageHint(program), exitStatus: 3 })
  const guard = [
    '--pdeathsig',
    'KILL',
    '--',
    'sh',
    '-c',
    'test "$PPID" = "$0" && exec "$@"',
    String(process.pid),
    ...argv,
  ]
  const subprocess = execa('setpriv', guard, {
    reject: false,
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'pipe',
    buffer: false,
    detached: true,
    cleanup: false,
  })
  let said = ''
  subprocess.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8')
    if (said.length > STDERR_LIMIT) said = `${said.slice(0, STDERR_LIMIT / 2)}\n…\n${said.slice(-STDERR_LIMIT / 2)}`
  })
  return {
    pid: subprocess.pid ?? 0,
    stderr: () => said,
    kill: () => subprocess.kill('SIGKILL'),
    ended: subprocess.then((result) => result.exitCode),
  }
}
