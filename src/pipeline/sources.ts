/** Getting a configuration's sources: lock file first, each fetched side by side, told as steps of the build. */
import { dirname } from 'node:path'
import { buildComponents } from '../build/index.ts'
import type { PlannedStep } from '../build/types.ts'
import type { Component, SourceCandidate } from '../catalog/types.ts'
import { sourceCandidates } from '../configure/index.ts'
import {
  closureReferences,
  type FetchedClosure,
  obtainSource,
  readLock,
  resolveSource,
  toResolved,
  updateSource,
  writeLock,
} from '../sources/index.ts'
import type { FetchedSource, LockFile, ResolvedSource } from '../sources/types.ts'
import { CancelledError } from '../system/error.ts'
import { fetchReporter } from './fetch-reporter.ts'
import { NO_PACKAGES, obtainPackages, resolvePackages } from './packages.ts'
import { lockPath, type ObtainOptions, sourcesCache } from './source-options.ts'
import type { Project } from './types.ts'

/** A component with the places that its source can come from, options' values in them. */
export type SourcedComponent = Pick<Component, 'id' | 'sourceName' | 'folder' | 'estimates'> & {
  sources: SourceCandidate[]
}

/** One component of each source name, as components with the same source share it. */
export function sourcedComponents(project: Pick<Project, 'configuration' | 'loaded'>): SourcedComponent[] {
  const byName = new Map<string, SourcedComponent>()
  const folder = suppliedFrom(project)
  for (const { component, options, origin } of buildComponents(project.configuration)) {
    const { id, sourceName, estimates } = component
    if (origin !== 'source' || component.sources.length === 0 || byName.has(sourceName)) continue
    const sources = sourceCandidates(component, options, folder)
    byName.set(sourceName, { id, sourceName, folder: component.folder, estimates, sources })
  }
  return [...byName.values()].sort((a, b) => (a.sourceName < b.sourceName ? -1 : 1))
}

/** Paths in a person's own profile are relative to it; a built-in one has none, so that they can only come with the command. */
function suppliedFrom({ loaded }: Pick<Project, 'loaded'>): string {
  return loaded.file === undefined || loaded.builtin ? '.' : dirname(loaded.file)
}

/** Everything that a build starts from. */
export interface ProjectSources<Source extends ResolvedSource = ResolvedSource> {
  /** By `sourceName`. */
  sources: Map<string, Source>
  /** By component: the packages that are its own. */
  packages: Map<string, Source[]>
}

/** All sources and packages, each once. */
export function everySource<Source extends ResolvedSource>({ sources, packages }: ProjectSources<Source>): Source[] {
  const all = [...sources.values(), ...[...packages.values()].flat()]
  return [...new Map(all.map((source) => [source.name, source])).values()]
}

/** Identities of all sources without downloading them; the network is asked for an index at most. */
export async function resolveSources(project: Project, options: ObtainOptions = {}): Promise<ProjectSources> {
  const lock = await readLock(options.lock ?? lockPath(project))
  const entries = sourcedComponents(project).map(async (component) => {
    const context = {
      cache: sourcesCache(project),
      offline: options.offline ?? false,
      signal: options.signal,
      base: component.folder,
    }
    return [component.sourceName, await resolveSource(component.sourceName, component.sources, context, lock)] as const
  })
  const sources = new Map(await Promise.all(entries))
  return { sources, packages: await resolvePackages(project, options, lock) }
}

/** All sources on this machine, verified; writes the lock file. Events are told only for what has to be downloaded. */
export async function obtainSources(
  project: Project,
  options: ObtainOptions = {},
): Promise<ProjectSources<FetchedSource>> {
  const lock = await readLock(options.lock ?? lockPath(project))
  const components = sourcedComponents(project)
  const stop = new AbortController()
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([options.signal, stop.signal])
  const orStop = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      // The others are of no use without this one.
      stop.abort()
      throw error
    }
  }
  const [packages, ...results] = await Promise.allSettled([
    orStop(obtainPackages(project, { ...options, signal }, lock)),
    ...components.map((component) => orStop(obtainOne(project, component, { ...options, signal }, lock))),
  ])
  const failures = [packages, ...results].flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  )
  const cause = failures.find((error) => !(error instanceof CancelledError)) ?? failures[0]
  if (cause !== undefined) throw cause
  const fetched = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const own = packages.status === 'fulfilled' ? packages.value : NO_PACKAGES
  await keepLock(project, fetched, own.closures, lock)
  return { sources: new Map(fetched.map((source) => [source.name, source])), packages: own.byComponent }
}

/** Entries of sources that this configuration does not use stay: switching a component off and on again changes no version. */
async function keepLock(
  project: Project,
  fetched: readonly FetchedSource[],
  closures: readonly FetchedClosure[],
  lock: LockFile | undefined,
): Promise<void> {
  const packages = closures.flatMap((closure) => closure.sources)
  const taken = new Map([...fetched, ...packages].map((source) => [source.name, toResolved(source)]))
  const sources = [...taken.values(), ...(lock?.sources ?? []).filter((source) => !taken.has(source.name))]
  const references = Object.fromEntries(closures.map(({ key, sources: own }) => [key, closureReferences(own)]))
  const all = { ...lock?.closures, ...references }
  await writeLock(lockPath(project), { schema: 1, sources, ...(Object.keys(all).length > 0 ? { closures: all } : {}) })
}

/** One source on this machine, verified. */
export async function obtainOne(
  project: Project,
  component: SourcedComponent,
  options: ObtainOptions,
  lock: LockFile | undefined,
): Promise<FetchedSource> {
  const reporter = fetchReporter(fetchStepId(component.sourceName), options.onEvent)
  const context = {
    cache: sourcesCache(project),
    offline: options.offline ?? false,
    signal: options.signal,
    base: component.folder,
    onLog: reporter.onLog,
    onProgress: reporter.onProgress,
  }
  return reporter.around(
    async () =>
      options.update
        ? await updateSource(component.sourceName, component.sources, context)
        : await obtainSource(component.sourceName, component.sources, context, lock),
    (fetched) => fetched.size ?? 0,
  )
}

export function fetchStepId(sourceName: string): string {
  return `fetch:${sourceName}`
}

/** A fetch as it stands in a plan. `sha256` is its key; undefined where it is not known yet. */
export function plannedFetch(
  component: SourcedComponent,
  source: ResolvedSource | undefined,
  present: boolean,
): PlannedStep {
  const { sourceName } = component
  return {
    id: fetchStepId(sourceName),
    kind: 'fetch',
    title: `Fetch ${sourceName}${source ? ` ${source.version}` : ''}`,
    component: component.id,
    needs: [],
    key: source?.sha256 ?? '',
    action: present ? 'reuse' : 'build',
    reasons: present ? [] : ['not downloaded yet'],
    // 5 MB/s: a guess that a slow line makes wrong; it weighs little in a source build.
    seconds: present ? 0 : (source?.size ?? component.estimates.downloadBytes) / (5 * 1024 * 1024),
    cores: 0,
    measured: false,
  }
}
