/** The configuration as its file says, to tell what is new: asked for after every change, and the same until it is saved. */
import type { Configuration } from '../../configure/types.ts'
import type { Pipeline, Project } from '../../pipeline/types.ts'
import type { Profile } from '../../profile/types.ts'

const known = new WeakMap<Profile, Configuration>()

/** Resolves the saved profile with the catalog of the project that is edited. */
export function savedConfiguration({ reconfigure }: Pick<Pipeline, 'reconfigure'>, project: Project, saved: Profile) {
  const before = known.get(saved)
  if (before?.catalog === project.catalog) return before
  const { configuration } = reconfigure(project, saved)
  known.set(saved, configuration)
  return configuration
}
