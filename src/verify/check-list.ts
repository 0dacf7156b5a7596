/** Which checks a configuration has: those of every machine, then each selected component's and driver's own. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CatalogEntry } from '../catalog/types.ts'
import type { Configuration } from '../configure/types.ts'
import type { Origin } from '../profile/types.ts'
import { programRoot } from '../system/paths.ts'

export interface Check {
  /** As in CheckResult. */
  id: string
  /** Absolute path of the script. */
  file: string
  /** `first`: after a boot; `again`: after the second boot of the same disk. */
  phase: 'first' | 'again'
  /** Inside the machine; on the host, outside of it; in a second machine on the same link; steps at its screen. */
  place: 'guest' | 'host' | 'peer' | 'screen'
  /** The component or driver it belongs to; absent for general checks. */
  entry?: CatalogEntry
  /** Where the component that it proves comes from. */
  origin?: Origin
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
  const inGuest = (list: { id: string; file: string }[]): Check[] =>
    list.map(({ id, file }) => ({ id, file, phase: 'first', place: 'guest' }))
  const own = (
    place: Check['place'],
    phase: Check['phase'],
    prefix: string,
    fileOf: (entry: CatalogEntry) => string | undefined,
  ) =>
    entries.flatMap((entry): Check[] => {
      const file = fileOf(entry)
      return file === undefined ? [] : [{ id: `${prefix}${entry.kind}:${entry.id}`, file, phase, place, entry }]
    })
  const checks = [
    ...inGuest(general.filter(({ order }) => order < AFTER_ENTRIES)),
    ...own('guest', 'first', '', ({ check }) => check),
    ...inGuest(general.filter(({ order }) => order >= AFTER_ENTRIES)),
    ...own('host', 'first', 'host:', ({ checkHost }) => checkHost),
    ...own('peer', 'first', 'peer:', ({ checkPeer }) => checkPeer),
    ...own('screen', 'first', 'screen:', ({ checkScreen }) => checkScreen),
    ...own('guest', 'again', 'reboot:', ({ checkReboot }) => checkReboot),
  ]
  return checks.map((check) => {
    const origin = checkOrigin(configuration, check.id)
    return origin === undefined ? check : { ...check, origin }
  })
}

/** The origin of what a check is about: the component's own, a driver's is the kernel's. Undefined for general checks. */
function checkOrigin({ states }: Configuration, id: string): Origin | undefined {
  const [, kind, name = ''] = /(component|driver):([\w-]+)$/.exec(id) ?? []
  return kind === 'driver' ? states.get('linux')?.origin : states.get(name)?.origin
}

/** Text of a check's script. */
export function readCheck(check: Pick<Check, 'file'>): Promise<string> {
  return readFile(check.file, 'utf8')
}

/** Seconds that a script asks for with a line `#: seconds 300` at its top; undefined where it does not. */
export function secondsOf(script: string): number | undefined {
  const match = /^(?:#.*\n)*?#: seconds (\d{1,4})\n/.exec(script)
  return match ? Number(match[1]) : undefined
}

/** Where the general checks are. */
export function checksFolder(): string {
  return join(programRoot(), 'templates', 'checks')
}

/** `network-dhcp` → `network:dhcp`: what is known as a family of checks is written as one. */
function checkId(name: string): string {
  return name.replace(/^network-/, 'network:')
}
