/**
 * The source of a component that has Kconfig (the kernel, busybox), as the build would unpack it: found in the store, or fetched and
 * unpacked on request, without the rest of a build.
 */
import { availableParallelism } from 'node:os'
import { build, readEntryRecord, stepKeys, storeEntry, unpackOf } from '../build/index.ts'
import type { BuildListener, Step } from '../build/types.ts'
import type { Component } from '../catalog/types.ts'
import { openTarball, readLock, resolveSource } from '../sources/index.ts'
import type { ResolvedSource } from '../sources/types.ts'
import { ExitStatus, SmartError } from '../system/error.ts'
import { makeFolder } from '../system/files.ts'
import { lockPath, type ObtainOptions, sourcesCache } from './source-options.ts'
import { obtainOne, type SourcedComponent, sourcedComponents } from './sources.ts'
import type { Project } from './types.ts'

export interface FetchSourceOptions {
  signal?: AbortSignal | undefined
  onEvent?: BuildListener | undefined
}

/** Absolute path of the unpacked tree; undefined where it is not in the store. Asks no network. */
export async function findSource(project: Project, component: string): Promise<string | undefined> {
  const sourced = sourceOf(project, component)
  const source = await resolveOne(project, sourced).catch((error: unknown) => {
    // Without an index nothing was ever fetched, either.
    if (error instanceof SmartError) return undefined
    throw error
  })
  if (source === undefined) return undefined
  const step = await unpackStepOf(project, component, source)
  const key = stepKeys([step]).get(step.id) ?? ''
  return (await readEntryRecord(project.cache, key)) && storeEntry(project.cache, key).path
}

/** Fetches and unpacks what is missing; the path of the tree. Throws SmartError for a source that cannot be had, CancelledError. */
export async function fetchSource(
  project: Project,
  component: string,
  { signal, onEvent }: FetchSourceOptions = {},
): Promise<string> {
  await makeFolder(project.cache)
  const lock = await readLock(lockPath(project))
  const options: ObtainOptions = {
    ...(signal === undefined ? {} : { signal }),
    ...(onEvent === undefined ? {} : { onEvent }),
  }
  const source = await obtainOne(project, sourceOf(project, component), options, lock)
  const step = await unpackStepOf(project, component, source)
  const { outputs } = await build([step], {
    cache: project.cache,
    jobs: availableParallelism(),
    targets: [step.id],
    ...options,
  })
  const path = outputs.get(step.id)?.path
  if (path === undefined) throw new Error(`${step.id} left nothing`)
  return path
}

/** The component that is configured with Kconfig. Throws SmartError where it is not compiled here. */
function sourceOf(project: Project, component: string): SourcedComponent {
  const { sourceName } = kconfigComponent(project, component)
  const found = sourcedComponents(project).find((one) => one.sourceName === sourceName)
  if (found) return found
  throw new SmartError(`${component} is not compiled here: it comes as the distribution's package`, {
    hint: `Set its origin to source to configure it`,
    exitStatus: ExitStatus.usage,
  })
}

/** Throws SmartError (usage) for a component that the catalog lacks or that has no Kconfig. */
export function kconfigComponent(
  project: Pick<Project, 'catalog'>,
  id: string,
): Component & { kconfig: NonNullable<Component['kconfig']> } {
  const entry = project.catalog.entries.get(id)
  if (entry?.kind === 'component' && entry.kconfig) return { ...entry, kconfig: entry.kconfig }
  throw new SmartError(`${id} is not configured with Kconfig`, {
    hint: 'linux and busybox are',
    exitStatus: ExitStatus.usage,
  })
}

async function resolveOne(project: Project, component: SourcedComponent): Promise<ResolvedSource> {
  const context = { cache: sourcesCache(project), offline: true, signal: undefined, base: component.folder }
  return resolveSource(component.sourceName, component.sources, context, await readLock(lockPath(project)))
}

async function unpackStepOf(project: Project, id: string, source: ResolvedSource): Promise<Step> {
  const step = await unpackOf(kconfigComponent(project, id), {
    sources: new Map([[source.name, source]]),
    openSource: async (wanted, context) => {
      if (!('path' in source)) throw new Error(`${wanted.name} is unpacked before it is fetched`)
      return openTarball(source as Parameters<typeof openTarball>[0], {
        cache: sourcesCache(project),
        signal: context.signal,
      })
    },
  })
  if (!step) throw new Error(`${id} has no source`)
  return step
}
