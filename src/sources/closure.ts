/**
 * The closure of a component's packages: which binary packages, in which versions, with which hashes. Settled by the lock, else by
 * what was taken before and is here, else by apt. So an unchanged build asks nobody, and a lock brings the same packages anywhere.
 */
import { join } from 'node:path'
import { z } from 'zod'
import { readTextIfPresent, writeFileAtomic } from '../system/files.ts'
import { canonicalJson, sha256 } from '../system/hash.ts'
import { askApt, packageSourceName } from './apt-closure.ts'
import { aptWithIndex } from './apt-index.ts'
import { hasBlob } from './blobs.ts'
import { SourceError } from './failure.ts'
import { globExpression } from './glob.ts'
import { resolvedSourceSchema } from './lock-file.ts'
import type { FetchContext, LockFile, ResolvedSource } from './types.ts'

export interface ClosureRequest {
  /** What the component names. */
  packages: readonly string[]
  /** What components that it requires name: apt chooses among alternatives in their company. */
  beside: readonly string[]
  /** Globs; of the answer only these are taken. Empty: all. */
  only: readonly string[]
}

export interface Closure<Source extends ResolvedSource = ResolvedSource> {
  /** Stands for the request in a lock file. */
  key: string
  /** Sorted by name. */
  sources: Source[]
  /** True where the lock file demanded it. */
  locked: boolean
}

/** Addresses that apt named in this process, by hash: they spare asking again before the download. */
const addresses = new Map<string, string>()

/** Where apt said that a package is, if it was asked in this process. */
export function knownAddress(hash: string): string | undefined {
  return addresses.get(hash)
}

/** `nginx libnginx-mod-rtmp; beside busybox libc6`: the request as a line. */
export function closureKey({ packages, beside, only }: ClosureRequest): string {
  const part = (name: string, words: readonly string[]) => (words.length === 0 ? [] : [`${name} ${sorted(words)}`])
  return [sorted(packages), ...part('beside', beside), ...part('only', only)].join('; ')
}

function sorted(words: readonly string[]): string {
  return [...new Set(words)].sort().join(' ')
}

/** Resolves one request; the network is asked for an index at most. Throws SourceError. */
export async function resolveClosure(
  request: ClosureRequest,
  context: FetchContext,
  lock?: LockFile,
): Promise<Closure> {
  const key = closureKey(request)
  if (!context.refresh) {
    const locked = lockedClosure(key, lock)
    if (locked) return { key, sources: locked, locked: true }
    const record = await readClosure(context.cache, key)
    if (record && (context.offline || (await allPresent(record, context))))
      return { key, sources: record, locked: false }
  }
  const config = await aptWithIndex(context)
  const found = await askApt(config, { packages: [...request.beside, ...request.packages], without: [] }, context)
  for (const { source, uri } of found) addresses.set(source.sha256, uri)
  const globs = request.only.map(globExpression)
  const sources = found
    .map(({ source }) => source)
    .filter(
      ({ name }) => globs.length === 0 || globs.some((glob) => glob.test(name.slice(packageSourceName('').length))),
    )
  if (sources.length === 0)
    throw new SourceError(
      'missing',
      `Of the packages for ${request.packages.join(', ')} none is ${request.only.join(', ')}`,
    )
  await writeFileAtomic(recordPath(context.cache, key), `${canonicalJson(sources)}\n`)
  return { key, sources, locked: false }
}

/** The closure as a lock file has it; undefined where it has none, or not the packages that it names. */
function lockedClosure(key: string, lock: LockFile | undefined): ResolvedSource[] | undefined {
  const names = lock?.closures?.[key]
  if (names === undefined) return undefined
  const sources = names.flatMap((reference) => {
    const [name = '', version = ''] = reference.split('=', 2)
    return lock?.sources.filter((source) => source.name === packageSourceName(name) && source.version === version) ?? []
  })
  return sources.length === names.length ? sources : undefined
}

/** A closure's line in a lock file. */
export function closureReferences(sources: readonly ResolvedSource[]): string[] {
  return sources.map(({ name, version }) => `${name.slice(packageSourceName('').length)}=${version}`)
}

async function allPresent(sources: readonly ResolvedSource[], context: FetchContext): Promise<boolean> {
  const present = await Promise.all(sources.map((source) => hasBlob(source.sha256, context)))
  return present.every(Boolean)
}

async function readClosure(cache: string, key: string): Promise<ResolvedSource[] | undefined> {
  const text = await readTextIfPresent(recordPath(cache, key))
  try {
    return text === undefined ? undefined : z.array(resolvedSourceSchema).parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

function recordPath(cache: string, key: string): string {
  return join(cache, 'resolved', `closure-${sha256(key)}.json`)
}
