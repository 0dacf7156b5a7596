/** What templates see of a configuration. The names are a contract with whoever writes components: see the catalog's guide. */
import type { Component } from '../catalog/types.ts'
import type { Configuration } from '../configure/types.ts'
import { mountedDisks } from '../profile/disks.ts'
import { parseOpenPorts } from '../profile/firewall.ts'
import { linkMacPattern } from '../profile/link-mac.ts'
import type { Profile } from '../profile/types.ts'
import type { TemplateVariables } from './render.ts'
import { orderedServices } from './services.ts'

/** The selected components, dependencies first. What others are only compiled against (a toolchain) is no part of the machine. */
export function selectedComponents(configuration: Pick<Configuration, 'components' | 'states'>): Component[] {
  return configuration.components.flatMap((id) => {
    const state = configuration.states.get(id)
    return state?.selected && state.entry.kind === 'component' ? [state.entry] : []
  })
}

/** All variables but `options`, as plain data with every optional list filled in. */
export function templateVariables(configuration: Configuration): TemplateVariables {
  const { profile } = configuration
  const { name, title } = profile
  const system = {
    ...profile.system,
    users: profile.system.users.map((user) => ({ groups: [], sshKeys: [], ...user })),
  }
  return {
    system,
    image: profile.image,
    machine: profile.machine,
    profile: { name, title },
    components: selectedComponents(configuration)
      .map(({ id }) => id)
      .sort(),
    drivers: [...configuration.drivers].sort(),
    links: linkVariables(profile),
    firewall: firewallVariables(profile),
    services: orderedServices(selectedComponents(configuration), profile.system.services),
    accounts: systemAccounts(selectedComponents(configuration)),
    disks: mountedDisks(profile.machine.disks),
    modules: bootModules(configuration),
  }
}

/** The links, each with a pattern of its card's hardware address. */
function linkVariables({ name, machine }: Profile) {
  return machine.links.map((link, index) => ({
    name: link.name,
    ...(link.address === undefined ? {} : { address: link.address }),
    mac: linkMacPattern(name, index + 1),
  }))
}

/** The firewall's settings with ports taken apart: without any, nothing but what was asked for comes in. */
function firewallVariables(profile: Profile) {
  const {
    policy = 'drop',
    open = [],
    trusted = [],
    forward = false,
    masquerade = false,
  } = profile.system.firewall ?? {}
  return {
    policy,
    open: open.flatMap((text) => parseOpenPorts(text) ?? []),
    trusted: linkVariables(profile).filter(({ name }) => trusted.includes(name)),
    forward,
    masquerade,
  }
}

/** The components' system accounts by number, as plain data with nothing left out. */
export function systemAccounts(components: readonly Component[]) {
  return components
    .flatMap(({ id, users }) =>
      users.map((user) => ({ home: '/', shell: '/usr/sbin/nologin', ...user, component: id })),
    )
    .sort((a, b) => a.uid - b.uid)
}

/** Modules of drivers that are built as such and of components, in their order. /init passes over what is built in. */
function bootModules(configuration: Configuration): string[] {
  const modules = [...configuration.components, ...configuration.drivers].flatMap((id) => {
    const state = configuration.states.get(id)
    return state?.selected && state.mode !== 'builtin' ? state.entry.modules : []
  })
  return [...new Set(modules)]
}
