/**
 * Copies of built files, with a note of what was copied: `*.origin.json` holds size, time and hash, so that one look tells
 * later whether a machine or a person wrote on the copy.
 */
import { randomBytes } from 'node:crypto'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { describeWriteError, errorCode, readTextIfPresent, writeFileAtomic } from '../system/files.ts'
import { canonicalJson, sha256File } from '../system/hash.ts'
import { type RunTool, toolEnvironment } from './run-tool.ts'

export interface Origin {
  schema: 1
  bytes: number
  sha256: string
  mtimeMs: number
}

export interface CopyOptions {
  run: RunTool
  /** Where the note is kept. */
  note: string
  signal?: AbortSignal | undefined
}

/** Copies with holes kept, whole or not at all, and writes the note. `sha256` spares reading the file where it is known. */
export async function copyNoted(
  from: string,
  target: string,
  options: CopyOptions & { sha256?: string },
): Promise<Origin> {
  const temporary = `${target}.${randomBytes(6).toString('hex')}.tmp`
  try {
    await mkdir(dirname(target), { recursive: true })
    const copy = ['--sparse=always', '--reflink=auto', '--no-preserve=all', '--', from, temporary]
    await options.run(['cp', ...copy], { env: toolEnvironment() })
    const hash = options.sha256 ?? (await sha256File(temporary, options.signal))
    await rename(temporary, target)
    return await writeNote(target, hash, options.note)
  } catch (error) {
    throw describeWriteError(error, target)
  } finally {
    await rm(temporary, { force: true })
  }
}

/** Notes that a file has this hash now. */
export async function writeNote(target: string, sha256: string, note: string): Promise<Origin> {
  const { size, mtimeMs } = await stat(target)
  const origin: Origin = { schema: 1, bytes: size, sha256, mtimeMs }
  await writeFileAtomic(note, `${canonicalJson(origin)}\n`)
  return origin
}

/** What was copied there, if it certainly still is that; undefined when something wrote on it or nothing is known. */
export async function untouchedOrigin(target: string, options: Omit<CopyOptions, 'run'>): Promise<Origin | undefined> {
  const origin = parseOrigin(await readTextIfPresent(options.note))
  if (!origin) return undefined
  const { size, mtimeMs } = await stat(target)
  if (size !== origin.bytes) return undefined
  if (mtimeMs === origin.mtimeMs) return origin
  return (await sha256File(target, options.signal)) === origin.sha256 ? origin : undefined
}

/** Renames a file that is not to be lost to `<name>.old-<hash>` and returns where it is now. */
export async function setAside(target: string, signal?: AbortSignal): Promise<string> {
  const hash = await sha256File(target, signal)
  const aside = join(dirname(target), `${basename(target)}.old-${hash.slice(0, 8)}`)
  await rename(target, aside)
  return aside
}

/** Size of a file in bytes; undefined where there is none. */
export async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

function parseOrigin(text: string | undefined): Origin | undefined {
  try {
    const value: Partial<Origin> | null = JSON.parse(text ?? 'null')
    return value?.schema === 1 ? (value as Origin) : undefined
  } catch {
    return undefined
  }
}
