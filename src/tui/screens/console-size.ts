/** How big the guest's terminal is on a screen of a given size, and how many are beside each other. Pure, so that starting and resizing agree. */
import { allMachines } from '../state/machines.ts'
import type { MachineState, State } from '../state.ts'

/** From this width on, timeline and checks stand beside the console. */
export const SIDE_FROM = 112
export const SIDE_COLUMNS = 30

/** Two terminals of 80 columns, and the line between them. */
export const SPLIT_FROM = 161

interface Size {
  columns: number
  rows: number
}

type Machines = Pick<State, 'machine' | 'beside' | 'consoleFull'>

/** The machines whose consoles are shown: the one that keys go to, and where there is room and one was started, another. */
export function shownConsoles({ machine, beside, consoleFull }: Machines, columns: number): MachineState[] {
  const started = allMachines({ machine, beside }).filter((one) => one === machine || one.startedAt !== undefined)
  if (consoleFull || columns < SPLIT_FROM || started.length < 2) return [machine]
  // Pairs stay together: the focus moves from left to right before the next two are shown.
  const index = started.indexOf(machine)
  const first = Math.min(index - (index % 2), started.length - 2)
  return started.slice(first, first + 2)
}

/** The size of each console that is shown. */
export function paneSize(state: Machines, columns: number, rows: number): Size {
  if (state.consoleFull) return { columns, rows }
  // Header, rule, status and help bar are ours.
  const height = rows - 4
  const split = shownConsoles(state, columns).length > 1
  // Where nothing stands beside it, a row above says how the machine is.
  if (split) return { columns: Math.floor((columns - 1) / 2), rows: Math.max(1, height - 1) }
  if (columns >= SIDE_FROM) return { columns: columns - SIDE_COLUMNS - 1, rows: Math.max(1, height) }
  return { columns, rows: Math.max(1, height - 1) }
}
