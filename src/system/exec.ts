/** Running other programs: always an argv array, never a shell string; a failure keeps command, exit code and output. */
import { type ExecaError, execa } from 'execa'
import { CancelledError, SmartError } from './error.ts'
import { shellQuoteAll } from './shell-words.ts'
import { findTool, toolPackageHint } from './tools.ts'

export { shellQuote, shellQuoteAll } from './shell-words.ts'

export interface RunOptions {
  cwd?: string
  /** The whole environment unless `extendEnv` is set. */
  env?: Record<string, string>
  extendEnv?: boolean
  input?: string | Uint8Array
  signal?: AbortSignal
  /** Milliseconds. */
  timeout?: number
  /** Return normally whatever the exit status is. */
  allowFailure?: boolean
  /** Called with every line of stdout and stderr as it comes. */
  onLine?: (line: string) => void
}

export interface RunResult {
  stdout: string
  stderr: string
  /** Undefined when a signal ended the program. */
  exitCode: number | undefined
}

/** Runs a program to its end. Throws SmartError with its last lines when it fails, CancelledError when the signal fires. */
export async function run(argv: readonly [string, ...string[]], options: RunOptions = {}): Promise<RunResult> {
  const [command, ...args] = argv
  // An ordinary user's PATH lacks the sbin folders, where file system tools are.
  const program = findTool(command, options.env?.PATH) ?? command
  const subprocess = execa(program, args, {
    reject: false,
    stdin: options.input === undefined ? 'ignore' : 'pipe',
    extendEnv: options.extendEnv ?? options.env === undefined,
    forceKillAfterDelay: 2000,
    maxBuffer: 256 * 1024 * 1024,
    ...(options.input === undefined ? {} : { input: options.input }),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
    ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
  })
  const onLine = options.onLine
  if (onLine) for (const stream of [subprocess.stdout, subprocess.stderr]) watchLines(stream, onLine)
  const result = await subprocess
  if (result.isCanceled) throw new CancelledError(`${command} was cancelled`)
  const { stdout, stderr, exitCode } = result
  if (result.failed && (exitCode === undefined || !options.allowFailure)) throw runFailure(argv, result as ExecaError)
  return { stdout: String(stdout ?? ''), stderr: String(stderr ?? ''), exitCode }
}

function watchLines(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  let rest = ''
  stream?.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('utf8')).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line)
  })
  stream?.on('end', () => rest && onLine(rest))
}

function runFailure(argv: readonly string[], error: ExecaError): SmartError {
  const command = argv[0] ?? ''
  if (error.code === 'ENOENT')
    return new SmartError(`The program ${command} is not installed`, {
      hint: toolPackageHint(command),
      exitStatus: 3,
      cause: error,
    })
  const how = error.timedOut
    ? 'ran out of time'
    : error.signal
      ? `was ended by ${error.signal}`
      : `failed with status ${error.exitCode}`
  const tail = `${error.stderr || error.stdout || ''}`.trim().split('\n').slice(-4).join('\n')
  return new SmartError(`${command} ${how}${tail ? `: ${tail}` : ''}`, { where: shellQuoteAll(argv), cause: error })
}
