/** Switching off what several others need, some of them because of settings: holder after holder is let go, and each setting moved. */
import { settingCandidates } from './candidates.ts'
import { applyChanges } from './changes.ts'
import { newErrors, prune, switchChange } from './fix.ts'
import { resolve } from './resolve.ts'
import type { Change, Configuration } from './types.ts'

const MAX_ROUNDS = 8

/** Changes that switch `id` off, its own first, or undefined where something essential needs it. Proven by resolving. */
export function proposeRelease(configuration: Configuration, id: string): Change[] | undefined {
  const target = configuration.states.get(id)?.entry
  if (target === undefined) return undefined
  let changes: Change[] = [switchChange(target, false)]
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const trial = resolve(applyChanges(configuration.profile, changes), configuration.catalog)
    if (trial.states.get(id)?.selected === false)
      return newErrors(configuration, trial) ? undefined : prune(configuration, id, false, changes)
    const more = holdersOf(trial, id).flatMap((holder) => letGo(trial, holder))
    if (more.length === 0) return undefined
    changes = distinctTargets([...changes, ...more])
  }
  return undefined
}

/** The entry and all that need it, at first or at second hand. */
function holdersOf({ states }: Configuration, id: string): string[] {
  const holders = new Set([id])
  for (const holder of holders) for (const by of states.get(holder)?.neededBy ?? []) holders.add(by)
  return [...holders]
}

/** What only came along goes by itself; what is essential stays. */
function letGo(trial: Configuration, id: string): Change[] {
  const state = trial.states.get(id)
  if (state?.reason.type === 'chosen') return [switchChange(state.entry, false)]
  if (state?.reason.type !== 'setting') return []
  const { setting } = state.reason
  const loosens = (change: Change): boolean => {
    const after = resolve(applyChanges(trial.profile, [change]), trial.catalog).states.get(id)?.reason
    return after?.type !== 'setting' || after.setting !== setting
  }
  const found = settingCandidates(trial, setting).find(loosens)
  return found ? [found] : []
}

/** Of two values for one setting the first counts: it was found where less had been changed. */
function distinctTargets(changes: readonly Change[]): Change[] {
  const byTarget = new Map<string, Change>()
  for (const change of changes) {
    const target = change.type === 'set' ? change.path : 'id' in change ? change.id : JSON.stringify(change)
    if (!byTarget.has(target)) byTarget.set(target, change)
  }
  return [...byTarget.values()]
}
