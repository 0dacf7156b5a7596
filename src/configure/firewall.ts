/** The firewall as it will be, and what it would close that somebody counts on. */
import { isOpen } from '../profile/firewall.ts'
import { forwardText } from '../profile/merge.ts'
import type { FirewallSettings } from '../profile/types.ts'
import { listenedPorts } from './ports.ts'
import type { Configuration, Problem } from './types.ts'

type Resolved = Pick<Configuration, 'profile' | 'states'>

/** What the component does where the profile says nothing more. */
const DEFAULT: FirewallSettings = { policy: 'drop', open: [], trusted: [], forward: false, masquerade: false }

/** The settings in force; undefined where nothing is filtered. */
export function firewallOf({ profile, states }: Resolved): FirewallSettings | undefined {
  return profile.system.firewall ?? (states.get('firewall')?.selected ? DEFAULT : undefined)
}

/** Settings that cannot work, and ports that are closed although something listens there. */
export function firewallProblems(configuration: Resolved): Problem[] {
  const firewall = firewallOf(configuration)
  if (firewall === undefined) return []
  const { profile, states } = configuration
  const { links, forward } = profile.machine
  const about = 'system.firewall'
  const problems: Problem[] = []
  for (const name of firewall.trusted)
    if (!links.some((link) => link.name === name))
      problems.push({
        severity: 'error',
        about,
        message: `The firewall trusts the link ${name}, which machine.links does not have`,
        hint: `Add { name: ${name}, address: 192.168.7.1/24 } to machine.links, or take it out of system.firewall.trusted`,
      })
  if (firewall.masquerade && !firewall.forward)
    problems.push({
      severity: 'error',
      about,
      message: 'system.firewall.masquerade is on, but forward is off: nothing is passed on',
      hint: 'Set system.firewall.forward to true, or masquerade to false',
    })
  for (const one of forward)
    if (!isOpen(firewall, one.guest, one.protocol))
      problems.push({
        severity: 'warning',
        about,
        message: `machine.forward ${forwardText(one)} leads to a port that the firewall closes`,
        hint: openHint(one.guest, one.protocol),
      })
  // From a trusted link everything is reached.
  if (firewall.trusted.length > 0) return problems
  const ports = listenedPorts(states)
  for (const { component, port, protocol } of ports) {
    if (isOpen(firewall, port, protocol)) continue
    const only = ports.filter((other) => isSshServer(states, other.component)).length === 1
    const lockout = only && isSshServer(states, component)
    problems.push({
      severity: 'warning',
      about,
      message: lockout
        ? `The firewall closes port ${port}, the only one for ssh: nobody could log in over the network`
        : `${component} listens on port ${port}/${protocol}, but the firewall closes it`,
      hint: openHint(port, protocol),
    })
  }
  return problems
}

function isSshServer(states: Resolved['states'], id: string): boolean {
  const entry = states.get(id)?.entry
  return entry?.id === 'ssh' || (entry?.provides.includes('ssh-server') ?? false)
}

function openHint(port: number, protocol: 'tcp' | 'udp'): string {
  return `Add "${port}${protocol === 'udp' ? '/udp' : ''}" to system.firewall.open`
}
