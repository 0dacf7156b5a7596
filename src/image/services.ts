/** The machine's services as its templates see them: in starting order, each with what it waits for. */
import type { Component } from '../catalog/types.ts'
import type { ServiceSettings } from '../profile/types.ts'
import { SmartError } from '../system/error.ts'
import { PROFILE_OWNER } from './profile-files.ts'

export interface OrderedService {
  name: string
  /** Who brings it: a component's id, or `profile`. */
  component: string
  after: string[]
  /** Empty: /etc/init.d/NAME, run once. */
  command: string
  /** Empty: root. */
  user: string
  /** Empty: ready as soon as it was started. */
  ready: string
  /** Started beside the login, not before it: what is supervised, and what comes after that. */
  late: boolean
  /** Of `after`, those that take time to be ready: the late ones. */
  waits: string[]
  /** Started in containers, too. */
  container: boolean
}

type Unordered = Pick<OrderedService, 'component'> & ServiceSettings

/** Services in starting order: each behind all that it names in `after` (where those are selected), else by name. */
export function orderedServices(
  components: readonly Pick<Component, 'id' | 'services'>[],
  own: readonly ServiceSettings[] = [],
): OrderedService[] {
  const waiting: Unordered[] = [
    ...components.flatMap(({ id, services }) => services.map((service) => ({ ...service, component: id }))),
    ...own.map((service) => ({ ...service, component: PROFILE_OWNER })),
  ].sort((a, b) => (a.name < b.name ? -1 : 1))
  const ordered: OrderedService[] = []
  while (waiting.length > 0) {
    const next = waiting.findIndex(
      ({ name, after }) => !waiting.some((other) => other.name !== name && after.includes(other.name)),
    )
    const [service] = waiting.splice(next, next < 0 ? 0 : 1)
    if (!service)
      throw new SmartError(`These services wait for each other: ${waiting.map(({ name }) => name).join(', ')}`, {
        where: waiting.map(({ component }) => component).join(', '),
        hint: 'Take one of the names out of `after`, in a component.yaml or in system.services',
      })
    const { name, component, after, command = '', user = '', ready = '', container = true } = service
    const waits = ordered
      .filter((earlier) => earlier.late && after.includes(earlier.name))
      .map((earlier) => earlier.name)
    const late = command !== '' || waits.length > 0
    ordered.push({ name, component, after, command, user, ready, late, waits, container })
  }
  return ordered
}
