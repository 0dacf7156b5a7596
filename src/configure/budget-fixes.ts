/** Ways to bring an image under its budget: what could be left out, by size, and what the budget would have to be. */
import { applyChanges } from './changes.ts'
import { resolve } from './resolve.ts'
import type { Change, Configuration } from './types.ts'

/** More than these nobody compares. */
const MOST = 4
const MIB = 1024 * 1024

interface Cut {
  changes: Change[]
  /** Bytes that the image loses. */
  bytes: number
}

/**
 * Sets of changes that make the image at least `excess` bytes smaller, the one that gives up least first; the last one raises the
 * budget instead. `costOf` says by how many bytes changes make the image larger (smaller: negative). None brings a new error.
 */
export function proposeBudgetFixes(
  configuration: Configuration,
  excess: number,
  costOf: (changes: readonly Change[]) => number,
): Change[][] {
  const { budget } = configuration.profile.image
  if (excess <= 0 || budget === undefined) return []
  const cuts = cutsOf(configuration, costOf)
  const enough = cuts.filter(({ bytes }) => bytes >= excess).sort((a, b) => a.bytes - b.bytes)
  const together = enough.length > 0 ? [] : severalCuts(configuration, cuts, excess, costOf)
  const raised = Math.ceil((budget + excess) / MIB)
  return [
    ...enough.slice(0, MOST - 1).map(({ changes }) => changes),
    ...together,
    [{ type: 'set', path: 'image.budget', value: `${raised}M` }],
  ]
}

/** What each component that a person can do without would give back, with all that only it needs. */
function cutsOf(configuration: Configuration, costOf: (changes: readonly Change[]) => number): Cut[] {
  return [...configuration.states.values()].flatMap(({ entry, selected }): Cut[] => {
    if (!selected || entry.kind !== 'component' || entry.hidden) return []
    const changes: Change[] = [{ type: 'component', id: entry.id, value: false }]
    return leavesOut(configuration, changes) ? [{ changes, bytes: -costOf(changes) }] : []
  })
}

/** The largest ones together, as many as it takes; none where all of them are not enough. */
function severalCuts(
  configuration: Configuration,
  cuts: readonly Cut[],
  excess: number,
  costOf: (changes: readonly Change[]) => number,
): Change[][] {
  let changes: Change[] = []
  for (const cut of [...cuts].sort((a, b) => b.bytes - a.bytes)) {
    const more = [...changes, ...cut.changes]
    if (cut.bytes <= 0 || !leavesOut(configuration, more)) continue
    changes = more
    if (-costOf(changes) >= excess) return [changes]
  }
  return []
}

/** Whether all of them are off afterwards, and nothing is wrong that was right. */
function leavesOut(configuration: Configuration, changes: readonly Change[]): boolean {
  const known = new Set(configuration.problems.map(({ message }) => message))
  const after = resolve(applyChanges(configuration.profile, changes), configuration.catalog)
  return (
    changes.every((change) => change.type !== 'component' || !after.states.get(change.id)?.selected) &&
    !after.problems.some(({ severity, message }) => severity === 'error' && !known.has(message))
  )
}
