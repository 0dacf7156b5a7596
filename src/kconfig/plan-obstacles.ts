/** Why a wanted value cannot be had. */
import type { KconfigSymbol } from './ast.ts'
import type { KconfigConfiguration } from './configuration.ts'
import { isWellFormed } from './number-text.ts'
import { searchWays } from './plan-search.ts'
import type { Obstacle, PlanResult, Want } from './plan-types.ts'
import { unmetTerms } from './unmet.ts'
import { holds, lackingFor } from './wants.ts'

/** Wants that are none: a symbol without definition, a value of another type. */
export function wrongWants(configuration: KconfigConfiguration, wants: readonly Want[]): Obstacle[] {
  return []
}

export function explainFailure(
  configuration: KconfigConfiguration,
  wants: readonly Want[],
  fixed: ReadonlyMap<KconfigSymbol, string>,
): PlanResult {
  const requirement = lackingFor(wants, configuration)
  const search = searchWays(requirement, { configuration, fixed, wide: true, penalties: new Map() })
  const status = search.cost === Number.POSITIVE_INFINITY ? 'unreachable' : 'not-found'
  return { status, obstacles: [] }
}
