/** "Enable X, and whatever it takes": from wanted values to a verified, minimal list of assignments. */
import type { KconfigConfiguration } from './configuration.ts'
import type { Plan, PlanOptions, PlanResult, Want } from './plan-types.ts'

/** The configuration is the same afterwards; apply the answer with applyPlan(). */
export declare function planEnable(
  configuration: KconfigConfiguration,
  wants: readonly Want[],
  options?: PlanOptions,
): PlanResult

/** Gives the plan's values in order. One step to undo: take a snapshot() before. */
export function applyPlan(configuration: KconfigConfiguration, plan: Pick<Plan, 'assignments'>): void {
  for (const { symbol, value } of plan.assignments) configuration.setUserValue(symbol, value)
}
