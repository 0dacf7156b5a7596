/**
 * Verified downloads: `<cache>/blobs/<sha256>`, each with a sidecar `<sha256>.json` that says what it is and which size and
 * time the file had when its hash was last seen to be right. Only files whose hash was checked are ever moved in here.
 */
import { chmod, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describeWriteError, readTextIfPresent, writeFileAtomic } from '../system/files.ts'
import { sha256File } from '../system/hash.ts'
import type { FetchContext, ResolvedSource } from './types.ts'

export interface BlobRecord {
  name: string
  version: string
  file: string
  from: string
  size: number
  mtimeMs: number
}

const SHA256 = /^[0-9a-f]{64}$/

/** Path of a blob, there or not. */
export function blobPath(cache: string, sha256: string): string {
  return join(cache, 'blobs', sha256)
}

/** True when the blob is there and whole. A file that was touched since is hashed again; one with other bytes is removed. */
export async function hasBlob(
  sha256: string,
  context: Pick<FetchContext, 'cache' | 'onLog' | 'signal'>,
): Promise<boolean> {
  const path = blobPath(context.cache, sha256)
  const found = await stat(path).catch(() => undefined)
  if (!found?.isFile()) return false
  const record = await readBlobRecord(context.cache, sha256)
  if (record && record.size === found.size && record.mtimeMs === found.mtimeMs) return true
  if ((await sha256File(path, context.signal)) === sha256) {
    const known = record ?? { name: '', version: '', file: sha256, from: '' }
    await writeBlobRecord(context.cache, sha256, { ...known, size: found.size, mtimeMs: found.mtimeMs })
    return true
  }
  context.onLog?.(`${path} is damaged (its hash is not its name) and is fetched again`)
  await removeBlob(context.cache, sha256)
  return false
}

/** Moves a file whose hash was just checked into the cache. */
export async function adoptBlob(file: string, source: ResolvedSource, cache: string): Promise<string> {
  const path = blobPath(cache, source.sha256)
  try {
    await mkdir(join(cache, 'blobs'), { recursive: true })
    await chmod(file, 0o444)
    await rename(file, path)
  } catch (error) {
    throw describeWriteError(error, path)
  }
  const { size, mtimeMs } = await stat(path)
  const { name, version, from } = source
  await writeBlobRecord(cache, source.sha256, { name, version, file: source.file, from, size, mtimeMs })
  return path
}

/** Hashes of all blobs, sorted. */
export async function blobHashes(cache: string): Promise<string[]> {
  const names = await readdir(join(cache, 'blobs')).catch(() => [])
  return names.filter((name) => SHA256.test(name)).sort()
}

export async function removeBlob(cache: string, sha256: string): Promise<void> {
  await rm(blobPath(cache, sha256), { force: true })
  await rm(`${blobPath(cache, sha256)}.json`, { force: true })
}

/** The sidecar, or undefined when it is missing or unreadable (the blob is then hashed anew). */
export async function readBlobRecord(cache: string, sha256: string): Promise<BlobRecord | undefined> {
  const text = await readTextIfPresent(`${blobPath(cache, sha256)}.json`)
  try {
    return text === undefined ? undefined : (JSON.parse(text) as BlobRecord)
  } catch {
    return undefined
  }
}

async function writeBlobRecord(cache: string, sha256: string, record: BlobRecord): Promise<void> {
  await writeFileAtomic(`${blobPath(cache, sha256)}.json`, `${JSON.stringify(record)}\n`)
}
