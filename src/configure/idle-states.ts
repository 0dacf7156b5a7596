/**
 * Entries that are off, not mentioned by the profile and not blocked: nearly all of a large catalog. Their state depends on little, so
 * it is made once; who compares two configurations sees by identity what did not change.
 */
import type { Catalog } from '../catalog/types.ts'
import type { Origin } from '../profile/types.ts'
import type { EntryState } from './types.ts'

const known = new WeakMap<Catalog, Map<string, Map<string, EntryState>>>()

/** Entry id → its state, filled by whoever resolves; for one catalog, one origin of the profile and one kind of kernel. */
export function idleStates(catalog: Catalog, origin: Origin, modular: boolean): Map<string, EntryState> {
  const kinds = known.get(catalog) ?? new Map<string, Map<string, EntryState>>()
  known.set(catalog, kinds)
  const kind = `${origin} ${modular}`
  const states = kinds.get(kind) ?? new Map<string, EntryState>()
  kinds.set(kind, states)
  return states
}
