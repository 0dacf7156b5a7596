/** Carrying out what was planned. */
import type { KconfigConfiguration } from './configuration.ts'
import type { PlannedAssignment } from './plan-types.ts'

/** Gives the plan's values in order. One step to undo: take a snapshot() before. */
export function applyPlan(
  configuration: KconfigConfiguration,
  plan: { assignments: readonly Pick<PlannedAssignment, 'symbol' | 'value'>[] },
): void {
  for (const { symbol, value } of plan.assignments) configuration.setUserValue(symbol, value)
}
