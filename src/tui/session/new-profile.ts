/** A profile made from another one: a child of it that has no file yet. */
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { BuildRecord } from '../../image/types.ts'
import type { Pipeline, Project } from '../../pipeline/types.ts'
import type { Profile } from '../../profile/types.ts'
import type { Proof } from '../../verify/types.ts'
import type { ProfileEntry } from '../core.ts'

/** How a project's profile is named to open it again; of one without a file, that from which it was made. */
export function referenceOf({ loaded, configuration }: Project): string {
  const { name, extends: parent } = configuration.profile
  return loaded.builtin ? name : (loaded.file ?? parent ?? name)
}

/** How a command names the project: `-p NAME` or a file, and the output folder where it is not the usual one. */
export function namedArguments(project: Project, listed: readonly ProfileEntry[]): string[] {
  const { out, configuration, loaded } = project
  const usual = resolve(join('out', configuration.profile.name))
  const known = listed.find(({ name, file }) => file === loaded.file && name === configuration.profile.name)
  const written = loaded.own.origin ?? loaded.base.origin
  const { origin } = configuration.profile
  return [
    ...['-p', known?.name ?? referenceOf(project)],
    // Of all that a session can be started with over the file, the one that says what was built.
    ...(origin === written ? [] : ['--origin', origin]),
    ...(out === usual ? [] : ['--out', out]),
  ]
}

/** What the file says, and so what changes are counted from; a profile without a file is one change as a whole. */
export function savedProfile({ loaded, configuration }: Project): Profile {
  return loaded.file === undefined ? loaded.base : configuration.profile
}

/** A new profile on top of an open one: nothing but its name is its own. Pure. */
export function startNew(pipeline: Pick<Pipeline, 'reconfigure'>, from: Project, name: string): Project {
  const { profile: base } = from.configuration
  const { file, own, parents = [], ...loaded } = from.loaded
  const nearest = file === undefined ? [] : [{ name: base.name, file, own }]
  const project = {
    ...from,
    out: join(dirname(from.out), name),
    loaded: { ...loaded, own: {}, base, builtin: false, parents: [...nearest, ...parents] },
  }
  return pipeline.reconfigure(project, { ...base, name, extends: referenceOf(from) })
}

/** A path as a person types it: `~/` is their home. */
export function absolute(path: string): string {
  return resolve(path.startsWith('~/') ? join(homedir(), path.slice(2)) : path)
}

/** The profile as it must be said in another folder: a file that it extends is named from where it lies. Pure. */
export function movedTo(file: string, profile: Profile, from: string | undefined): Profile {
  const { extends: parent } = profile
  const isFile = parent !== undefined && (parent.includes('/') || parent.endsWith('.yaml'))
  if (!isFile || from === undefined || dirname(from) === dirname(file)) return profile
  return { ...profile, extends: resolve(dirname(from), parent) }
}

/** What was built of the profile itself, and its proof: with --out another's build may lie in the folder. */
export async function ownBuild(
  pipeline: Pick<Pipeline, 'lastBuild' | 'lastProof' | 'staleSettings'>,
  project: Project,
): Promise<{ record?: BuildRecord | undefined; proof?: Proof | undefined; stale?: readonly string[] }> {
  const [record, proof, stale] = await Promise.all([
    pipeline.lastBuild(project),
    pipeline.lastProof(project),
    pipeline.staleSettings(project),
  ])
  return record?.profile === project.configuration.profile.name ? { record, proof, stale } : {}
}
