/** Saving: only the differences, sorted, atomically, with the previous file kept as `.old`; and the text of a difference. */
import { copyFile, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { stringify } from 'yaml'
import { ExitStatus, SmartError } from '../system/error.ts'
import { errorCode, readTextIfPresent, writeFileAtomic } from '../system/files.ts'
import { profilePlaces } from './load.ts'
import { profileDifference } from './merge.ts'
import { profileName } from './rules.ts'
import type { Profile } from './types.ts'

/** The YAML that would be saved: what differs from `base`. */
export function profileYaml(profile: Profile, base: Profile): string {
  return stringify(profileDifference(profile, base), { lineWidth: 110, sortMapEntries: false })
}

/** Where a profile of this name is saved unless a file is given. Throws when the name is not one. */
export function ownProfileFile(name: string): string {
  const valid = profileName.safeParse(name)
  if (!valid.success)
    throw new SmartError(`${JSON.stringify(name)} cannot be a profile's name`, {
      hint: `Use ${valid.error.issues[0]?.message ?? 'another name'}`,
      exitStatus: ExitStatus.usage,
    })
  return join(profilePlaces().own, `${name}.yaml`)
}

/**
 * Writes the file; a file that is already there is kept as `<file>.old`. Returns the absolute path. `tryOut` is called when it is
 * written: where that throws, both files are again what they were.
 */
export async function saveProfile(
  profile: Profile,
  base: Profile,
  file = ownProfileFile(profile.name),
  tryOut?: (path: string) => Promise<unknown>,
): Promise<string> {
  const path = resolve(file)
  const [before, older] = await Promise.all([readTextIfPresent(path), readTextIfPresent(`${path}.old`)])
  try {
    await copyFile(path, `${path}.old`)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
  }
  await writeFileAtomic(path, profileYaml(profile, base))
  try {
    await tryOut?.(path)
  } catch (error) {
    await putBack(path, before)
    await putBack(`${path}.old`, older)
    throw error
  }
  return path
}

async function putBack(path: string, text: string | undefined): Promise<void> {
  if (text === undefined) await rm(path, { force: true })
  else await writeFileAtomic(path, text)
}

export interface ProfileDifferenceLine {
  /** Dotted path in the file's words. */
  path: string
  before: unknown
  after: unknown
}

/** Setting by setting, what `after` has otherwise than `before`; sorted by path. */
export function diffProfiles(before: Profile, after: Profile): ProfileDifferenceLine[] {
  const [left, right] = [flatten(profileDifference(before, after)), flatten(profileDifference(after, before))]
  return (
    [...new Set([...left.keys(), ...right.keys()])]
      .filter((path) => path !== 'schema' && path !== 'name' && path !== 'extends')
      .sort()
      .map((path) => ({ path, before: left.get(path), after: right.get(path) }))
      // A section that only one has: its settings are told one by one.
      .filter(({ before, after }) => (before ?? null) !== null || (after ?? null) !== null)
  )
}

function flatten(value: unknown, path = '', into = new Map<string, unknown>()): Map<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    for (const [key, inner] of Object.entries(value)) flatten(inner, path === '' ? key : `${path}.${key}`, into)
  else into.set(path, value)
  return into
}
