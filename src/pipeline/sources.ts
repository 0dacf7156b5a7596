/** Getting a configuration's sources: lock file first, each fetched side by side, told as steps of the build. */
import { dirname, join } from 'node:path'
import { buildComponents } from '../build/index.ts'
import type { BuildListener, PlannedStep } from '../build/types.ts'
import type { Component, SourceCandidate } from '../catalog/types.ts'
import { sourceCandidates } from '../configure/index.ts'
import { obtainSource, readLock, resolveSource, toResolved, updateSource, writeLock } from '../sources/index.ts'
import type { FetchedSource, LockFile, ResolvedSource } from '../sources/types.ts'
import { CancelledError } from '../system/error.ts'
import { formatSize } from '../system/size.ts'
import type { Project } from './types.ts'

/** `<out>/config/sources.lock`: what the last build took, and what the next one takes again. */
export function lockPath(project: Project): string {
  return join(project.out, 'config', 'sources.lock')
}

/** `<cache>/sources`. */
export function sourcesCache(project: Pick<Project, 'cache'>): string {
  return join(project.cache, 'sources')
}

/** A component with the places that its source can come from, options' values in them. */
export type SourcedComponent = Pick<Component, 'id' | 'sourceName' | 'folder' | 'estimates'> & {
  sources: SourceCandidate[]
}

/** One component of each source name, as components with the same source share it. */
export function sourcedComponents(project: Pick<Project, 'configuration' | 'loaded'>): SourcedComponent[] {
  const byName = new Map<string, SourcedComponent>()
  const folder = suppliedFrom(project)
  for (const { component, options } of buildComponents(project.configuration)) {
    const { id, sourceName, estimates } = component
    if (component.sources.length === 0 || byName.has(sourceName)) continue
    const sources = sourceCandidates(component, options, folder)
    byName.set(sourceName, { id, sourceName, folder: component.folder, estimates, sources })
  }
  return [...byName.values()].sort((a, b) => (a.sourceName < b.sourceName ? -1 : 1))
}

/** Paths in a person's own profile are relative to it; a built-in one has none, so that they can only come with the command. */
function suppliedFrom({ loaded }: Pick<Project, 'loaded'>): string {
  return loaded.file === undefined || loaded.builtin ? '.' : dirname(loaded.file)
}

export interface ObtainOptions {
  signal?: AbortSignal
  offline?: boolean
  onEvent?: BuildListener
  /** Lock file to take instead of the output folder's. */
  lock?: string
  /** Ask for the newest versions, whatever the lock says. */
  update?: boolean
}

/** Identities of all sources without downloading them; the network is asked for an index at most. */
export async function resolveSources(
  project: Project,
  options: ObtainOptions = {},
): Promise<Map<string, ResolvedSource>> {
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
  return new Map(await Promise.all(entries))
}

/** All sources on this machine, verified; writes the lock file. Events are told only for what has to be downloaded. */
export async function obtainSources(
  project: Project,
  options: ObtainOptions = {},
): Promise<Map<string, FetchedSource>> {
  const lock = await readLock(options.lock ?? lockPath(project))
  const components = sourcedComponents(project)
  const stop = new AbortController()
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([options.signal, stop.signal])
  const results = await Promise.allSettled(
    components.map(async (component) => {
      try {
        return await obtainOne(project, component, { ...options, signal }, lock)
      } catch (error) {
        // The others are of no use without this one.
        stop.abort()
        throw error
      }
    }),
  )
  const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))
  const cause = failures.find((error) => !(error instanceof CancelledError)) ?? failures[0]
  if (cause !== undefined) throw cause
  const fetched = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  await keepLock(project, fetched, lock)
  return new Map(fetched.map((source) => [source.name, source]))
}

/** Entries of sources that this configuration does not use stay: switching a component off and on again changes no version. */
async function keepLock(
  project: Project,
  fetched: readonly FetchedSource[],
  lock: LockFile | undefined,
): Promise<void> {
  const names = new Set(fetched.map((source) => source.name))
  const sources = [...fetched.map(toResolved), ...(lock?.sources ?? []).filter((source) => !names.has(source.name))]
  await writeLock(lockPath(project), { schema: 1, sources })
}

async function obtainOne(
  project: Project,
  component: SourcedComponent,
  options: ObtainOptions,
  lock: LockFile | undefined,
): Promise<FetchedSource> {
  const id = fetchStepId(component.sourceName)
  const emit = options.onEvent ?? (() => undefined)
  const started = Date.now()
  let announced = false
  const announce = () => {
    if (announced) return
    announced = true
    emit({ type: 'step:started', at: Date.now(), id, log: '', incremental: false })
  }
  const context = {
    cache: sourcesCache(project),
    offline: options.offline ?? false,
    signal: options.signal,
    base: component.folder,
    onLog: (line: string) => {
      announce()
      emit({ type: 'step:output', at: Date.now(), id, text: `${line}\n` })
    },
    onProgress: ({ received, total }: { received: number; total?: number }) => {
      announce()
      const fraction = total === undefined || total === 0 ? 0 : received / total
      const note = total === undefined ? formatSize(received) : `${formatSize(received)} of ${formatSize(total)}`
      emit({ type: 'step:progress', at: Date.now(), id, fraction, note })
    },
  }
  const finish = (outcome: 'done' | 'reused' | 'failed' | 'cancelled', bytes = 0) =>
    emit({
      type: 'step:finished',
      at: Date.now(),
      id,
      outcome,
      seconds: (Date.now() - started) / 1000,
      cpuSeconds: 0,
      bytes,
    })
  try {
    const fetched = options.update
      ? await updateSource(component.sourceName, component.sources, context)
      : await obtainSource(component.sourceName, component.sources, context, lock)
    finish(announced ? 'done' : 'reused', fetched.size ?? 0)
    return fetched
  } catch (error) {
    announce()
    finish(error instanceof CancelledError ? 'cancelled' : 'failed')
    throw error
  }
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
    measured: false,
  }
}
