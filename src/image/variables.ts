/** What templates see of a configuration. The names are a contract with whoever writes components: see the catalog's guide. */
import type { Component } from '../catalog/types.ts'
import type { Configuration } from '../configure/types.ts'
import { SmartError } from '../system/error.ts'
import type { TemplateVariables } from './render.ts'

export interface OrderedService {
  name: string
  component: string
  after: string[]
  /** Started in containers, too. */
  container: boolean
}

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
    services: orderedServices(selectedComponents(configuration)),
    modules: bootModules(configuration),
  }
}

/** Modules of the drivers that are built as such, in the drivers' order. */
function bootModules(configuration: Configuration): string[] {
  const modules = configuration.drivers.flatMap((id) => {
    const state = configuration.states.get(id)
    return state?.mode === 'module' && state.entry.kind === 'driver' ? state.entry.modules : []
  })
  return [...new Set(modules)]
}

/** Services in starting order: each behind all that it names in `after` (where those are selected), else by name. */
export function orderedServices(components: readonly Component[]): OrderedService[] {
  const waiting = components
    .flatMap(({ id, services }) =>
      services.map(({ name, after, container }) => ({ name, component: id, after, container })),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const ordered: OrderedService[] = []
  while (waiting.length > 0) {
    const ready = waiting.findIndex(
      ({ name, after }) => !waiting.some((other) => other.name !== name && after.includes(other.name)),
    )
    const [service] = waiting.splice(ready, ready < 0 ? 0 : 1)
    if (!service)
      throw new SmartError(`These services wait for each other: ${waiting.map(({ name }) => name).join(', ')}`, {
        where: waiting.map(({ component }) => component).join(', '),
        hint: 'Take one of the names out of `after` in a component.yaml',
      })
    ordered.push(service)
  }
  return ordered
}
