/** Ports and the firewall: found out before anything is built, or a person is locked out of a machine far away. */
import { expect, test } from 'vitest'
import { loadCatalog } from '../../src/catalog/index.ts'
import type { Catalog, CatalogEntry, Component } from '../../src/catalog/types.ts'
import { resolve } from '../../src/configure/index.ts'
import { listenedPorts } from '../../src/configure/ports.ts'
import { isOpen, parseOpenPorts } from '../../src/profile/firewall.ts'
import { defaultProfile } from '../../src/profile/index.ts'
import type { FirewallSettings, Profile } from '../../src/profile/types.ts'

const catalog = await loadCatalog()

/** The built-in catalog with one more server, made from the ssh component. */
function withServer(changes: Partial<Component>): Catalog {
  const ssh = catalog.entries.get('ssh')
  if (ssh?.kind !== 'component') throw new Error('the catalog has no ssh')
  const other: CatalogEntry = { ...ssh, id: 'other', provides: [], services: [], ...changes }
  return { ...catalog, entries: new Map([...catalog.entries, ['other', other]]) }
}

function profile(changes: { components?: Profile['components']; firewall?: Partial<FirewallSettings> } = {}): Profile {
  const base = defaultProfile('box')
  const firewall = { policy: 'drop' as const, open: [], trusted: [], forward: false, masquerade: false }
  return {
    ...base,
    components: changes.components ?? { ssh: true },
    system: { ...base.system, ...(changes.firewall ? { firewall: { ...firewall, ...changes.firewall } } : {}) },
  }
}

const messages = (of: Profile, from = catalog) => resolve(of, from).problems.map(({ message }) => message)

test('two services on one port are an error with a way out, also when an option says the port; udp is another port', () => {
  const two = profile({ components: { ssh: true, other: true } })
  const clash = resolve(two, withServer({})).problems.find(({ message }) => message.includes('both listen'))
  expect(clash).toMatchObject({ severity: 'error', message: 'other and ssh both listen on port 22/tcp' })
  expect(clash?.hint).toContain('components.ssh.port')
  const moved = profile({ components: { ssh: { port: 2222 }, other: { port: 2222 } } })
  expect(messages(moved, withServer({}))).toContain('other and ssh both listen on port 2222/tcp')
  const apart = profile({ components: { ssh: { port: 2222 }, other: true } })
  expect(messages(apart, withServer({})).join()).not.toContain('both listen')
  expect(messages(two, withServer({ ports: [{ port: 22, protocol: 'udp' }] })).join()).not.toContain('both listen')
  expect(listenedPorts(resolve(apart, withServer({})).states)).toContainEqual({
    component: 'ssh',
    port: 2222,
    protocol: 'tcp',
    option: 'port',
  })
})

test('a firewall that would lock out the only ssh port is warned of, and the hint opens it', () => {
  const closed = resolve(profile({ firewall: { open: ['80'] } }), catalog)
  const warning = closed.problems.find(({ message }) => message.includes('only one for ssh'))
  expect(warning).toMatchObject({ severity: 'warning', hint: 'Add "22" to system.firewall.open' })
  expect(messages(profile({ firewall: { open: ['22'] } })).join()).not.toContain('firewall closes')
  expect(messages(profile({ firewall: { open: ['20-30/tcp'] } })).join()).not.toContain('firewall closes')
  expect(messages(profile({ firewall: { open: ['22/udp'] } })).join()).toContain('only one for ssh')
  expect(messages(profile({ firewall: { policy: 'accept' } })).join()).not.toContain('firewall closes')
})

test('the setting brings the component; a forward to a closed port and an unknown link are told', () => {
  const wrong = profile({ firewall: { trusted: ['lan'], masquerade: true } })
  wrong.machine.forward = [{ host: 8080, guest: 80, protocol: 'tcp' }]
  const configuration = resolve(wrong, catalog)
  expect(configuration.states.get('firewall')).toMatchObject({ selected: true, reason: { setting: 'system.firewall' } })
  expect(configuration.states.get('firewall-nat')?.selected).toBe(true)
  expect(configuration.kernel.get('IP_NF_NAT')?.value).toBe('y')
  expect(configuration.problems.map(({ message }) => message)).toEqual(
    expect.arrayContaining([
      expect.stringContaining('trusts the link lan'),
      expect.stringContaining('forward is off'),
      'machine.forward 8080:80 leads to a port that the firewall closes',
    ]),
  )
})

test('open ports are read as written, and what is none is refused', () => {
  expect(parseOpenPorts('53/udp')).toEqual({ first: 53, last: 53, protocol: 'udp' })
  expect(parseOpenPorts('5000-5010')).toEqual({ first: 5000, last: 5010, protocol: 'tcp' })
  for (const text of ['0', '70000', '30-20', '22/icmp', '22; reboot', '']) expect(parseOpenPorts(text)).toBeUndefined()
  expect(isOpen(undefined, 1, 'tcp')).toBe(true)
})
