/**
 * "Enable X, and whatever it takes": from wanted values to a verified, minimal list of assignments. A search proposes (on the
 * values of the moment), the evaluator decides: a proposal is tried as a transaction, and counts only when what was wanted
 * holds. Else it is mended from where it led to, then the next way is tried; in the end everything is put back.
 */
import type { KconfigConfiguration } from './configuration.ts'
import { findAlternatives } from './plan-alternatives.ts'
import { Attempt } from './plan-attempt.ts'
import { explainFailure, wrongWants } from './plan-obstacles.ts'
import type { PlanOptions, PlanResult, Want } from './plan-types.ts'
import { holds } from './wants.ts'

export { applyPlan } from './apply-plan.ts'

/**
 * Looks for values that bring all that is wanted at once. The configuration is the same afterwards; apply the answer with
 * applyPlan(). Throws nothing: what cannot be is part of the answer.
 */
export function planEnable(
  configuration: KconfigConfiguration,
  wants: readonly Want[],
  options: PlanOptions = {},
): PlanResult {
  const wrong = wrongWants(configuration, wants)
  if (wrong.length > 0) return { status: 'unreachable', obstacles: wrong }
  if (wants.every((want) => holds(want, configuration))) return { status: 'already' }
  const attempt = new Attempt(configuration, wants, options)
  try {
    const found = attempt.findPlan(new Map())
    if (found) {
      const alternatives = findAlternatives(attempt, found, options.alternatives ?? 0)
      return { status: 'planned', plan: found.plan, alternatives }
    }
    attempt.rollBack()
    return explainFailure(attempt, configuration, wants)
  } finally {
    attempt.rollBack()
  }
}
