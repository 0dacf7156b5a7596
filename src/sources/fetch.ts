/** From a resolved source to verified bytes on this machine: cache first, then the provider, and nothing unverified in between. */
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { SourceCandidate } from '../catalog/types.ts'
import { throwIfCancelled } from '../system/error.ts'
import { sha256File } from '../system/hash.ts'
import { aptPackageProvider } from './apt-package.ts'
import { aptSourceProvider } from './apt-source.ts'
import { aptTarballProvider } from './apt-tarball.ts'
import { adoptBlob, blobPath, hasBlob } from './blobs.ts'
import { SourceError } from './failure.ts'
import { singleFlight } from './flight.ts'
import { hashLocal } from './folder-hash.ts'
import { localPath, localProvider } from './local.ts'
import { claimPartial, releasePartial } from './partial.ts'
import { bytesOf, demandSpace } from './space.ts'
import type { FetchContext, FetchedSource, Offers, ResolvedSource } from './types.ts'
import { urlProvider } from './url.ts'

/** What a candidate can bring, best first; never empty. Throws SourceError when it is of no use. */
export function offersOf(name: string, candidate: SourceCandidate, context: FetchContext): Promise<Offers> {
  switch (candidate.type) {
    case 'apt-source':
      return aptSourceProvider.offers(name, candidate, context)
    case 'apt-tarball':
      return aptTarballProvider.offers(name, candidate, context)
    case 'apt-package':
      return aptPackageProvider.offers(name, candidate, context)
    case 'url':
      return urlProvider.offers(name, candidate, context)
    case 'local':
      return localProvider.offers(name, candidate, context)
  }
}

function downloadTo(partial: string, source: ResolvedSource, context: FetchContext): Promise<void> {
  const { candidate } = source
  switch (candidate.type) {
    case 'apt-source':
      return aptSourceProvider.download(source, candidate, partial, context)
    case 'apt-tarball':
      return aptTarballProvider.download(source, candidate, partial, context)
    case 'apt-package':
      return aptPackageProvider.download(source, candidate, partial, context)
    case 'url':
      return urlProvider.download(source, candidate, partial, context)
    case 'local':
      return localProvider.download(source, candidate, partial, context)
  }
}

/**
 * The verified bytes of a source, downloaded if they are not in the cache. Throws SourceError when this very file cannot be
 * had, CancelledError, or SmartError when the disk is full.
 */
export async function fetchSource(source: ResolvedSource, context: FetchContext): Promise<FetchedSource> {
  const { candidate } = source
  if (candidate.type === 'local') {
    const path = await localPath(candidate, context)
    if ((await hashLocal(path, context.cache, context.signal)) === source.sha256) return { ...source, path }
    throw new SourceError('hash', `The local source ${path} changed while it was being used`, {
      hint: 'Run the same command again',
    })
  }
  await singleFlight(`blob ${blobPath(context.cache, source.sha256)}`, context.signal, () =>
    ensureBlob(source, context),
  )
  return { ...source, path: blobPath(context.cache, source.sha256) }
}

async function ensureBlob(source: ResolvedSource, context: FetchContext): Promise<void> {
  let told = false
  for (;;) {
    throwIfCancelled(context.signal)
    if (await hasBlob(source.sha256, context)) return
    if (context.offline)
      throw new SourceError(
        'offline',
        `${source.file} (${source.version}) is not on this machine, and the network is not to be used`,
      )
    const partial = await claimPartial(context.cache, source.sha256)
    if (partial !== undefined) {
      try {
        // Its last owner may have finished between the look at the cache and the claim.
        if (!(await hasBlob(source.sha256, context))) await fillBlob(source, partial, context)
      } finally {
        await releasePartial(partial)
      }
      return
    }
    if (!told) context.onLog?.(`another smart-os is downloading ${source.file}; waiting for it`)
    told = true
    await delay(200, undefined, context.signal ? { signal: context.signal } : {}).catch(() => {})
  }
}

/** Downloads and verifies. A wrong hash after resuming may be the old beginning's fault: then once more from nothing. */
async function fillBlob(source: ResolvedSource, partial: string, context: FetchContext): Promise<void> {
  const { onLog, signal } = context
  let begun = await bytesOf(partial)
  if (begun > 0) onLog?.(`going on with the download of ${source.file} at byte ${begun}`)
  await demandSpace(dirname(partial), (source.size ?? 0) - begun)
  for (;;) {
    let hash: string | undefined
    try {
      if (begun === 0 || begun !== source.size) await downloadTo(partial, source, context)
      hash = await sha256File(partial, signal)
    } catch (error) {
      throwIfCancelled(signal)
      if (error instanceof SourceError && error.failure === 'gone') await rm(partial, { force: true })
      if (!(error instanceof SourceError && error.failure === 'hash')) throw error
      await rm(partial, { force: true })
      if (begun === 0) throw error
    }
    if (hash === source.sha256) {
      await adoptBlob(partial, source, context.cache)
      return
    }
    await rm(partial, { force: true })
    if (begun === 0 && hash !== undefined)
      throw new SourceError(
        'hash',
        `${source.file} from ${source.from} has SHA-256 ${hash} where ${source.sha256} is expected`,
      )
    onLog?.(`the beginning of ${source.file} that was there is not its beginning; downloading it from the start`)
    begun = 0
  }
}
