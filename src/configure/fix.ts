/** The smallest set of changes after which an entry is on (or off): found by a walk over what blocks it, proven by resolving. */
import type { CatalogEntry } from '../catalog/types.ts'
import { applyChanges } from './changes.ts'
import { resolve } from './resolve.ts'
import type { Change, Configuration } from './types.ts'

const MAX_ROUNDS = 16

/**
 * Changes that switch `id` on or off, the entry's own first, or undefined where nothing does (an essential entry, one that a
 * setting needs). The result holds when resolved: the entry is as wanted and no error is there that was not there before.
 */
export function proposeFix(configuration: Configuration, id: string, wanted: boolean): Change[] | undefined {
  const target = configuration.states.get(id)?.entry
  if (target === undefined) return undefined
  let changes: Change[] = [switchChange(target, wanted)]
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const trial = resolve(applyChanges(configuration.profile, changes), configuration.catalog)
    const decided = new Set(changes.flatMap((change) => ('id' in change ? change.id : [])))
    // What was switched off and is on all the same is held by others: they are in the way, too.
    const culprits = wanted ? inTheWay(trial, id) : whoNeeds(trial, id)
    const holders = culprits.filter((entry) => decided.has(entry.id)).flatMap((entry) => whoNeeds(trial, entry.id))
    const fresh = [...new Set([...culprits, ...holders])].filter((entry) => !decided.has(entry.id))
    if (fresh.length === 0) {
      if (trial.states.get(id)?.selected !== wanted || newErrors(configuration, trial)) return undefined
      return prune(configuration, id, wanted, changes)
    }
    changes = [...changes, ...fresh.map((entry) => switchChange(entry, false))]
  }
  return undefined
}

/** The entry on, as its first mode has it, or off. */
export function switchChange(entry: CatalogEntry, on: boolean): Change {
  if (entry.kind === 'component') return { type: 'component', id: entry.id, value: on }
  return { type: 'driver', id: entry.id, value: on ? (entry.modes[0] ?? 'builtin') : false }
}

/** Selected entries that conflict with the target or with something it brings along. */
function inTheWay(trial: Configuration, id: string): CatalogEntry[] {
  const brought = new Set<string>([id])
  for (const current of brought)
    for (const state of trial.states.values()) if (state.neededBy.includes(current)) brought.add(state.entry.id)
  return [...trial.states.values()]
    .filter((state) => state.selected && !brought.has(state.entry.id))
    .map((state) => state.entry)
    .filter((entry) =>
      [...brought].some((broughtId) => {
        const other = trial.catalog.entries.get(broughtId)
        return other !== undefined && (names(entry.conflicts, other) || names(other.conflicts, entry))
      }),
    )
}

function names(ids: readonly string[], entry: CatalogEntry): boolean {
  return ids.some((id) => id === entry.id || entry.provides.includes(id))
}

function whoNeeds(trial: Configuration, id: string): CatalogEntry[] {
  return (trial.states.get(id)?.neededBy ?? []).flatMap((by) => trial.catalog.entries.get(by) ?? [])
}

/** Whether an error is there that was not there before. */
export function newErrors(before: Configuration, after: Configuration): boolean {
  const known = new Set(before.problems.map((problem) => problem.message))
  return after.problems.some((problem) => problem.severity === 'error' && !known.has(problem.message))
}

/** Drops every change that is not needed; the first, which is the wish itself, stays. */
export function prune(configuration: Configuration, id: string, wanted: boolean, changes: Change[]): Change[] {
  let kept = changes
  for (const candidate of changes.slice(1).reverse()) {
    const fewer = kept.filter((change) => change !== candidate)
    const trial = resolve(applyChanges(configuration.profile, fewer), configuration.catalog)
    if (trial.states.get(id)?.selected === wanted && !newErrors(configuration, trial)) kept = fewer
  }
  return kept
}
