/** Finding, reading and merging profiles: the built-in ones of the program, and a person's own, which come first. */
import { readdir } from 'node:fs/promises'
import { basename, dirname, extname, isAbsolute, join, relative, resolve } from 'node:path'
import { ExitStatus, SmartError } from '../system/error.ts'
import { errorCode, readTextIfPresent } from '../system/files.ts'
import { didYouMean } from '../system/nearest.ts'
import { configRoot, programRoot } from '../system/paths.ts'
import { parseYaml } from '../system/yaml.ts'
import { defaultProfile } from './defaults.ts'
import { mergeProfile } from './merge.ts'
import { type ProfileFile, profileFileSchema } from './schema.ts'
import type { LoadedProfile, Profile } from './types.ts'

export interface ProfilePlaces {
  builtin: string
  own: string
}

/** `profiles/` of the program and `$XDG_CONFIG_HOME/smart-os/profiles`. */
export function profilePlaces(): ProfilePlaces {
  return { builtin: join(programRoot(), 'profiles'), own: join(configRoot(), 'profiles') }
}

export interface ListedProfile {
  name: string
  file: string
  builtin: boolean
}

/** Every profile that can be named, sorted by name; an own one hides a built-in one of the same name. */
export async function listProfiles(places = profilePlaces()): Promise<ListedProfile[]> {
  const found = new Map<string, ListedProfile>()
  for (const builtin of [true, false]) {
    const folder = builtin ? places.builtin : places.own
    for (const file of await filesOf(folder)) {
      const name = basename(file, extname(file))
      found.set(name, { name, file: join(folder, file), builtin })
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function filesOf(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort()
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}

/** Loads a profile by name, or by file where the reference has a slash or ends in .yaml. Throws located errors. */
export async function loadProfile(reference: string, places = profilePlaces()): Promise<LoadedProfile> {
  const file = await findProfile(reference, places, undefined)
  return loadFile(file, places, [])
}

async function loadFile(
  file: string,
  places: ProfilePlaces,
  chain: string[],
): Promise<LoadedProfile & { file: string }> {
  if (chain.includes(file))
    throw new SmartError(
      `${showPath(file)} extends itself: ${[...chain, file].map((path) => basename(path)).join(' → ')}`,
      {
        where: showPath(chain.at(-1) ?? file),
        hint: 'Take the line "extends:" out of one of them',
        exitStatus: ExitStatus.usage,
      },
    )
  const text = await readTextIfPresent(file).catch((error) => {
    throw unreadable(file, error)
  })
  if (text === undefined) throw notFound(file, [])
  const own = parseYaml(text, showPath(file), profileFileSchema)
  const parent =
    own.extends === undefined
      ? undefined
      : await loadFile(await findProfile(own.extends, places, file), places, [...chain, file])
  const finished = finish(own, parent?.profile ?? defaultProfile(own.name), file, dirname(file) === places.builtin)
  if (parent === undefined) return { ...finished, parents: [] }
  const nearest = { name: parent.profile.name, file: parent.file, own: parent.own }
  return { ...finished, parents: [nearest, ...(parent.parents ?? [])] }
}

function unreadable(file: string, cause: unknown): unknown {
  const why: Record<string, string> = { EISDIR: 'is a folder', EACCES: 'may not be read by you' }
  const words = why[errorCode(cause) ?? '']
  if (words === undefined) return cause
  return new SmartError(`${showPath(file)} ${words}`, {
    hint: 'A profile is a file that ends in .yaml',
    exitStatus: ExitStatus.usage,
    cause,
  })
}

function finish(own: ProfileFile, base: Profile, file: string, builtin: boolean): LoadedProfile & { file: string } {
  const profile = mergeProfile(base, own)
  // A file's own `source` entries are relative to the profile that names them.
  profile.system = {
    ...profile.system,
    files: profile.system.files.map((entry) =>
      entry.source === undefined || isAbsolute(entry.source)
        ? entry
        : { ...entry, source: resolve(dirname(file), entry.source) },
    ),
  }
  return { profile, own: { ...own }, file, base, builtin }
}

/** `from` is the file whose `extends` is followed: paths are relative to it, and its own name means the built-in one. */
async function findProfile(reference: string, places: ProfilePlaces, from: string | undefined): Promise<string> {
  if (reference.includes('/') || reference.endsWith('.yaml'))
    return resolve(from === undefined ? '.' : dirname(from), reference)
  const listed = await listProfiles(places)
  const match = listed.find((profile) => profile.name === reference)
  if (match && match.file !== from) return match.file
  const builtin = join(places.builtin, `${reference}.yaml`)
  if (match && builtin !== from && (await readTextIfPresent(builtin)) !== undefined) return builtin
  if (match) return match.file
  throw notFound(
    reference,
    listed.map(({ name }) => name),
    from,
  )
}

function notFound(reference: string, known: string[], from?: string): SmartError {
  return new SmartError(`There is no profile ${JSON.stringify(reference)}`, {
    ...(from === undefined ? {} : { where: showPath(from) }),
    hint: didYouMean(reference, known) || 'smart-os profiles list shows all; a path to a .yaml file works too',
    exitStatus: ExitStatus.usage,
  })
}

/** A path as it is shorter to read: relative where it is below the current folder. */
export function showPath(path: string): string {
  const short = relative('.', path)
  return short !== '' && !short.startsWith('..') ? short : path
}
