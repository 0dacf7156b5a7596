/** Ways out, the smallest first: of a row that is blocked or automatic, and of a problem. Each one is proven by resolving. */

import { problemCandidates, settingCandidates } from './candidates.ts'
import { applyChanges } from './changes.ts'
import { proposeFix } from './fix.ts'
import { proposeRelease } from './release.ts'
import { resolve } from './resolve.ts'
import type { Change, Configuration, Problem } from './types.ts'

/** More than these nobody compares. */
const MOST = 4
/** Pairs are tried among so many candidates only: each try is a resolution. */
const PAIRED = 14

/** Sets of changes after which the entry is on (or off), none of which brings a new error. */
export function proposeFixes(configuration: Configuration, id: string, wanted: boolean): Change[][] {
  const state = configuration.states.get(id)
  if (state === undefined) return []
  const first = proposeFix(configuration, id, wanted)
  const own: Change =
    state.entry.kind === 'component'
      ? { type: 'component', id, value: wanted }
      : { type: 'driver', id, value: wanted ? (state.entry.modes[0] ?? 'builtin') : false }
  // What the profile itself chose has to be unchosen, too; what only came along goes by itself.
  const lead = wanted || state.reason.type === 'chosen' ? [own] : []
  const candidates = wanted ? [] : [...holdingSettings(configuration, id), ...otherProviders(configuration, id)]
  const held = (trial: Configuration) => trial.states.get(id)?.selected === wanted
  const found = [...(first === undefined ? [] : [first]), ...search(configuration, candidates, held, lead)]
  const released = wanted || found.length > 0 ? undefined : proposeRelease(configuration, id)
  return distinct(released === undefined ? found : [released])
}

/** Sets of changes after which the problem is gone and no new error is there. */
export function proposeProblemFixes(configuration: Configuration, problem: Problem): Change[][] {
  const gone = (trial: Configuration) => !trial.problems.some(({ message }) => message === problem.message)
  return distinct(search(configuration, problemCandidates(configuration, problem), gone, []))
}

/** Problems that a row is about: an entry's, an option's, a setting's or its members'. */
export function problemsAbout(configuration: Pick<Configuration, 'problems'>, id: string): Problem[] {
  return configuration.problems.filter(
    ({ about }) => about === id || about === `components.${id}` || about.replace(/\[\d+\]$/, '') === id,
  )
}

/** Settings that make the entry, or something that needs it, necessary. */
function holdingSettings(configuration: Configuration, id: string): Change[] {
  const holders = [id]
  for (const holder of holders)
    for (const by of configuration.states.get(holder)?.neededBy ?? []) if (!holders.includes(by)) holders.push(by)
  return holders.flatMap((holder) => {
    const reason = configuration.states.get(holder)?.reason
    return reason?.type === 'setting' ? settingCandidates(configuration, reason.setting) : []
  })
}

/** What else gives what the entry gives: another editor, another ssh server. */
function otherProviders({ states }: Configuration, id: string): Change[] {
  const gives = states.get(id)?.entry.provides ?? []
  return [...states.values()].flatMap(({ entry, selected }): Change[] =>
    !selected && entry.kind === 'component' && entry.provides.some((name) => gives.includes(name))
      ? [{ type: 'component', id: entry.id, value: true }]
      : [],
  )
}

/** Single candidates that hold; where there is none, pairs. */
function search(
  configuration: Configuration,
  candidates: readonly Change[],
  holds: (trial: Configuration) => boolean,
  lead: readonly Change[],
): Change[][] {
  const known = new Set(configuration.problems.map(({ message }) => message))
  const works = (changes: Change[]): boolean => {
    const trial = tryOut(configuration, changes)
    if (trial === undefined || !holds(trial)) return false
    return !trial.problems.some(({ severity, message }) => severity === 'error' && !known.has(message))
  }
  const singles = candidates.map((change) => [change, ...lead]).filter(works)
  if (singles.length > 0) return singles
  const few = candidates.slice(0, PAIRED)
  return few.flatMap((one, index) =>
    few
      .slice(index + 1)
      .filter((other) => !sameTarget(one, other))
      .map((other) => [one, other, ...lead])
      .filter(works),
  )
}

/** Undefined where a candidate is not valid at all. */
function tryOut(configuration: Configuration, changes: readonly Change[]): Configuration | undefined {
  try {
    return resolve(applyChanges(configuration.profile, changes), configuration.catalog)
  } catch {
    return undefined
  }
}

function sameTarget(one: Change, other: Change): boolean {
  return one.type === 'set' && other.type === 'set' && one.path === other.path
}

function distinct(fixes: readonly Change[][]): Change[][] {
  const sorted = [...fixes].sort((a, b) => a.length - b.length)
  return [
    ...new Map(sorted.map((fix) => [JSON.stringify([...fix].map((one) => JSON.stringify(one)).sort()), fix])).values(),
  ].slice(0, MOST)
}
