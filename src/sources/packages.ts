/** Binary packages brought to this machine in bulk: one question for all addresses, a few transfers side by side, each file verified. */
import { dirname } from 'node:path'
import { CancelledError, SmartError } from '../system/error.ts'
import { sha256File } from '../system/hash.ts'
import { aptFailure } from './apt-failure.ts'
import { aptWithIndex } from './apt-index.ts'
import { APT_HELPER, parsePrintUris, runApt } from './apt-run.ts'
import { adoptBlob, blobPath, hasBlob } from './blobs.ts'
import { type Closure, type ClosureRequest, knownAddress, resolveClosure } from './closure.ts'
import { compareDebianVersions } from './debian-version.ts'
import { SourceError } from './failure.ts'
import { fetchSource } from './fetch.ts'
import { claimPartial, releasePartial } from './partial.ts'
import { progressReporter } from './progress.ts'
import { bytesOf, demandSpace } from './space.ts'
import type { FetchContext, FetchedSource, LockFile, ResolvedSource } from './types.ts'

/** Transfers at once. apt itself keeps one connection to a server, on which it asks for the next file before the last is there. */
const STREAMS = 4

/** A closure whose packages are all here. */
export type FetchedClosure = Closure<FetchedSource>

/**
 * Closures by request id, their packages on this machine. A version that the index lists and the mirror no longer has makes apt look
 * again, once; one that the lock demands is an error that says how to go on.
 */
export async function obtainClosures(
  requests: ReadonlyMap<string, ClosureRequest>,
  context: FetchContext,
  lock?: LockFile,
): Promise<Map<string, FetchedClosure>> {
  const closures = await resolveClosures(requests, context, lock)
  try {
    return await fetchClosures(closures, context)
  } catch (error) {
    if (!(error instanceof SourceError) || error.failure !== 'gone' || context.offline) throw error
    if ([...closures.values()].some(({ locked }) => locked))
      throw new SmartError(`Packages that the lock file demands could not be obtained: ${error.message}`, {
        hint: 'Run smart-os sources --update to take the versions that are offered now',
        cause: error,
      })
    context.onLog?.(`${error.message}; looking for what is offered now`)
    const refreshed = { ...context, refresh: true }
    return fetchClosures(await resolveClosures(requests, refreshed, lock), refreshed)
  }
}

/** The closures' identities alone. */
export async function resolveClosures(
  requests: ReadonlyMap<string, ClosureRequest>,
  context: FetchContext,
  lock?: LockFile,
): Promise<Map<string, Closure>> {
  const resolved = new Map<string, Closure>()
  // One after the other until the index is there, then side by side: apt keeps a processor busy for half a second each.
  const pending = [...requests]
  const work = async (): Promise<void> => {
    for (let next = pending.shift(); next !== undefined; next = pending.shift())
      resolved.set(next[0], await resolveClosure(next[1], context, lock))
  }
  const first = pending.shift()
  if (first) resolved.set(first[0], await resolveClosure(first[1], context, lock))
  await Promise.all([work(), work()])
  return agreed(resolved)
}

/** One version of each package for all: the one that a lock demands, else the newest. A machine has room for one of a name. */
function agreed(closures: ReadonlyMap<string, Closure>): Map<string, Closure> {
  const chosen = new Map<string, { source: ResolvedSource; locked: boolean }>()
  for (const { sources, locked } of closures.values())
    for (const source of sources) {
      const other = chosen.get(source.name)
      const better =
        other === undefined ||
        (locked && !other.locked) ||
        (locked === other.locked && compareDebianVersions(source.version, other.source.version) > 0)
      if (better) chosen.set(source.name, { source, locked })
    }
  return new Map(
    [...closures].map(([id, closure]) => [
      id,
      { ...closure, sources: closure.sources.map((source) => chosen.get(source.name)?.source ?? source) },
    ]),
  )
}

async function fetchClosures(
  closures: ReadonlyMap<string, Closure>,
  context: FetchContext,
): Promise<Map<string, FetchedClosure>> {
  const all = new Map<string, ResolvedSource>()
  for (const { sources } of closures.values()) for (const source of sources) all.set(source.sha256, source)
  await fetchPackages([...all.values()], context)
  const here = (source: ResolvedSource): FetchedSource => ({ ...source, path: blobPath(context.cache, source.sha256) })
  return new Map([...closures].map(([id, closure]) => [id, { ...closure, sources: closure.sources.map(here) }]))
}

/** Every package as a verified blob. Throws SourceError for the first that cannot be had; what has arrived stays. */
export async function fetchPackages(packages: readonly ResolvedSource[], context: FetchContext): Promise<void> {
  const present = await Promise.all(packages.map((source) => hasBlob(source.sha256, context)))
  const missing = packages.filter((_, index) => !present[index])
  if (missing.length === 0) return
  const [first] = missing
  if (context.offline)
    throw new SourceError(
      'offline',
      `${missing.length} packages (${first?.file}, …) are not on this machine, and the network is not to be used`,
    )
  const uris = await addressesOf(missing, context)
  const claimed: Transfer[] = []
  try {
    for (const source of missing) {
      const uri = uris.get(source.sha256)
      const partial = uri === undefined ? undefined : await claimPartial(context.cache, source.sha256)
      if (uri !== undefined && partial !== undefined) claimed.push({ source, uri, partial })
    }
    await transferAll(claimed, context)
  } finally {
    for (const { partial } of claimed) await releasePartial(partial)
  }
  // What another process is at, or what apt names no address for, is waited for or explained one by one.
  for (const source of missing) await fetchSource(source, context)
}

interface Transfer {
  source: ResolvedSource
  uri: string
  partial: string
}

async function addressesOf(missing: readonly ResolvedSource[], context: FetchContext): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const unknown: string[] = []
  for (const { name, version, sha256 } of missing) {
    const uri = knownAddress(sha256)
    if (uri !== undefined) found.set(sha256, uri)
    else unknown.push(`${name.replace(/^package:/, '')}=${version}`)
  }
  if (unknown.length === 0) return found
  const config = await aptWithIndex(context)
  const options = ['-o', 'Acquire::ForceHash=SHA256', 'download', '--print-uris']
  const listed = await runApt(config, 'apt-get', [...options, ...unknown], context)
  for (const { uri, sha256 } of parsePrintUris(listed.stdout)) if (sha256 !== undefined) found.set(sha256, uri)
  return found
}

async function transferAll(transfers: readonly Transfer[], context: FetchContext): Promise<void> {
  const [first] = transfers
  if (!first) return
  const total = transfers.reduce((sum, { source }) => sum + (source.size ?? 0), 0)
  await demandSpace(dirname(first.partial), total)
  context.onLog?.(`downloading ${transfers.length} packages`)
  const report = progressReporter(context, () => total)
  const count = async () => {
    const sizes = await Promise.all(transfers.map(({ partial }) => bytesOf(partial)))
    return sizes.reduce((sum, bytes) => sum + bytes, 0)
  }
  const timer = setInterval(() => void count().then(report), 250)
  try {
    const batches = split(transfers)
    const results = await Promise.allSettled(batches.map((batch) => transferBatch(batch, context)))
    report(total)
    const failed = results.find((result) => result.status === 'rejected')
    if (failed) throw failed.reason
  } finally {
    clearInterval(timer)
  }
}

/** Batches of about the same number of bytes; the biggest files are spread first. */
function split(transfers: readonly Transfer[]): Transfer[][] {
  const batches = Array.from({ length: Math.min(STREAMS, transfers.length) }, () => ({
    bytes: 0,
    items: [] as Transfer[],
  }))
  for (const transfer of [...transfers].sort((a, b) => (b.source.size ?? 0) - (a.source.size ?? 0))) {
    const [least] = batches.sort((a, b) => a.bytes - b.bytes)
    least?.items.push(transfer)
    if (least) least.bytes += transfer.source.size ?? 0
  }
  return batches.map(({ items }) => items)
}

/** One apt-helper for many files; every one that arrived whole is kept, whatever became of the others. */
async function transferBatch(batch: readonly Transfer[], context: FetchContext): Promise<void> {
  const [first] = batch
  if (!first) return
  const config = await aptWithIndex({ ...context, refresh: false })
  const triples = batch.flatMap(({ uri, partial, source }) => [uri, partial, `SHA256:${source.sha256}`])
  const result = await runApt(
    config,
    APT_HELPER,
    ['download-file', ...triples],
    context,
    batch.map(({ partial }) => partial),
  )
  if (context.signal?.aborted) throw new CancelledError()
  const lost: Transfer[] = []
  for (const transfer of batch) {
    const { source, partial } = transfer
    if ((await bytesOf(partial)) > 0 && (await sha256File(partial, context.signal)) === source.sha256)
      await adoptBlob(partial, source, context.cache)
    else lost.push(transfer)
  }
  const [missed] = lost
  if (missed)
    throw aptFailure(
      `${result.stdout}\n${result.stderr}`,
      `${missed.source.file} (${missed.source.version})`,
      missed.partial,
    )
}
