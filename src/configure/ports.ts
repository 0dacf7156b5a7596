/** What the selected components listen on: ports as the catalog has them, or as an option of the component says. */
import type { Configuration, EntryState } from './types.ts'

export interface ListenedPort {
  component: string
  port: number
  protocol: 'tcp' | 'udp'
  /** Name of the option that says so, where one does. */
  option?: string
}

/** Ports of one component, whether or not it is selected. */
export function portsOf({ entry, options }: Pick<EntryState, 'entry' | 'options'>): ListenedPort[] {
  if (entry.kind !== 'component') return []
  return entry.ports.map(({ port, protocol, option }) => {
    const chosen = option === undefined ? undefined : options[option]
    return {
      component: entry.id,
      port: typeof chosen === 'number' ? chosen : port,
      protocol,
      ...(option === undefined ? {} : { option }),
    }
  })
}

/** Ports of all selected components. */
export function listenedPorts(states: Configuration['states']): ListenedPort[] {
  return [...states.values()].flatMap((state) => (state.selected ? portsOf(state) : []))
}
