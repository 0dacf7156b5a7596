/** Other plans for the same wants: each avoids one of the ways of the plan that was found. */
import type { Attempt, FoundPlan } from './plan-attempt.ts'
import { wayKey } from './plan-search.ts'
import type { Plan } from './plan-types.ts'

/** More than any plan costs: a way with this penalty is taken only where there is no other. */
const ban = 1000

/** At most `limit` plans with other assignments, those that differ near what was wanted first. */
export function findAlternatives(attempt: Attempt, { plan, ways }: FoundPlan, limit: number): Plan[] {
  const known = new Set([keyOf(plan)])
  const plans: Plan[] = []
  // Whoever wants something off and can have it off does not want more to go with it.
  if (plan.assignments.every(({ why, value }) => why === 'wanted' && value === 'n')) return plans
  for (const way of [...ways].reverse()) {
    if (plans.length >= limit) break
    const penalties = new Map([[wayKey(way.node.term, way), ban]])
    attempt.rollBack()
    if (attempt.search(false, penalties).cost >= ban && attempt.search(true, penalties).cost >= ban) continue
    const other = attempt.findPlan(penalties)?.plan
    if (!other || known.has(keyOf(other))) continue
    known.add(keyOf(other))
    plans.push(other)
  }
  return plans
}

function keyOf({ assignments }: Plan): string {
  return assignments
    .map(({ symbol, value }) => `${symbol.index}=${value}`)
    .sort()
    .join()
}
