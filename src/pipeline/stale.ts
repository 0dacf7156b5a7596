/** Whether the images in the output folder are those of the settings that are asked for now: a machine cannot have what was never built into it. */
import { join } from 'node:path'
import { diffProfiles, loadProfile } from '../profile/index.ts'
import type { Project } from './types.ts'

/** Settings of the virtual machine and words for people, which no image holds. */
const OUTSIDE = /^(title|summary|image\.budget|machine\.(memory|cpus|boot|display|forward|network))(\.|$)/

/** Dotted paths of the settings that were others when the images were built; none where they are up to date or where that cannot be told. */
export async function staleSettings(project: Pick<Project, 'loaded' | 'out'>): Promise<string[]> {
  try {
    const built = await loadProfile(join(project.out, 'config', 'profile.yaml'))
    return diffProfiles(built.profile, project.loaded.profile)
      .map(({ path }) => path)
      .filter((path) => !OUTSIDE.test(path))
  } catch {
    return []
  }
}

/** A sentence for the person, or none. */
export async function staleNotes(project: Pick<Project, 'loaded' | 'out'>): Promise<string[]> {
  const paths = await staleSettings(project)
  if (paths.length === 0) return []
  const shown = paths.slice(0, 4).join(', ') + (paths.length > 4 ? ` and ${paths.length - 4} more` : '')
  return [`The image was built with another value of ${shown}. What you see is the old one until you build again.`]
}
