/** The cache's size, and keeping it bounded: outputs that no profile needs go, the longest unused first. */
import { lstat, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { SmartError } from '../system/error.ts'
import { readTextIfPresent } from '../system/files.ts'
import { entryFolder, logsFolder } from './paths.ts'
import { whileIdle } from './staging.ts'
import { listKeys, readEntryRecord } from './store.ts'

export interface CacheSize {
  bytes: number
  /** Bytes by top-level folder of the cache: store, sources, scratch, failed, logs, ccache, … */
  parts: Record<string, number>
}

export interface GarbageOptions {
  /** Entries that stay whatever happens. */
  keepKeys: ReadonlySet<string>
  /** Entries that nobody needs may stay while the whole cache is not bigger than this. Default: none may. */
  maxBytes?: number | undefined
  /** Only say what would go. */
  dryRun?: boolean | undefined
}

export interface GarbageReport {
  /** Bytes freed. */
  bytes: number
  /** Keys removed, in the order of removal. */
  keys: string[]
}

/** Logs that stay, the newest. */
const KEPT_LOGS = 100

/** Bytes in the cache. Store entries count as recorded; everything else is looked at. */
export async function cacheSize(cache: string): Promise<CacheSize> {
  const parts: Record<string, number> = {}
  const names = await readdir(cache).catch(() => [])
  for (const name of names.sort())
    parts[name] = name === 'store' ? await storeBytes(cache) : await bytesBelow(join(cache, name))
  return { bytes: Object.values(parts).reduce((sum, bytes) => sum + bytes, 0), parts }
}

/**
 * Removes entries that are not to be kept, kept trees of such entries, what failed steps left, and old logs. Throws SmartError
 * while a build works in this cache.
 */
export async function collectGarbage(cache: string, options: GarbageOptions): Promise<GarbageReport> {
  if (options.dryRun) return remove(cache, options)
  const report = await whileIdle(cache, () => remove(cache, options))
  if (report) return report
  throw new SmartError('A build is running in this cache', { where: cache, hint: 'Clean up when it has ended' })
}

async function remove(
  cache: string,
  { keepKeys, maxBytes = 0, dryRun = false }: GarbageOptions,
): Promise<GarbageReport> {
  let { bytes: size } = await cacheSize(cache)
  const report: GarbageReport = { bytes: 0, keys: [] }
  const drop = async (path: string, bytes: number) => {
    if (!dryRun) await rm(path, { recursive: true, force: true })
    report.bytes += bytes
    size -= bytes
  }
  for (const folder of await removableTrees(cache, keepKeys)) await drop(folder, await bytesBelow(folder))
  for (const log of (await readdir(logsFolder(cache)).catch(() => [])).sort().slice(0, -KEPT_LOGS))
    await drop(join(logsFolder(cache), log), await bytesBelow(join(logsFolder(cache), log)))
  for (const entry of await unneededEntries(cache, keepKeys)) {
    if (size <= maxBytes) break
    await drop(entryFolder(cache, entry.key), entry.bytes)
    report.keys.push(entry.key)
  }
  return report
}

/** Entries not to be kept, the longest unused first. */
async function unneededEntries(
  cache: string,
  keepKeys: ReadonlySet<string>,
): Promise<{ key: string; bytes: number; used: number }[]> {
  const keys = (await listKeys(cache)).filter((key) => !keepKeys.has(key))
  const entries = keys.map(async (key) => {
    const used = await stat(join(entryFolder(cache, key), 'step.json')).then(
      (status) => status.mtimeMs,
      () => 0,
    )
    return { key, bytes: await entryBytes(cache, key), used }
  })
  return (await Promise.all(entries)).sort((a, b) => a.used - b.used)
}

/** What failed steps left, and incremental trees of outputs that nobody needs. */
async function removableTrees(cache: string, keepKeys: ReadonlySet<string>): Promise<string[]> {
  const list = async (part: string) =>
    (await readdir(join(cache, part)).catch(() => [])).sort().map((name) => join(cache, part, name))
  const scratch = await Promise.all(
    (await list('scratch')).map(async (folder) => {
      const state = JSON.parse((await readTextIfPresent(join(folder, 'state.json'))) ?? '{}') as { key?: string }
      return state.key !== undefined && keepKeys.has(state.key) ? [] : [folder]
    }),
  )
  return [...(await list('failed')), ...scratch.flat()]
}

async function storeBytes(cache: string): Promise<number> {
  const bytes = await Promise.all((await listKeys(cache)).map((key) => entryBytes(cache, key)))
  return bytes.reduce((sum, entry) => sum + entry, 0)
}

/** As recorded; a damaged entry is looked at. */
async function entryBytes(cache: string, key: string): Promise<number> {
  const record = await readEntryRecord(cache, key).catch(() => undefined)
  return record?.bytes ?? (await bytesBelow(entryFolder(cache, key)))
}

async function bytesBelow(path: string): Promise<number> {
  const status = await lstat(path).catch(() => undefined)
  if (!status?.isDirectory()) return status?.size ?? 0
  let sum = 0
  for (const name of await readdir(path).catch(() => [])) sum += await bytesBelow(join(path, name))
  return sum
}
