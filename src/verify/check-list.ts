/** Which checks a configuration has: those of every machine, then each selected component's and driver's own. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { optionEnvironment } from '../build/environment.ts'
import type { CatalogEntry } from '../catalog/types.ts'
import type { Configuration } from '../configure/types.ts'
import type { OptionValue, Origin } from '../profile/types.ts'
import { SmartError } from '../system/error.ts'
import { programRoot } from '../system/paths.ts'
import { generalChecks } from './general-checks.ts'

export interface Check {
  /** As in CheckResult. */
  id: string
  /** Absolute path of the script. */
  file: string
  /** `first`: after a boot; `again`: after the second boot of the same disk. */
  phase: 'first' | 'again'
  /** Inside the machine; on the host, outside of it; in a second machine on the same link; steps at its screen. */
  place: 'guest' | 'host' | 'peer' | 'screen'
  /** The component or driver it belongs to, with its options; absent for general checks. */
  entry?: CatalogEntry
  /** Where it holds: its line `#: in machine container`, before anything else that is not a comment. Without one: machine. */
  places: readonly Place[]
  options?: Readonly<Record<string, OptionValue>>
  /** Where the component that it proves comes from. */
  origin?: Origin
}

/** What a check can run in. */
export const PLACES = ['machine', 'container'] as const
export type Place = (typeof PLACES)[number]

/** General checks numbered from here on run after the entries' own. */
const AFTER_ENTRIES = 50

/** Before its script was read. */
type Unmarked = Omit<Check, 'places'>

/** In the order they run. */
export async function listChecks(configuration: Configuration): Promise<Check[]> {
  const general = await generalChecks(checksFolder(), configuration)
  const entries = [...configuration.components, ...configuration.drivers].flatMap((id) => {
    const entry = configuration.states.get(id)?.entry
    return entry ? [entry] : []
  })
  const inGuest = (wanted: Check['phase'], isIn: (order: number) => boolean): Unmarked[] =>
    general
      .filter(({ order, phase }) => phase === wanted && isIn(order))
      .map(({ id, file, phase }) => ({ id, file, phase, place: 'guest' }))
  const own = (
    place: Check['place'],
    phase: Check['phase'],
    prefix: string,
    fileOf: (entry: CatalogEntry) => string | undefined,
  ) =>
    entries.flatMap((entry): Unmarked[] => {
      const file = fileOf(entry)
      const { options = {} } = configuration.states.get(entry.id) ?? {}
      const origin = originOf(configuration, entry)
      return file === undefined
        ? []
        : [
            {
              id: `${prefix}${entry.kind}:${entry.id}`,
              file,
              phase,
              place,
              entry,
              options,
              ...(origin ? { origin } : {}),
            },
          ]
    })
  const all = [
    ...inGuest('first', (order) => order < AFTER_ENTRIES),
    ...own('guest', 'first', '', ({ check }) => check),
    ...inGuest('first', (order) => order >= AFTER_ENTRIES),
    ...own('host', 'first', 'host:', ({ checkHost }) => checkHost),
    ...own('peer', 'first', 'peer:', ({ checkPeer }) => checkPeer),
    ...own('screen', 'first', 'screen:', ({ checkScreen }) => checkScreen),
    ...inGuest('again', () => true),
    ...own('guest', 'again', 'reboot:', ({ checkReboot }) => checkReboot),
  ]
  return Promise.all(all.map(async (check) => ({ ...check, places: placesOf(await readCheck(check), check.file) })))
}

/** The places in a check's mark. Throws SmartError for a word that is none: a check that ran nowhere would prove nothing. */
export function placesOf(script: string, file: string): Place[] {
  const lines = script.split('\n')
  const code = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('#'))
  const mark = lines.slice(0, code < 0 ? lines.length : code).find((line) => line.startsWith('#: in'))
  if (mark === undefined) return ['machine']
  const words = mark.slice('#: in'.length).split(/\s+/).filter(Boolean)
  return words.length > 0 ? words.map((word) => place(word, file)) : [place('', file)]
}

function place(word: string, file: string): Place {
  const found = PLACES.find((known) => known === word)
  if (found === undefined)
    throw new SmartError(`“${word}” is no place for a check`, {
      where: file,
      hint: 'Write #: in machine, #: in container, or #: in machine container',
    })
  return found
}

/** The origin of what a check is about: a component's own; a driver's is the kernel's. */
function originOf({ states }: Configuration, entry: CatalogEntry): Origin | undefined {
  return states.get(entry.kind === 'driver' ? 'linux' : entry.id)?.origin
}

/** What one check finds in its environment: CHECK_TIME, CHECK_ORIGIN (source or package) and CHECK_OPTION_<NAME> for each option of its component. */
export function checkVariables({ options = {}, origin }: Pick<Check, 'options' | 'origin'>): Record<string, string> {
  return {
    CHECK_TIME: String(Math.floor(Date.now() / 1000)),
    CHECK_ORIGIN: origin ?? '',
    ...Object.fromEntries(Object.entries(optionEnvironment(options)).map(([name, value]) => [`CHECK_${name}`, value])),
  }
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

/** True for a script that says `#: link plain` at its top: its link is one that no setting of the profile is about. */
export function wantsPlainLink(script: string): boolean {
  return /^(?:#.*\n)*?#: link plain\n/.test(script)
}

/** Where the general checks are. */
export function checksFolder(): string {
  return join(programRoot(), 'templates', 'checks')
}
