/** Forwards of a verify run: every port of the selected components, reachable on 127.0.0.1 of the run's namespace (or of the host). */
import { createServer } from 'node:net'
import { firewallOf } from '../configure/firewall.ts'
import { listenedPorts } from '../configure/ports.ts'
import type { Configuration } from '../configure/types.ts'
import { isOpen, parseOpenPorts } from '../profile/firewall.ts'
import type { Forward } from '../profile/types.ts'

/** First of the ports in a namespace, where all are free. */
const FIRST = 20_000
const OUTSIDE_PORT = 7007

/** One forward for each port and protocol. `own` is true in a namespace of the run's own; else ports that are free now are taken. */
export async function componentForwards(configuration: Configuration, own: boolean): Promise<Forward[]> {
  if (configuration.profile.machine.network === 'none') return []
  const ports = listenedPorts(configuration.states)
  const wanted = new Map(ports.map(({ port, protocol }) => [`${port}/${protocol}`, { guest: port, protocol }]))
  const forwards: Forward[] = []
  for (const each of wanted.values()) forwards.push({ ...each, host: own ? FIRST + forwards.length : await freePort() })
  return forwards
}

/** CHECK_FORWARD_80=20000 for 80/tcp, CHECK_FORWARD_UDP_53 for 53/udp. */
export function forwardEnvironment(forwards: readonly Forward[]): Record<string, string> {
  return Object.fromEntries(
    forwards.map(({ host, guest, protocol }) => [
      `CHECK_FORWARD_${protocol === 'udp' ? 'UDP_' : ''}${guest}`,
      String(host),
    ]),
  )
}

/** Components that cannot be looked at from outside, since the firewall closes their ports, and why. */
export function closedComponents(configuration: Configuration): Map<string, string> {
  const firewall = firewallOf(configuration)
  return new Map(
    listenedPorts(configuration.states)
      .filter(({ port, protocol }) => !isOpen(firewall, port, protocol))
      .map(({ component, port, protocol }) => [component, `the firewall closes port ${port}/${protocol}`]),
  )
}

/** The guest's port for the check from outside: one that the firewall lets in and that nothing else listens on; undefined without. */
export function outsideGuestPort(configuration: Configuration): number | undefined {
  const firewall = firewallOf(configuration)
  if (isOpen(firewall, OUTSIDE_PORT, 'tcp')) return OUTSIDE_PORT
  const taken = listenedPorts(configuration.states).map(({ port }) => port)
  return firewall?.open
    .flatMap((text) => parseOpenPorts(text) ?? [])
    .find(({ first, protocol }) => protocol === 'tcp' && !taken.includes(first))?.first
}

/** A port that was free a moment ago; used only where there is no namespace to have ports of one's own in. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
