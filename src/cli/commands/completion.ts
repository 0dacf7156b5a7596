/** `smart-os completion SHELL`, `smart-os man`, and the words that completion asks for. */
import type { Command } from 'commander'
import { loadCatalog } from '../../catalog/index.ts'
import { BOOTS, defaultProfile, listProfiles, profileAsFile } from '../../profile/index.ts'
import { ExitStatus } from '../../system/error.ts'
import { bashCompletion } from '../completion/bash.ts'
import { fishCompletion } from '../completion/fish.ts'
import { manPage } from '../completion/man.ts'
import { type CommandRow, commandRows } from '../completion/model.ts'
import { zshCompletion } from '../completion/zsh.ts'
import { print } from '../output.ts'
import { VERSION } from '../version.ts'

export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

const SCRIPTS: Record<Shell, (rows: readonly CommandRow[]) => string> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
}

/** Prints the completion script of a shell. */
export function completionCommand(program: Command, shell: Shell): number {
  print(SCRIPTS[shell](rowsOf(program)).trimEnd())
  return ExitStatus.done
}

/** Prints the manual page. */
export function manCommand(program: Command): number {
  print(manPage(rowsOf(program), VERSION).trimEnd())
  return ExitStatus.done
}

function rowsOf(program: Command): CommandRow[] {
  return commandRows(program, [...BOOTS, 'container'])
}

/** Prints the words of a kind, one a line. An unknown kind has none. */
export async function completeCommand(kind: string): Promise<number> {
  for (const word of await words(kind)) print(word)
  return ExitStatus.done
}

async function words(kind: string): Promise<string[]> {
  if (kind === 'profile') return (await listProfiles()).map(({ name }) => name)
  if (kind !== 'component' && kind !== 'subject' && kind !== 'setting') return []
  const entries = [...(await loadCatalog([])).entries.values()].filter(
    (entry) => !(entry.kind === 'component' && entry.hidden),
  )
  const ids = entries.filter((entry) => kind !== 'component' || entry.kind === 'component').map(({ id }) => id)
  if (kind !== 'setting') return ids.sort()
  const settings = leaves(profileAsFile({ ...defaultProfile('x'), summary: '' }))
  const switches = entries.map((entry) => `${entry.kind}s.${entry.id}`)
  return [...settings, 'image.budget', 'image.size', ...switches].sort().map((key) => `${key}=`)
}

/** Dotted paths of everything that has a value; what cannot be set from outside is left out. */
function leaves(value: Record<string, unknown>, path = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]) => {
    if (path === '' && ['schema', 'name', 'arch'].includes(key)) return []
    const here = path === '' ? key : `${path}.${key}`
    const isMap = typeof inner === 'object' && inner !== null && !Array.isArray(inner)
    return isMap ? leaves(inner as Record<string, unknown>, here) : [here]
  })
}
