/**
 * The search for a source: what the lock demands, else what was chosen before and is here, else the candidates in order, and
 * within a candidate the newest version first. Why each was of no use is remembered and told at the end.
 */
import type { SourceCandidate } from '../catalog/types.ts'
import { messageOf, SmartError } from '../system/error.ts'
import { canonicalJson } from '../system/hash.ts'
import { hasBlob } from './blobs.ts'
import { noSource, SourceError } from './failure.ts'
import { fetchSource, offersOf } from './fetch.ts'
import { toResolved } from './lock-file.ts'
import { readRecord, writeRecord } from './record.ts'
import type { FetchContext, FetchedSource, LockFile, Offers, ResolvedSource } from './types.ts'

interface Try {
  place: string
  error: SourceError
}

/** The identity of a source, without its download; the network is asked for an index at most. Throws SmartError naming all that was tried. */
export async function resolveSource(
  name: string,
  candidates: readonly SourceCandidate[],
  context: FetchContext,
  lock?: LockFile,
): Promise<ResolvedSource> {
  const settled = await settledSource(name, candidates, context, lock)
  if (settled) return settled.source
  const tries: Try[] = []
  for (const candidate of candidates) {
    const offers = await tryOffers(name, candidate, context, tries)
    for (const offer of offers) {
      if (!context.offline || offer.candidate.type === 'local' || (await hasBlob(offer.sha256, context))) return offer
      tries.push({
        place: offer.from,
        error: new SourceError('offline', `${offer.file} is not on this machine, and the network is not to be used`),
      })
    }
  }
  throw noSource(name, tries)
}

/** A source's verified bytes, from wherever they are to be had. Throws SmartError naming all that was tried, or CancelledError. */
export async function obtainSource(
  name: string,
  candidates: readonly SourceCandidate[],
  context: FetchContext,
  lock?: LockFile,
): Promise<FetchedSource> {
  const settled = await settledSource(name, candidates, context, lock)
  if (settled)
    return settled.locked ? obtainLocked(settled.source, candidates, context) : fetchSource(settled.source, context)
  const tries: Try[] = []
  for (const candidate of candidates) {
    const fetched = await obtainFrom(name, candidate, context, tries)
    if (!fetched) continue
    await writeRecord(context.cache, candidates, toResolved(fetched))
    return fetched
  }
  throw noSource(name, tries)
}

/** The newest that is offered now, whatever lock and record say; from then on the record says this. */
export function updateSource(
  name: string,
  candidates: readonly SourceCandidate[],
  context: FetchContext,
): Promise<FetchedSource> {
  return obtainSource(name, candidates, { ...context, refresh: true })
}

/** What lock or record settle without a search. A local candidate that comes first always wins, and is never settled in advance. */
async function settledSource(
  name: string,
  candidates: readonly SourceCandidate[],
  context: FetchContext,
  lock: LockFile | undefined,
): Promise<{ source: ResolvedSource; locked: boolean } | undefined> {
  if (context.refresh) return undefined
  const locked = lock?.sources.find((source) => source.name === name)
  const record = await readRecord(context.cache, name, candidates)
  for (const candidate of candidates) {
    if (candidate.type === 'local') {
      const [offer] = await tryOffers(name, candidate, context, [])
      if (offer) return { source: offer, locked: false }
    } else if (locked && isSame(candidate, locked.candidate)) return { source: locked, locked: true }
  }
  if (!record || !candidates.some((candidate) => isSame(candidate, record.candidate))) return undefined
  return context.offline || (await hasBlob(record.sha256, context)) ? { source: record, locked: false } : undefined
}

function isSame(a: SourceCandidate, b: SourceCandidate): boolean {
  return canonicalJson(a) === canonicalJson(b)
}

/** Exactly the locked bytes: as locked, else wherever a candidate offers a file with the same hash (a package's next revision, another address). */
async function obtainLocked(
  locked: ResolvedSource,
  candidates: readonly SourceCandidate[],
  context: FetchContext,
): Promise<FetchedSource> {
  try {
    return await fetchSource(locked, context)
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    for (const candidate of candidates) {
      const offers = await tryOffers(locked.name, candidate, context, [])
      for (const offer of offers.filter(({ sha256 }) => sha256 === locked.sha256)) {
        const fetched = await tryFetch({ ...offer, name: locked.name }, context, [])
        if (fetched) return { ...locked, path: fetched.path }
      }
    }
    throw new SmartError(
      `${locked.name} ${locked.version}, which the lock file demands, could not be obtained: ${error.message}`,
      {
        hint: ['gone', 'missing'].includes(error.failure)
          ? `Run smart-os sources --update to take the version that is offered now, or bring ${locked.file} from elsewhere`
          : (error.hint ?? 'Run the same command again'),
        where: `sources of ${locked.name}`,
        exitStatus: error.exitStatus,
        cause: error,
      },
    )
  }
}

/** One candidate: newest version, older ones where that is gone. A file that is listed but gone may mean that the index is old. */
async function obtainFrom(
  name: string,
  candidate: SourceCandidate,
  context: FetchContext,
  tries: Try[],
): Promise<FetchedSource | undefined> {
  const tried = new Set<string>()
  let offers = await tryOffers(name, candidate, context, tries)
  let refreshed = context.refresh ?? false
  for (;;) {
    const offer = offers.find(({ sha256, from }) => !tried.has(`${sha256} ${from}`))
    if (!offer) return undefined
    tried.add(`${offer.sha256} ${offer.from}`)
    const fetched = await tryFetch(offer, context, tries)
    if (fetched) return fetched
    const failure = tries.at(-1)?.error.failure
    // Where the server does not answer, its older versions do not either.
    if (failure === 'network' || failure === 'host') return undefined
    if (failure === 'gone' && !refreshed && candidate.type !== 'url') {
      refreshed = true
      offers = await tryOffers(name, candidate, { ...context, refresh: true }, tries)
    }
  }
}

async function tryOffers(
  name: string,
  candidate: SourceCandidate,
  context: FetchContext,
  tries: Try[],
): Promise<Offers> {
  try {
    return await offersOf(name, candidate, context)
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    tries.push({ place: describeCandidate(candidate), error })
    context.onLog?.(messageOf(error))
    return []
  }
}

async function tryFetch(
  offer: ResolvedSource,
  context: FetchContext,
  tries: Try[],
): Promise<FetchedSource | undefined> {
  try {
    return await fetchSource(offer, context)
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    tries.push({ place: offer.from, error })
    context.onLog?.(`${messageOf(error)}; looking further`)
    return undefined
  }
}

/** A candidate in a few words. */
export function describeCandidate(candidate: SourceCandidate): string {
  switch (candidate.type) {
    case 'apt-source':
      return `source package ${candidate.package}${candidate.version ? ` ${candidate.version}` : ''}`
    case 'apt-tarball':
    case 'apt-package':
      return `package ${candidate.package}`
    case 'url':
      return candidate.url
    case 'local':
      return candidate.path
  }
}
