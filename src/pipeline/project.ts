/** Opening a profile as a project: loaded, changed as asked, resolved, with its folders. */
import { join, resolve as resolvePath } from 'node:path'
import { loadCatalog } from '../catalog/index.ts'
import { resolve } from '../configure/index.ts'
import type { Configuration } from '../configure/types.ts'
import { applySets, loadProfile } from '../profile/index.ts'
import type { Profile } from '../profile/types.ts'
import { ExitStatus, SmartError } from '../system/error.ts'
import { cacheRoot } from '../system/paths.ts'
import type { Project, ProjectOptions } from './types.ts'

/** Loads profile and catalog, applies `sets`, resolves. Throws located SmartErrors (usage). */
export async function openProject(options: ProjectOptions): Promise<Project> {
  const [loaded, catalog] = await Promise.all([loadProfile(options.profile), loadCatalog(options.catalogs)])
  const profile = applySets(loaded.profile, options.sets ?? [])
  return {
    loaded: { ...loaded, profile },
    catalog,
    configuration: resolve(profile, catalog),
    out: resolvePath(options.out ?? join('out', profile.name)),
    cache: cacheRoot(),
  }
}

/** The same project after edits of its profile. Pure. */
export function reconfigure(project: Project, profile: Profile): Project {
  return { ...project, loaded: { ...project.loaded, profile }, configuration: resolve(profile, project.catalog) }
}

/** Throws one SmartError (usage) with every error of the configuration, so that nothing is built from a wrong one. */
export function requireSound(configuration: Configuration): void {
  const errors = configuration.problems.filter((problem) => problem.severity === 'error')
  const [first, ...rest] = errors
  if (first === undefined) return
  throw new SmartError([first, ...rest].map((problem) => problem.message).join('\n'), {
    where: `profile ${configuration.profile.name}`,
    hint: errors.map((problem) => problem.hint).find((hint) => hint) ?? '',
    exitStatus: ExitStatus.usage,
  })
}
