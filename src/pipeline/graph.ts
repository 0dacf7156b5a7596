/** From a resolved configuration and its sources to the whole graph of steps: unpack, build, compose, pack. */
import { componentSteps } from '../build/index.ts'
import type { Step } from '../build/types.ts'
import { imageSteps } from '../image/index.ts'
import { openTarball } from '../sources/index.ts'
import type { FetchedSource, ResolvedSource } from '../sources/types.ts'
import { SmartError } from '../system/error.ts'
import { type ResolveOptions, resolveKernelNeeds } from './kernel-needs.ts'
import { sourcesCache } from './source-options.ts'
import type { ProjectSources } from './sources.ts'
import type { Project } from './types.ts'

/**
 * Steps of the compiled components and of the images. Keys need only the sources' hashes; running needs them fetched. What the
 * kernel needs besides its requests is looked up or found out as the options allow; throws as resolveKernelNeeds() does.
 */
export async function projectSteps(
  project: Project,
  sources: ProjectSources<ResolvedSource | FetchedSource>,
  options: ResolveOptions = {},
): Promise<Step[]> {
  const asked = await buildSteps(project, sources)
  const resolved = await resolveKernelNeeds(project, asked, options)
  const builds = resolved === project ? asked : await buildSteps(resolved, sources)
  return [...builds, ...(await imageSteps(resolved.configuration, { builds, profileFile: project.loaded.file }))]
}

/** The steps of all components, with the kernel's requests as the configuration has them. */
export function buildSteps(
  project: Project,
  { sources, packages }: ProjectSources<ResolvedSource | FetchedSource>,
): Promise<Step[]> {
  return componentSteps(project.configuration, {
    cache: project.cache,
    sources,
    openSource: async (source, context) => {
      const fetched = sources.get(source.name)
      if (fetched === undefined || !('path' in fetched)) throw notHere(`The source of ${source.name}`)
      return openTarball(fetched, { cache: sourcesCache(project), signal: context.signal })
    },
    packages,
    openPackage: (source) => {
      if ('path' in source && typeof source.path === 'string') return source.path
      throw notHere(source.file)
    },
  })
}

function notHere(what: string): SmartError {
  return new SmartError(`${what} is not on this machine`, { hint: 'Run the build again without --offline' })
}
