/** Step keys: the hash of everything that can change a step's output. Same key, same output; that is all the store relies on. */
import { canonicalJson, sha256 } from '../system/hash.ts'
import { topologicalOrder } from './graph.ts'
import type { Step } from './types.ts'

/** Raised whenever the engine itself changes what a step's output looks like: every key changes with it. */
const KEY_FORMAT = 1

/** The key of one step, from its inputs and the keys of the steps that it needs. Hex. */
export function stepKey(
  step: Pick<Step, 'id' | 'kind' | 'inputs'>,
  needKeys: Readonly<Record<string, string>>,
): string {
  return sha256(
    canonicalJson({ format: KEY_FORMAT, id: step.id, kind: step.kind, inputs: step.inputs, needs: needKeys }),
  )
}

/** Keys of all steps of a graph, by id. Throws what `topologicalOrder` throws. */
export function stepKeys(steps: readonly Step[]): Map<string, string> {
  const keys = new Map<string, string>()
  for (const step of topologicalOrder(steps)) keys.set(step.id, stepKey(step, needKeysOf(step, keys)))
  return keys
}

/** Id → key of the steps that a step needs. */
export function needKeysOf(step: Pick<Step, 'needs'>, keys: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries(step.needs.map((id) => [id, keys.get(id) ?? '']))
}
