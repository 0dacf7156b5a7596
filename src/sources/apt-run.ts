/** Running apt programs with the private configuration, in the C locale, and bringing one file that apt's index names. */
import { rm } from 'node:fs/promises'
import { throwIfCancelled } from '../system/error.ts'
import { type RunResult, run } from '../system/exec.ts'
import { findTool } from '../system/tools.ts'
import type { AptConfig } from './apt-config.ts'
import { aptFailure } from './apt-failure.ts'
import { SourceError } from './failure.ts'
import { progressReporter } from './progress.ts'
import { bytesOf } from './space.ts'
import type { FetchContext, ResolvedSource } from './types.ts'

export const APT_HELPER = '/usr/lib/apt/apt-helper'

/** Milliseconds for a question to the index, which needs no network. */
const QUERY_MS = 120_000
/**
 * Milliseconds in which a transfer has to grow. apt gives a server 30 s three times over; it has also been seen to wait for
 * ever on a helper process of its own that had died.
 */
const STALL_MS = 120_000

type AptProgram = 'apt-get' | 'apt-cache' | typeof APT_HELPER

/** Runs an apt program to its end, whatever its exit status is. With `growing`, a file, a folder or several, it may take long while that grows. */
export async function runApt(
  config: AptConfig,
  program: AptProgram,
  args: readonly string[],
  context: Pick<FetchContext, 'signal'>,
  growing?: string | readonly string[],
): Promise<RunResult> {
  const argv = [program, '-q', '-c', config.config, ...args] as const
  // Without it apt would go on downloading after a kill -9 of this process.
  const dyingWithUs = findTool('setpriv') === undefined ? argv : (['setpriv', '--pdeathsig', 'KILL', ...argv] as const)
  const env = { LC_ALL: 'C', LANGUAGE: '' }
  const options = { env, extendEnv: true, allowFailure: true }
  const signals = context.signal ? [context.signal] : []
  if (growing === undefined)
    return run(dyingWithUs, { ...options, timeout: QUERY_MS, signal: AbortSignal.any(signals) })
  using stall = stallWatch(typeof growing === 'string' ? [growing] : growing)
  try {
    return await run(dyingWithUs, { ...options, signal: AbortSignal.any([...signals, stall.signal]) })
  } catch (error) {
    throwIfCancelled(context.signal)
    if (!stall.signal.aborted) throw error
    throw new SourceError('network', `The distribution's mirror sent nothing for ${STALL_MS / 1000} s`)
  }
}

/** A signal that fires when files or folders have not changed their size for too long. */
function stallWatch(paths: readonly string[]): Disposable & { signal: AbortSignal } {
  const stalled = new AbortController()
  let [size, since] = [-1, Date.now()]
  const timer = setInterval(async () => {
    const sizes = await Promise.all(paths.map(bytesOf))
    const now = sizes.reduce((sum, bytes) => sum + bytes, 0)
    if (now !== size) [size, since] = [now, Date.now()]
    else if (Date.now() - since > STALL_MS) stalled.abort()
  }, 1000)
  return { signal: stalled.signal, [Symbol.dispose]: () => clearInterval(timer) }
}

/** A line of `--print-uris`: 'URI' file size ALGORITHM:hash. */
export function parsePrintUris(text: string): { uri: string; file: string; size?: number; sha256?: string }[] {
  return text.split('\n').flatMap((line) => {
    const [, uri, file, size, hash] = /^'([^']+)'\s+(\S+)\s+(\d+)(?:\s+(\S+))?/.exec(line) ?? []
    if (uri === undefined || file === undefined) return []
    const sha256 = hash?.startsWith('SHA256:') ? hash.slice(7) : undefined
    return [{ uri, file, size: Number(size), ...(sha256 === undefined ? {} : { sha256 }) }]
  })
}

/**
 * Downloads a file of the index to `partial` with apt's own transport (its proxies, its mirror lists, its checking, its
 * resuming). `printUris` is the apt-get command that names the file's address.
 */
export async function downloadWithApt(
  config: AptConfig,
  printUris: readonly string[],
  source: ResolvedSource,
  partial: string,
  context: FetchContext,
): Promise<void> {
  const what = `${source.file} (${source.version})`
  const listed = await runApt(config, 'apt-get', printUris, context)
  if (listed.exitCode !== 0) throw aptFailure(listed.stderr, what, config.folder)
  const found = parsePrintUris(listed.stdout).find((line) => line.file === source.file)
  if (!found) throw new SourceError('gone', `${what} is no longer offered by the distribution`)
  if (found.sha256 !== undefined && found.sha256 !== source.sha256)
    throw new SourceError('gone', `${what} is offered with other contents now`)
  context.onLog?.(`downloading ${found.uri}`)
  const report = progressReporter(context, () => source.size)
  const timer = setInterval(() => void bytesOf(partial).then(report), 250)
  try {
    const args = ['download-file', found.uri, partial, `SHA256:${source.sha256}`]
    const result = await runApt(config, APT_HELPER, args, context, partial)
    if (result.exitCode !== 0) throw aptFailure(`${result.stdout}\n${result.stderr}`, what, partial)
    report(await bytesOf(partial))
  } finally {
    clearInterval(timer)
    // What apt found to be wrong it keeps under this name; nobody reads it.
    await rm(`${partial}.FAILED`, { force: true })
  }
}
