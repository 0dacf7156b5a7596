/** Which components a configuration makes, in which order and from which origin. */
import type { Catalog, Component } from '../catalog/types.ts'
import type { Configuration } from '../configure/types.ts'
import type { OptionValue, Origin } from '../profile/types.ts'
import { SmartError } from '../system/error.ts'

/** A component that has to be built or unpacked, with its options. */
export interface BuiltComponent {
  component: Component
  origin: Origin
  options: Readonly<Record<string, OptionValue>>
  /** Names of the packages it is made of, without those that apt adds. Empty for origin `source`. */
  packages: readonly string[]
}

/**
 * The components that are made for a configuration, dependencies first: the selected ones that come from somewhere, and all that the
 * compiled ones are built with, which need not be part of the machine (then with default options). Throws SmartError for a circle.
 */
export function buildComponents(configuration: Configuration): BuiltComponent[] {
  const order = new Map<string, Omit<BuiltComponent, 'packages'>>()
  const compiledAgainst = new Set<string>()
  const visit = (id: string, chain: readonly string[]): void => {
    const component = findComponent(configuration, id)
    if (component === undefined || order.has(component.id)) return
    const origin = originOf(configuration, component)
    refuseCircle(component, chain)
    if (origin === 'source')
      for (const need of compiledWith(configuration, component)) visit(need.id, [...chain, component.id])
    const state = configuration.states.get(component.id)
    const defaults = Object.fromEntries(Object.entries(component.options).map(([name, spec]) => [name, spec.default]))
    if (origin !== undefined)
      order.set(component.id, { component, origin, options: state?.selected ? state.options : defaults })
  }
  for (const id of configuration.components) visit(id, [])
  for (const { component, origin } of order.values())
    if (origin === 'source') for (const { id } of compiledWith(configuration, component)) compiledAgainst.add(id)
  return [...order.values()].map((one) => {
    const { packages, packagesToBuild } = one.component
    const more = compiledAgainst.has(one.component.id) ? packagesToBuild : []
    return { ...one, packages: one.origin === 'package' ? [...packages, ...more] : [] }
  })
}

function refuseCircle(component: Component, chain: readonly string[]): void {
  if (chain.includes(component.id))
    throw new SmartError(
      `These components are built with each other in a circle: ${[...chain, component.id].join(' → ')}`,
      {
        hint: 'Take one of them out of buildRequires of the one that can be built without it',
      },
    )
}

/** All that a component is compiled against, directly or not; what comes from packages brings its own requirements along, too. */
export function compiledWith(
  configuration: Pick<Configuration, 'catalog' | 'states'>,
  component: Component,
): Component[] {
  const found = new Map<string, Component>()
  const visit = (id: string): void => {
    const need = findComponent(configuration, id)
    if (need === undefined || found.has(need.id)) return
    found.set(need.id, need)
    need.buildRequires.forEach(visit)
  }
  component.buildRequires.forEach(visit)
  return [...found.values()]
}

/** Where a component comes from in a configuration; undefined where it has nothing but files of its own. */
export function originOf(configuration: Pick<Configuration, 'states'>, component: Component): Origin | undefined {
  return configuration.states.get(component.id)?.origin ?? (component.build === undefined ? undefined : 'source')
}

/** A component by id or by a name that a selected (or else any) component provides. */
export function findComponent(
  configuration: Pick<Configuration, 'catalog' | 'states'>,
  id: string,
): Component | undefined {
  const { catalog, states } = configuration
  const direct = catalog.entries.get(id)
  if (direct) return direct.kind === 'component' ? direct : undefined
  const providers = providersOf(catalog, id)
  return providers.find((component) => states.get(component.id)?.selected) ?? providers[0]
}

function providersOf(catalog: Catalog, name: string): Component[] {
  return [...catalog.entries.values()].flatMap((entry) =>
    entry.kind === 'component' && entry.provides.includes(name) ? [entry] : [],
  )
}
