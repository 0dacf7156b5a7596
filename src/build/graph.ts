/** The graph of steps: validated, put in order, and measured along its longest chain. */
import { SmartError } from '../system/error.ts'
import type { Step } from './types.ts'

type Node = Pick<Step, 'id' | 'needs'>

/** Steps with every need before who needs it; otherwise in the given order. Throws SmartError naming a double id, an unknown need or a cycle. */
export function topologicalOrder<T extends Node>(steps: readonly T[]): T[] {
  const byId = indexSteps(steps)
  const order: T[] = []
  const state = new Map<string, 'open' | 'done'>()
  const visit = (step: T, chain: readonly string[]): void => {
    const seen = state.get(step.id)
    if (seen === 'done') return
    if (seen === 'open') throw cycleError([...chain.slice(chain.indexOf(step.id)), step.id])
    state.set(step.id, 'open')
    for (const id of step.needs) {
      const need = byId.get(id)
      if (!need)
        throw new SmartError(`The step ${step.id} needs ${id}, which is not part of the build`, { where: step.id })
      visit(need, [...chain, step.id])
    }
    state.set(step.id, 'done')
    order.push(step)
  }
  for (const step of steps) visit(step, [])
  return order
}

/** Steps by id. Throws SmartError when two have the same one. */
export function indexSteps<T extends Node>(steps: readonly T[]): Map<string, T> {
  const byId = new Map<string, T>()
  for (const step of steps) {
    if (byId.has(step.id)) throw new SmartError(`Two steps are called ${step.id}`, { where: step.id })
    byId.set(step.id, step)
  }
  return byId
}

function cycleError(chain: readonly string[]): SmartError {
  return new SmartError(`These steps need each other in a circle: ${chain.join(' → ')}`, {
    ...(chain[0] === undefined ? {} : { where: chain[0] }),
    hint: 'Take one of the names out of buildRequires of the component that can be built without it',
  })
}

/**
 * For each step the weight of the longest chain that starts with it and goes on through what needs it: what has to run after
 * it at the very least. The scheduler starts the longest first. `weight` is in any unit, usually wall seconds.
 */
export function remainingPath(steps: readonly Node[], weight: (id: string) => number): Map<string, number> {
  const order = topologicalOrder(steps)
  const longest = new Map<string, number>()
  for (const step of order.toReversed()) {
    const total = weight(step.id) + (longest.get(step.id) ?? 0)
    longest.set(step.id, total)
    for (const id of step.needs) longest.set(id, Math.max(longest.get(id) ?? 0, total))
  }
  return longest
}

/** Ids of everything that the named steps need, directly or not, without themselves unless they are needed. */
export function transitiveNeeds(steps: ReadonlyMap<string, Node>, ids: Iterable<string>): Set<string> {
  const found = new Set<string>()
  const pending = [...ids].flatMap((id) => steps.get(id)?.needs ?? [])
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (found.has(id)) continue
    found.add(id)
    pending.push(...(steps.get(id)?.needs ?? []))
  }
  return found
}
