/** What the cache keeps: the steps and sources that the named profiles (all, by default) would use today. */
import { rm } from 'node:fs/promises'
import { cacheSize, collectGarbage } from '../build/index.ts'
import { listProfiles } from '../profile/index.ts'
import { removeUnused } from '../sources/index.ts'
import { cacheRoot } from '../system/paths.ts'
import { planProject } from './build.ts'
import { openProject } from './project.ts'
import { sourcesCache } from './source-options.ts'
import { everySource, resolveSources } from './sources.ts'

export interface CleanOptions {
  /** Profiles to keep; empty: every profile. */
  keep: readonly string[]
  all: boolean
  maxBytes?: number
  dryRun: boolean
}

export interface CleanReport {
  bytesBefore: number
  bytesFreed: number
  /** Profiles whose needs could not be worked out offline; nothing of theirs is kept on purpose. */
  unknown: string[]
}

/** Removes what is not needed and says how much that was. Throws SmartError while a build runs. */
export async function cleanCache(options: CleanOptions): Promise<CleanReport> {
  const cache = cacheRoot()
  const before = await cacheSize(cache)
  const bytesBefore = before.bytes
  if (options.all) {
    if (!options.dryRun) await rm(cache, { recursive: true, force: true })
    return { bytesBefore, bytesFreed: bytesBefore, unknown: [] }
  }
  const keys = new Set<string>()
  const hashes = new Set<string>()
  const unknown: string[] = []
  const names = options.keep.length > 0 ? options.keep : (await listProfiles()).map((profile) => profile.name)
  for (const name of names) {
    const project = await openProject({ profile: name })
    try {
      for (const source of everySource(await resolveSources(project, { offline: true }))) hashes.add(source.sha256)
      for (const step of (await planProject(project, { offline: true })).steps) keys.add(step.key)
    } catch {
      unknown.push(name)
    }
  }
  const steps = await collectGarbage(cache, { keepKeys: keys, maxBytes: options.maxBytes, dryRun: options.dryRun })
  const sources = options.dryRun ? { bytes: 0 } : await removeUnused(sourcesCache({ cache }), hashes)
  return { bytesBefore, bytesFreed: steps.bytes + sources.bytes, unknown }
}
