/** What the source cache holds, and taking away what nobody needs. */
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { blobHashes, blobPath, readBlobRecord, removeBlob } from './blobs.ts'
import { isOwnerAlive } from './partial.ts'
import { bytesOf } from './space.ts'
import { readTarballRecord } from './tarball.ts'

export interface CachedSource {
  sha256: string
  /** Empty where the record beside the file is lost. */
  name: string
  version: string
  file: string
  from: string
  path: string
  /** Bytes on disk, with the tarball taken out of it where there is one. */
  bytes: number
}

export interface CacheListing {
  /** Sorted by name, then version. */
  sources: CachedSource[]
  /** Bytes of unfinished downloads. */
  partialBytes: number
  /** Bytes of the distribution's index. */
  indexBytes: number
}

/** A folder left by an unpacking that was killed; a running one is younger. */
const ABANDONED_MS = 3600_000

/** Everything in `<cache>/sources`, with sizes in bytes. */
export async function listCached(cache: string): Promise<CacheListing> {
  const taken = new Map<string, number>()
  for (const { source, bytes } of await tarballs(cache)) taken.set(source, (taken.get(source) ?? 0) + bytes)
  const sources: CachedSource[] = []
  for (const sha256 of await blobHashes(cache)) {
    const path = blobPath(cache, sha256)
    const { name = '', version = '', file = sha256, from = '' } = (await readBlobRecord(cache, sha256)) ?? {}
    sources.push({ sha256, name, version, file, from, path, bytes: (await bytesOf(path)) + (taken.get(sha256) ?? 0) })
  }
  sources.sort((a, b) => (`${a.name} ${a.version} ${a.sha256}` < `${b.name} ${b.version} ${b.sha256}` ? -1 : 1))
  return { sources, partialBytes: await bytesOf(join(cache, 'partial')), indexBytes: await bytesOf(join(cache, 'apt')) }
}

/** Removes every download but those with the given hashes, and unfinished ones that nobody works on. Returns what went, with bytes. */
export async function removeUnused(
  cache: string,
  keep: Iterable<string>,
): Promise<{ removed: CachedSource[]; bytes: number }> {
  const kept = new Set(keep)
  const removed = (await listCached(cache)).sources.filter(({ sha256 }) => !kept.has(sha256))
  let bytes = removed.reduce((sum, source) => sum + source.bytes, 0)
  for (const { sha256 } of removed) await removeBlob(cache, sha256)
  for (const { source, folder } of await tarballs(cache)) {
    if (kept.has(source)) continue
    await rm(folder, { recursive: true, force: true })
    await rm(`${folder}.json`, { force: true })
  }
  for (const path of await abandoned(cache)) {
    bytes += await bytesOf(path)
    await rm(path, { recursive: true, force: true })
  }
  return { removed, bytes }
}

async function tarballs(cache: string): Promise<{ folder: string; source: string; bytes: number }[]> {
  const parent = join(cache, 'tarballs')
  const found: { folder: string; source: string; bytes: number }[] = []
  for (const name of await names(parent)) {
    if (!/^[0-9a-f]{64}$/.test(name)) continue
    const folder = join(parent, name)
    const record = await readTarballRecord(folder)
    found.push({ folder, source: record?.source ?? '', bytes: await bytesOf(folder) })
  }
  return found
}

async function abandoned(cache: string): Promise<string[]> {
  const partials = (await names(join(cache, 'partial')))
    .filter((name) => !isOwnerAlive(name))
    .map((name) => join(cache, 'partial', name))
  const scratch = (await names(join(cache, 'tarballs')))
    .filter((name) => name.startsWith('unpack-'))
    .map((name) => join(cache, 'tarballs', name))
  const old: string[] = []
  for (const path of scratch)
    if (Date.now() - (await stat(path).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs > ABANDONED_MS) old.push(path)
  return [...partials, ...old]
}

async function names(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).sort()
}
