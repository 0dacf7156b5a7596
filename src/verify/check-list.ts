/** Which checks a configuration has: those of every machine, then each selected component's and driver's own. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Driver } from '../catalog/types.ts'
import type { Configuration } from '../configure/types.ts'
import { programRoot } from '../system/paths.ts'

export interface Check {
  /** As in CheckResult. */
  id: string
  /** Absolute path of the script. */
  file: string
  /** `first`: after a boot; `again`: after the second boot of the same disk. */
  phase: 'first' | 'again'
  /** The driver whose device it tries. */
  driver?: Driver
}

/** General checks numbered from here on run after the entries' own. */
const AFTER_ENTRIES = 50

/** In the order they run. File names `40-network-dhcp.sh` give ids `network:dhcp`; `clock`, where there is one word only. */
export async function listChecks(configuration: Configuration): Promise<Check[]> {
  const folder = checksFolder()
  const general = (await readdir(folder))
    .flatMap((name) => {
      const match = /^(\d+)-([a-z-]+)\.sh$/.exec(name)
      return match ? [{ order: Number(match[1]), id: checkId(match[2] ?? ''), file: join(folder, name) }] : []
    })
    .sort((a, b) => a.order - b.order)
  const entries = [...configuration.components, ...configuration.drivers].flatMap((id) => {
    const entry = configuration.states.get(id)?.entry
    return entry ? [entry] : []
  })
  const first = (list: { id: string; file: string }[]): Check[] =>
    list.map(({ id, file }) => ({ id, file, phase: 'first' }))
  return [
    ...first(general.filter(({ order }) => order < AFTER_ENTRIES)),
    ...entries.flatMap((entry): Check[] =>
      entry.check
        ? [
            {
              id: `${entry.kind}:${entry.id}`,
              file: entry.check,
              phase: 'first',
              ...(entry.kind === 'driver' ? { driver: entry } : {}),
            },
          ]
        : [],
    ),
    ...first(general.filter(({ order }) => order >= AFTER_ENTRIES)),
    ...entries.flatMap(({ kind, id, checkReboot }): Check[] =>
      checkReboot ? [{ id: `reboot:${kind}:${id}`, file: checkReboot, phase: 'again' }] : [],
    ),
  ]
}

/** Text of a check's script. */
export function readCheck(check: Pick<Check, 'file'>): Promise<string> {
  return readFile(check.file, 'utf8')
}

/** Where the general checks are. */
export function checksFolder(): string {
  return join(programRoot(), 'templates', 'checks')
}

/** `network-dhcp` → `network:dhcp`: what is known as a family of checks is written as one. */
function checkId(name: string): string {
  return name.replace(/^network-/, 'network:')
}
