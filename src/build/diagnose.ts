/** From a failed step and its log to a Diagnosis: the first real error and what to do about it. */
import { type FileHandle, open } from 'node:fs/promises'
import { messageOf, SmartError } from '../system/error.ts'
import { errorCode } from '../system/files.ts'
import { HOST_TOOLS, toolPackageHint } from '../system/tools.ts'
import { configLogExcerpt } from './config-log.ts'
import { type Diagnosis, ProgramError, StepError } from './diagnosis.ts'
import {
  DISK_FULL,
  type ErrorLine,
  HOST_HEADERS,
  KERNEL_SYMBOL,
  KILLED,
  PATCH_FAILED,
  readErrorLine,
} from './diagnosis-patterns.ts'
import { findFile } from './find-file.ts'
import type { Step } from './types.ts'

export interface DroppedSymbol {
  symbol: string
  requested: string
  got: string
}

/** Says in whole sentences, one a symbol, why the Kconfig `tree` does not allow what was requested under the final `.config` at `config`. */
export type ExplainDropped = (request: { tree: string; config: string; dropped: DroppedSymbol[] }) => Promise<string[]>

export interface FailedStep {
  step: Pick<Step, 'id' | 'title' | 'component'>
  error: unknown
  /** Absolute path of the whole log. */
  log: string
  /** The step's scratch folder, where config.log may be. */
  scratch: string
  /** The source tree it was built from. */
  source?: string
  explainDropped?: ExplainDropped | undefined
}

/** Bytes of the log's end that are looked at: a parallel make stops soon after its first error. */
const LOG_BYTES = 4 << 20
const BEFORE = 6
const AFTER = 8

/** Diagnoses a failure. Does not throw: a log or tree that cannot be read makes the diagnosis poorer, not absent. */
export async function diagnoseFailure(failed: FailedStep): Promise<Diagnosis> {
  const lines = (await readEnd(failed.log).catch(() => '')).split('\n').map(plain)
  const name = failed.step.component ?? failed.step.id.replace(/^[^:]*:/, '')
  const base = { step: failed.step.id, log: failed.log }
  const at = (index: number) => ({
    ...base,
    ...(index < 0 ? {} : { error: lines[index] ?? '' }),
    excerpt: excerpt(lines, index),
  })

  const full = lines.findIndex((line) => DISK_FULL.test(line))
  if (full >= 0 || isDiskFull(failed.error))
    return {
      ...at(full),
      kind: 'disk-full',
      title: `The disk is full: ${name} could not be finished`,
      hint: 'Free some space (smart-os clean removes what no profile needs), then run the same command again; what was finished is kept',
    }
  const killed = lines.findIndex((line) => KILLED.test(line))
  if (killed >= 0 || (failed.error instanceof ProgramError && failed.error.exitCode === 137))
    return {
      ...at(killed),
      kind: 'out-of-memory',
      title: `A program was killed while ${name} was built`,
      cause: 'The machine most likely ran out of memory',
      hint: 'Build with fewer jobs (--jobs 1), close other programs, or add memory or swap',
    }
  if (failed.error instanceof SmartError && !(failed.error instanceof ProgramError))
    return diagnoseVerdict(failed, failed.error, base)
  const dropped = lines.flatMap((line, index) => {
    const [, symbol, requested, got] = KERNEL_SYMBOL.exec(line) ?? []
    return symbol && requested && got ? [{ index, symbol, requested, got }] : []
  })
  if (dropped[0]) return { ...at(dropped[0].index), ...(await diagnoseKernelSymbols(dropped, failed)) }
  const patch = lines.findIndex((line) => PATCH_FAILED.test(line))
  if (patch >= 0) return { ...at(patch), ...diagnosePatch(lines, patch, name) }
  return diagnoseErrorLine(lines, failed, name, at)
}

/** The step itself knew what was wrong. */
function diagnoseVerdict(failed: FailedStep, error: SmartError, base: Pick<Diagnosis, 'step' | 'log'>): Diagnosis {
  const [title = '', ...excerpt] = error.message.split('\n')
  return {
    ...base,
    kind: error instanceof StepError ? error.kind : 'unknown',
    title,
    excerpt,
    hint: error.hint ?? lookHint(failed),
  }
}

async function diagnoseErrorLine(
  lines: readonly string[],
  failed: FailedStep,
  name: string,
  at: (index: number) => Pick<Diagnosis, 'step' | 'log' | 'error' | 'excerpt'>,
): Promise<Diagnosis> {
  const found = lines.flatMap((line, index) => {
    const read = readErrorLine(line)
    return read ? [{ ...read, index }] : []
  })
  // A vague line (`error: …`) counts only where no compiler, linker or configure has said something.
  const first = found.find((read) => read.kind !== 'unknown') ?? found[0]
  if (!first) {
    const last = lines.findLastIndex((line) => line.trim() !== '' && !line.startsWith('smart-os: '))
    const title = `${name} could not be built: ${messageOf(failed.error)}`
    return { ...at(last), kind: 'unknown', title, hint: lookHint(failed) }
  }
  const shared = { ...at(first.index), kind: first.kind }
  if (first.kind === 'missing-tool')
    return {
      ...shared,
      title: `Building ${name} needs a program that this host lacks: ${first.missing}`,
      hint: toolPackageHint(first.missing ?? ''),
    }
  if (first.missingIs) return { ...shared, ...diagnoseMissing(first, failed, name) }
  const title = `${{ compile: 'Compiling', link: 'Linking', configure: 'Configuring' }[first.kind as string] ?? 'Building'} ${name} failed: ${first.what}`
  const configLog = first.kind === 'configure' ? await configLogExcerpt(failed.scratch) : undefined
  return {
    ...shared,
    title,
    ...(first.cause ? { cause: first.cause } : {}),
    hint: lookHint(failed),
    ...(configLog ? { configLog } : {}),
  }
}

/** A header or library is missing: of the host, if it is known to serve host programs, or else of the system being built. */
function diagnoseMissing(
  line: ErrorLine,
  failed: FailedStep,
  name: string,
): Pick<Diagnosis, 'title' | 'kind' | 'cause' | 'hint'> {
  const missing = line.missing ?? ''
  const hostTool = HOST_TOOLS.find((tool) => tool.tool.endsWith(`/include/${missing}`))
  const hostPackage = hostTool?.package ?? HOST_HEADERS[missing]
  if (line.missingIs === 'header' && hostPackage)
    return {
      kind: 'missing-tool',
      title: `Building ${name} needs a header that this host lacks: ${missing}`,
      hint: `Install it: apt-get install ${hostPackage} (or run smart-os doctor --fix)`,
    }
  return {
    kind: line.kind,
    title: `${line.missingIs === 'library' ? 'Linking' : 'Compiling'} ${name} failed: ${line.what}`,
    cause: 'No component that it is built against installs it',
    hint: `Add the component that has it to buildRequires of ${failed.step.component ?? name}, or switch the feature off; smart-os shell ${failed.step.component ?? name} opens the sandbox for a look`,
  }
}

async function diagnoseKernelSymbols(
  dropped: DroppedSymbol[],
  failed: FailedStep,
): Promise<Pick<Diagnosis, 'kind' | 'title' | 'cause' | 'hint'>> {
  const config = await findFile(failed.scratch, '.config', 3)
  const wanted = dropped.map(({ symbol, requested, got }) => ({ symbol, requested, got }))
  const request =
    failed.explainDropped && failed.source && config ? { tree: failed.source, config, dropped: wanted } : undefined
  const reasons = request ? await failed.explainDropped?.(request).catch(() => []) : []
  const list = wanted.map(({ symbol, requested, got }) => `${symbol}=${requested} (it got ${got})`).join(', ')
  return {
    kind: 'kernel-symbol',
    title: `The kernel's configuration does not allow ${list}`,
    ...(reasons && reasons.length > 0 ? { cause: reasons.join(' ') } : {}),
    hint: 'Request what it depends on under kernel.config in the profile (or under kernel: in the driver), or drop the request',
  }
}

function diagnosePatch(
  lines: readonly string[],
  index: number,
  name: string,
): Pick<Diagnosis, 'kind' | 'title' | 'cause' | 'hint'> {
  const before = lines.slice(0, index + 1)
  const file = before.findLast((line) => /^(?:patching|checking) file /.test(line))?.replace(/^\w+ file /, '')
  const patch = before.findLast((line) => line.startsWith('smart-os: applying '))?.replace('smart-os: applying ', '')
  return {
    kind: 'patch',
    title: `${patch ?? 'A patch'} does not fit the source of ${name}${file ? `: ${file}` : ''}`,
    cause: 'The source has changed since the patch was made',
    hint: 'Make the patch anew against this version of the source, or hold the source to the version that it was made for',
  }
}

function lookHint(failed: FailedStep): string {
  const { component } = failed.step
  return component === undefined
    ? 'The whole log says more'
    : `The whole log says more; smart-os shell ${component} opens the sandbox as it was`
}

function isDiskFull(error: unknown): boolean {
  for (let inner: unknown = error; inner instanceof Error; inner = inner.cause)
    if (errorCode(inner) === 'ENOSPC' || errorCode(inner) === 'EDQUOT') return true
  return false
}

function excerpt(lines: readonly string[], index: number): string[] {
  const middle = index < 0 ? lines.length - 1 : index
  return lines
    .slice(Math.max(0, middle - BEFORE), middle + AFTER + 1)
    .map((line) => line.slice(0, 400))
    .filter((line, at, all) => line !== '' || at < all.length - 1)
}

/** Without terminal escapes and with the text that a carriage return leaves to be seen. */
function plain(line: string): string {
  return line
    .replaceAll(/\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07/g, '')
    .replace(/\r$/, '')
    .replace(/^[\s\S]*\r/, '')
}

async function readEnd(path: string): Promise<string> {
  const handle: FileHandle = await open(path)
  try {
    const { size } = await handle.stat()
    const buffer = Buffer.alloc(Math.min(size, LOG_BYTES))
    await handle.read(buffer, 0, buffer.length, size - buffer.length)
    return buffer.toString('utf8')
  } finally {
    await handle.close()
  }
}
