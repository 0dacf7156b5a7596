/** The checks that belong to no entry: those of every machine, and those of machines that have something in common. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { componentsOf } from '../configure/index.ts'
import type { Configuration } from '../configure/types.ts'
import { mountedDisks } from '../profile/disks.ts'
import { SmartError } from '../system/error.ts'

export interface GeneralCheck {
  /** Number at the start of the file's name. */
  order: number
  id: string
  file: string
  phase: 'first' | 'again'
}

/** What a line `#: when NAME` at the top of a script may name: without it, the script is for every machine. */
const CONDITIONS: Record<string, (configuration: Configuration) => boolean> = {
  services: (configuration) =>
    configuration.profile.system.services.length > 0 ||
    componentsOf(configuration).some(
      ({ id, services }) =>
        configuration.states.get(id)?.selected && services.some(({ command }) => command !== undefined),
    ),
  disks: ({ profile }) => mountedDisks(profile.machine.disks).length > 0,
}

/** In their order. `40-network-dhcp.sh` gives the id `network:dhcp`; `45-disks-reboot.sh` is `reboot:disks`, for the second boot. */
export async function generalChecks(folder: string, configuration: Configuration): Promise<GeneralCheck[]> {
  const checks: GeneralCheck[] = []
  for (const name of (await readdir(folder)).sort()) {
    const match = /^(\d+)-([a-z-]+?)(-reboot)?\.sh$/.exec(name)
    if (match === null) continue
    const [, order = '', words = '', reboot] = match
    const file = join(folder, name)
    if (!applies(await readFile(file, 'utf8'), file, configuration)) continue
    // What is known as a family of checks is written as one.
    const id = words.replace(/^network-/, 'network:')
    checks.push({
      order: Number(order),
      id: reboot ? `reboot:${id}` : id,
      file,
      phase: reboot ? 'again' : 'first',
    })
  }
  return checks.sort((a, b) => a.order - b.order)
}

function applies(script: string, file: string, configuration: Configuration): boolean {
  const name = /^(?:#.*\n)*?#: when (.+)\n/.exec(script)?.[1]
  if (name === undefined) return true
  const condition = CONDITIONS[name]
  if (condition === undefined)
    throw new SmartError(`“${name}” is no condition for a check`, {
      where: file,
      hint: `Write #: when ${Object.keys(CONDITIONS).join(' or ')}`,
    })
  return condition(configuration)
}
