/**
 * The machines of a session: one is shown (`machine`), the others wait beside it (`beside`). Each has a number, by which
 * what happens to it finds it wherever it is.
 */
import type { Forward } from '../../profile/types.ts'
import type { MachineState, State } from '../state.ts'

export function initialMachine(number: number): MachineState {
  return { number, instance: 1, status: 'none', options: {}, notes: [], timeline: [], screenVersion: 0 }
}

/** Started, and not yet off. */
export function machineAlive({ status }: Pick<MachineState, 'status'>): boolean {
  return status === 'starting' || status === 'running' || status === 'paused'
}

/** All of them, by number. */
export function allMachines({ machine, beside }: Pick<State, 'machine' | 'beside'>): MachineState[] {
  return [machine, ...beside].sort((a, b) => a.number - b.number)
}

export function machineOf(state: Pick<State, 'machine' | 'beside'>, number: number): MachineState | undefined {
  return [state.machine, ...state.beside].find((machine) => machine.number === number)
}

/** The lowest place among the machines of a profile that no other one on the list has. */
export function freeInstance(state: Pick<State, 'machine' | 'beside'>, number: number, profile: string): number {
  const others = allMachines(state).filter((machine) => machine.number !== number && machine.spec?.name === profile)
  const used = new Set(others.map(({ instance }) => instance))
  let instance = 1
  while (used.has(instance)) instance++
  return instance
}

/** Forwards of the other machines that run, or are starting and have not bound their ports yet. */
export function othersForwards(state: Pick<State, 'machine' | 'beside'>, number: number): Forward[] {
  return allMachines(state)
    .filter((machine) => machine.number !== number && machineAlive(machine))
    .flatMap(({ spec }) => spec?.nics.flatMap(({ forward }) => forward) ?? [])
}

/** Changes one machine; the state stays the same where it is no longer on the list. */
export function withMachine(state: State, number: number, change: Partial<MachineState>): State {
  if (state.machine.number === number) return { ...state, machine: { ...state.machine, ...change } }
  if (!machineOf(state, number)) return state
  const beside = state.beside.map((machine) => (machine.number === number ? { ...machine, ...change } : machine))
  return { ...state, beside }
}

/** Shows another machine. */
export function switchMachine(state: State, number: number): State {
  const machine = state.beside.find((other) => other.number === number)
  if (!machine) return state
  return { ...state, machine, beside: [...state.beside.filter((other) => other !== machine), state.machine] }
}

/** The one after the shown one, round and round. */
export function nextMachine(state: State): State {
  const all = allMachines(state)
  const next = all[(all.indexOf(state.machine) + 1) % all.length]
  return next ? switchMachine(state, next.number) : state
}

/** One more machine, shown at once, with the lowest number that is free. */
export function addMachine(state: State): State {
  const used = new Set(allMachines(state).map(({ number }) => number))
  let number = 1
  while (used.has(number)) number++
  return { ...state, machine: initialMachine(number), beside: [...state.beside, state.machine] }
}

/** Takes the shown machine off the list; the last one stays. */
export function dropMachine(state: State): State {
  const [first, ...rest] = allMachines({ machine: state.machine, beside: state.beside }).filter(
    (machine) => machine !== state.machine,
  )
  return first ? { ...state, machine: first, beside: rest } : state
}
