/**
 * The store: `<cache>/store/<key>/{output/, manifest, step.json}`, one immutable folder per key, renamed into place whole.
 * What is there is complete; what is not as recorded is corrupted, said so, and built again.
 */
import { mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CancelledError } from '../system/error.ts'
import { describeWriteError, errorCode, readTextIfPresent } from '../system/files.ts'
import { sha256File } from '../system/hash.ts'
import {
  findDifference,
  formatManifest,
  type ManifestEntry,
  manifestEntries,
  manifestHash,
  recordOutput,
} from './manifest.ts'
import { entryFolder, storeFolder } from './paths.ts'
import type { StepInputs, StepKind, StoreEntry } from './types.ts'

/** `step.json`: what an entry is and what it was made from. */
export interface StepRecord {
  schema: 1
  key: string
  id: string
  kind: StepKind
  title: string
  component?: string
  inputs: StepInputs
  /** Id → key of the steps it was made from. */
  needs: Record<string, string>
  /** Hash of the manifest file. */
  manifest: string
  bytes: number
  files: number
  /** Wall and CPU seconds that it took. */
  seconds: number
  cpuSeconds: number
}

export type Lookup =
  | { state: 'present'; entry: StoreEntry; record: StepRecord }
  | { state: 'missing' }
  /** `why` is a phrase: `usr/bin/ls has another size`. */
  | { state: 'corrupted'; why: string }

/** Finds an entry and checks it by listing, sizes and times. Throws CancelledError. */
export async function lookUp(cache: string, key: string, signal?: AbortSignal): Promise<Lookup> {
  const folder = entryFolder(cache, key)
  const text = await readTextIfPresent(join(folder, 'step.json'))
  if (text === undefined)
    return (await isThere(folder)) ? { state: 'corrupted', why: 'step.json is missing' } : { state: 'missing' }
  try {
    const record = JSON.parse(text) as StepRecord
    const manifest = join(folder, 'manifest')
    if (record.schema !== 1 || record.key !== key) return { state: 'corrupted', why: 'step.json is not of this entry' }
    if ((await sha256File(manifest, signal)) !== record.manifest)
      return { state: 'corrupted', why: 'its manifest was altered' }
    const entries = manifestEntries(await readFile(manifest, 'utf8'))
    const why = await findDifference(join(folder, 'output'), entries, signal)
    return why === undefined ? { state: 'present', entry: storeEntry(cache, key), record } : { state: 'corrupted', why }
  } catch (error) {
    if (signal?.aborted) throw new CancelledError()
    return {
      state: 'corrupted',
      why: error instanceof SyntaxError ? 'its records cannot be read' : String(errorCode(error) ?? error),
    }
  }
}

/** The entry of a key, whether it is there or not. */
export function storeEntry(cache: string, key: string): StoreEntry {
  return { key, path: join(entryFolder(cache, key), 'output') }
}

/** Lists what an entry holds, from its manifest. Throws when there is no such entry. */
export async function readEntryManifest(cache: string, key: string): Promise<ManifestEntry[]> {
  return [...manifestEntries(await readFile(join(entryFolder(cache, key), 'manifest'), 'utf8'))]
}

/** What an entry was made from; undefined when it is not there. */
export async function readEntryRecord(cache: string, key: string): Promise<StepRecord | undefined> {
  const text = await readTextIfPresent(join(entryFolder(cache, key), 'step.json'))
  return text === undefined ? undefined : (JSON.parse(text) as StepRecord)
}

/**
 * Turns `<staged>/output` into the entry: manifest and record are written beside it, then the whole folder is renamed. If another
 * build was faster, its entry stays. Throws SmartError when the disk is full.
 */
export async function commit(
  cache: string,
  staged: string,
  record: Omit<StepRecord, 'schema' | 'manifest' | 'bytes' | 'files'>,
): Promise<StepRecord> {
  const manifest = await recordOutput(join(staged, 'output'))
  const text = formatManifest(manifest)
  const files = manifest.entries.length
  const complete: StepRecord = { schema: 1, ...record, manifest: manifestHash(text), bytes: manifest.bytes, files }
  try {
    await writeFile(join(staged, 'manifest'), text)
    await writeFile(join(staged, 'step.json'), `${JSON.stringify(complete, undefined, 1)}\n`)
    await mkdir(storeFolder(cache), { recursive: true })
    await rename(staged, entryFolder(cache, record.key))
  } catch (error) {
    if (errorCode(error) !== 'ENOTEMPTY' && errorCode(error) !== 'EEXIST')
      throw describeWriteError(error, entryFolder(cache, record.key))
    await rm(staged, { recursive: true, force: true })
  }
  return complete
}

/** Takes an entry out of the store at once (by a rename into `aside`, a folder of the same cache), then deletes it. */
export async function discard(cache: string, key: string, aside: string): Promise<void> {
  const target = join(aside, `discarded-${key}`)
  await mkdir(aside, { recursive: true })
  await rename(entryFolder(cache, key), target).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error
  })
  await rm(target, { recursive: true, force: true })
}

/** Notes that an entry was used, so that clean-up takes the longest unused first. */
export async function touch(cache: string, key: string, now = new Date()): Promise<void> {
  await utimes(join(entryFolder(cache, key), 'step.json'), now, now).catch(() => undefined)
}

/** Keys of all entries, sorted. */
export async function listKeys(cache: string): Promise<string[]> {
  const names = await readdir(storeFolder(cache)).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  })
  return names.filter((name) => /^[0-9a-f]{64}$/.test(name)).sort()
}

async function isThere(folder: string): Promise<boolean> {
  return readdir(folder).then(
    () => true,
    () => false,
  )
}
