/** What the selected components listen on: ports as the catalog has them, or as an option of the component says. */
import type { Configuration, EntryState, Problem } from './types.ts'

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
  const ports: ListenedPort[] = []
  for (const state of states.values()) if (state.selected) ports.push(...portsOf(state))
  return ports
}

/** Two services on one port: the second would not start. */
export function portProblems(states: Configuration['states']): Problem[] {
  const holders = new Map<string, ListenedPort>()
  return listenedPorts(states).flatMap((one): Problem[] => {
    const { component, port, protocol } = one
    const holder = holders.get(`${port}/${protocol}`)
    holders.set(`${port}/${protocol}`, one)
    if (holder === undefined || holder.component === component) return []
    const movable = [holder, one].filter((each) => each.option !== undefined)
    const settings = movable.map((each) => `components.${each.component}.${each.option}`).join(' or ')
    const move = settings && `Set ${settings} to another port, or switch`
    return [
      {
        severity: 'error',
        about: component,
        message: `${component} and ${holder.component} both listen on port ${port}/${protocol}`,
        hint: `${move || 'Switch'} off ${component} or ${holder.component}`,
      },
    ]
  })
}
