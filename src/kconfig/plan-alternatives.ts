/** Other plans for the same wants: each avoids one of the decisions of the plan that was found. */
import type { Attempt } from './plan-enable.ts'
import type { Plan } from './plan-types.ts'

export function findAlternatives(attempt: Attempt, plan: Plan, limit: number): Plan[] {
  return []
}
