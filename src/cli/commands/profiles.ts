/** `smart-os profiles …` */
import { basename } from 'node:path'
import { stringify } from 'yaml'
import { loadCatalog } from '../../catalog/index.ts'
import { resolve } from '../../configure/index.ts'
import {
  applySets,
  diffProfiles,
  listProfiles,
  loadProfile,
  ownProfileFile,
  profileAsFile,
  profileYaml,
  saveProfile,
  showPath,
} from '../../profile/index.ts'
import { withoutHashes } from '../../profile/without-hashes.ts'
import { ExitStatus } from '../../system/error.ts'
import { reportError } from '../errors.ts'
import { paint, print, table } from '../output.ts'
import { printProblems } from '../problems.ts'

export async function listCommand(flags: { json?: boolean }): Promise<number> {
  const rows = await Promise.all(
    (await listProfiles()).map(async ({ name, file, builtin }) => {
      const { profile } = await loadProfile(file)
      return { name, title: profile.title, summary: profile.summary, builtin, file }
    }),
  )
  if (flags.json) print(JSON.stringify(rows, null, 2))
  else
    print(table(rows.map((row) => [row.name, row.title, row.builtin ? 'built in' : showPath(row.file), row.summary])))
  return ExitStatus.done
}

export async function showCommand(reference: string, flags: { set: string[]; own?: boolean }): Promise<number> {
  const loaded = await loadProfile(reference)
  const profile = applySets(loaded.profile, flags.set)
  print(
    (flags.own ? profileYaml(profile, loaded.base) : stringify(profileAsFile(profile), { lineWidth: 110 })).trimEnd(),
  )
  return ExitStatus.done
}

export async function diffCommand(before: string, after: string): Promise<number> {
  const [left, right] = await Promise.all([loadProfile(before), loadProfile(after)])
  const lines = diffProfiles(left.profile, right.profile)
  if (lines.length === 0) print('No difference.')
  const show = (value: unknown) => (value === undefined ? '—' : JSON.stringify(withoutHashes(value)))
  print(table(lines.map(({ path, before: was, after: is }) => [path, show(was), '→', show(is)])))
  return ExitStatus.done
}

export async function validateCommand(references: string[], flags: { catalog: string[] }): Promise<number> {
  const catalog = await loadCatalog(flags.catalog)
  let status: number = ExitStatus.done
  for (const reference of references) {
    try {
      const { profile } = await loadProfile(reference)
      const configuration = resolve(profile, catalog)
      if (printProblems(configuration)) status = ExitStatus.usage
      else print(`${paint('green', 'valid')}  ${reference}`)
    } catch (error) {
      status = reportError(error)
    }
  }
  return status
}

export async function saveCommand(reference: string, name: string, flags: { set: string[] }): Promise<number> {
  const loaded = await loadProfile(reference)
  const file = name.endsWith('.yaml') ? name : ownProfileFile(name)
  const parent = loaded.builtin ? loaded.profile.name : (loaded.file ?? loaded.profile.name)
  const profile = applySets({ ...loaded.profile, name: basename(file, '.yaml'), extends: parent }, flags.set)
  print(`Saved ${showPath(await saveProfile(profile, loaded.profile, file))}`)
  print(profileYaml(profile, loaded.profile).trimEnd())
  return ExitStatus.done
}
