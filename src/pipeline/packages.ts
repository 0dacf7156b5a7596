/** The packages of components that come from the distribution: asked for, brought, and shared out so that each has one owner. */
import { type BuiltComponent, buildComponents } from '../build/index.ts'
import type { PlannedStep } from '../build/types.ts'
import type { Component } from '../catalog/types.ts'
import { requiredClosure } from '../configure/index.ts'
import type { Configuration } from '../configure/types.ts'
import {
  type Closure,
  type ClosureRequest,
  type FetchedClosure,
  obtainClosures,
  resolveClosures,
} from '../sources/index.ts'
import type { FetchedSource, LockFile, ResolvedSource } from '../sources/types.ts'
import { sha256 } from '../system/hash.ts'
import { fetchReporter } from './fetch-reporter.ts'
import { type ObtainOptions, sourcesCache } from './source-options.ts'
import type { Project } from './types.ts'

/** The one step that brings all packages: apt is fastest when it has the whole list. */
export const PACKAGES_STEP = 'fetch:packages'

export interface ObtainedPackages {
  byComponent: Map<string, FetchedSource[]>
  closures: FetchedClosure[]
}

export const NO_PACKAGES: ObtainedPackages = { byComponent: new Map(), closures: [] }

/** Key of what a component brings to the machine, where more is fetched for those that are compiled against it. */
const inMachine = (id: string) => `${id} in the machine`

/** By component: what apt is asked. */
export function closureRequests(configuration: Configuration): Map<string, ClosureRequest> {
  return new Map(
    packaged(configuration).flatMap(({ component, packages }) => {
      const beside = below(component, configuration).flatMap((other) => other.packages)
      const request = { packages, beside, only: component.packagesOnly }
      const plain = { ...request, packages: component.packages }
      const more = packages.length === component.packages.length ? [] : [[inMachine(component.id), plain] as const]
      return [[component.id, request] as const, ...more]
    }),
  )
}

/**
 * What of its closure is a component's own: not what belongs to components that it requires or that every system has. Of those that
 * are compiled here only the packages that they replace are taken off; what these need in turn may still be missed.
 */
export function ownPackages<Source extends ResolvedSource>(
  configuration: Configuration,
  closures: ReadonlyMap<string, Closure<Source>>,
): Map<string, Source[]> {
  const own = new Map<string, Source[]>()
  for (const { component } of packaged(configuration)) {
    const taken = new Set(
      below(component, configuration).flatMap((other) => {
        const closure = closures.get(inMachine(other.id)) ?? closures.get(other.id)
        return closure === undefined
          ? other.packages.map((name) => `package:${name}`)
          : closure.sources.map(({ name }) => name)
      }),
    )
    const sources = closures.get(component.id)?.sources ?? []
    own.set(
      component.id,
      sources.filter(({ name }) => !taken.has(name)),
    )
  }
  return own
}

function packaged(configuration: Configuration): BuiltComponent[] {
  return buildComponents(configuration).filter(({ origin }) => origin === 'package')
}

/** Components whose files a component finds in the machine: those it requires and, unless it is one of them, the essential ones. */
function below(component: Component, configuration: Configuration): Component[] {
  const { catalog } = configuration
  const essential = component.essential
    ? []
    : [...catalog.entries.values()].filter((entry) => entry.kind === 'component' && entry.essential)
  const found = [component, ...essential].flatMap((entry) => requiredClosure(entry, catalog))
  const others = found.filter((entry): entry is Component => entry.kind === 'component' && entry.id !== component.id)
  // A kernel's packages are in nobody's closure, and only stand in the way of apt's choice.
  return [...new Set(others)].filter((other) => other.packagesOnly.length === 0)
}

/** Identities of the packages, by component. */
export async function resolvePackages(
  project: Project,
  options: ObtainOptions,
  lock: LockFile | undefined,
): Promise<Map<string, ResolvedSource[]>> {
  const requests = closureRequests(project.configuration)
  const context = { cache: sourcesCache(project), offline: options.offline ?? false, signal: options.signal }
  return ownPackages(project.configuration, await resolveClosures(requests, context, lock))
}

/** All packages on this machine, verified, by component. */
export async function obtainPackages(
  project: Project,
  options: ObtainOptions,
  lock: LockFile | undefined,
): Promise<ObtainedPackages> {
  const requests = closureRequests(project.configuration)
  if (requests.size === 0) return NO_PACKAGES
  const reporter = fetchReporter(PACKAGES_STEP, options.onEvent)
  const context = {
    cache: sourcesCache(project),
    offline: options.offline ?? false,
    signal: options.signal,
    refresh: options.update ?? false,
    onLog: reporter.onLog,
    onProgress: reporter.onProgress,
  }
  const closures = await reporter.around(() => obtainClosures(requests, context, lock), totalBytes)
  return { byComponent: ownPackages(project.configuration, closures), closures: [...closures.values()] }
}

function totalBytes(closures: ReadonlyMap<string, Closure>): number {
  const all = new Map([...closures.values()].flatMap(({ sources }) => sources.map((source) => [source.name, source])))
  return [...all.values()].reduce((sum, { size }) => sum + (size ?? 0), 0)
}

/** The fetch as it stands in a plan; undefined without packages. `missing` are those to download. */
export function plannedPackages(
  packages: ReadonlyMap<string, readonly ResolvedSource[]>,
  missing: readonly ResolvedSource[],
): PlannedStep | undefined {
  const all = new Map([...packages.values()].flat().map((source) => [source.name, source]))
  if (packages.size === 0) return undefined
  const bytes = missing.reduce((sum, { size }) => sum + (size ?? 0), 0)
  return {
    id: PACKAGES_STEP,
    kind: 'fetch',
    title: `Fetch ${all.size} ${all.size === 1 ? 'package' : 'packages'}`,
    needs: [],
    key: sha256([...all.values()].map((source) => source.sha256).join(' ')),
    action: missing.length === 0 ? 'reuse' : 'build',
    reasons: missing.length === 0 ? [] : [`${missing.length} not downloaded yet`],
    seconds: bytes / (5 * 1024 * 1024),
    cores: 0,
    measured: false,
  }
}
