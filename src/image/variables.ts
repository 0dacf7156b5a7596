/** What templates see of a configuration. The names are a contract with whoever writes components: see the catalog's guide. */
import type { Component } from '../catalog/types.ts'
import type { Configuration } from '../configure/types.ts'
import { mountedDisks } from '../profile/disks.ts'
import { linkMacPattern } from '../profile/link-mac.ts'
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
    links: profile.machine.links.map(({ address }, index) => ({
      ...(address === undefined ? {} : { address }),
      mac: linkMacPattern(name, index + 1),
    })),
    services: orderedServices(selectedComponents(configuration), profile.system.services),
    accounts: systemAccounts(selectedComponents(configuration)),
    disks: mountedDisks(profile.machine.disks),
    modules: bootModules(configuration),
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

/** Modules of the drivers that are built as such, in the drivers' order. */
function bootModules(configuration: Configuration): string[] {
  const modules = configuration.drivers.flatMap((id) => {
    const state = configuration.states.get(id)
    return state?.mode === 'module' && state.entry.kind === 'driver' ? state.entry.modules : []
  })
  return [...new Set(modules)]
}
