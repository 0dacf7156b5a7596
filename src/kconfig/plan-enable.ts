/**
 * "Enable X, and whatever it takes": from wanted values to a verified, minimal list of assignments. A search proposes (on the
 * values of the moment), the evaluator decides: a proposal is tried as a transaction, and counts only when what was wanted
 * holds. Else it is mended from where it led to, then the next way is tried; in the end everything is put back.
 */
import type { KconfigSymbol } from './ast.ts'
import type { KconfigConfiguration, Snapshot } from './configuration.ts'
import { findAlternatives } from './plan-alternatives.ts'
import { explainFailure, wrongWants } from './plan-obstacles.ts'
import { outcomeSince, recordValues } from './plan-outcome.ts'
import { searchWays, wayKey } from './plan-search.ts'
import { type PlanStep, stepsOf } from './plan-steps.ts'
import type { Plan, PlannedAssignment, PlanOptions, PlanResult, Want } from './plan-types.ts'
import type { WayOptions } from './plan-ways.ts'
import { holds, lackingFor } from './wants.ts'

/** How often a proposal is mended before another way is tried, and how many ways are tried. */
const rounds = 4
const attempts = 8
/** What a way that did not hold costs more in the next attempt. */
const penalty = 16

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
    const plan = attempt.findPlan(new Map())
    if (!plan) return explainFailure(configuration, wants, attempt.fixed)
    return { status: 'planned', plan, alternatives: findAlternatives(attempt, plan, options.alternatives ?? 0) }
  } finally {
    attempt.rollBack()
  }
}

/** Gives the plan's values in order. One step to undo: take a snapshot() before. */
export function applyPlan(configuration: KconfigConfiguration, plan: Pick<Plan, 'assignments'>): void {
  for (const { symbol, value } of plan.assignments) configuration.setUserValue(symbol, value)
}

/** Extra costs of ways, by wayKey(). */
export type Penalties = Map<string, number>

/** The wants on one configuration, as it was asked. */
export class Attempt {
  readonly fixed: ReadonlyMap<KconfigSymbol, string>
  private readonly configuration: KconfigConfiguration
  private readonly wants: readonly Want[]
  private readonly start: Snapshot
  private readonly kept: ReadonlyMap<KconfigSymbol, string>

  constructor(configuration: KconfigConfiguration, wants: readonly Want[], options: PlanOptions) {
    this.configuration = configuration
    this.wants = wants
    this.start = configuration.snapshot()
    const wanted = new Map(wants.map(({ symbol, value }) => [symbol, value]))
    const keep = [...(options.keep ?? [])].filter((symbol) => !wanted.has(symbol))
    this.kept = new Map(keep.map((symbol) => [symbol, configuration.text(symbol)]))
    this.fixed = new Map([...this.kept, ...wanted])
  }

  rollBack(): void {
    this.configuration.restore(this.start)
  }

  /** A plan that holds, for now without a look at other ways; `penalties` makes ways dearer that are to be avoided. */
  findPlan(penalties: Penalties): Plan | undefined {
    for (const wide of [false, true]) {
      const tried = new Map(penalties)
      for (let attempt = 0; attempt < attempts; attempt++) {
        const steps = this.tryWays(wide, tried)
        if (steps === 'no way') break
        if (steps) return this.outcome(this.minimal(steps))
      }
    }
    return undefined
  }

  /** One attempt from the start. Undefined: what it led to does not hold, and the ways it took became dearer. */
  private tryWays(wide: boolean, penalties: Penalties): PlanStep[] | 'no way' | undefined {
    const { configuration, fixed } = this
    this.rollBack()
    const taken: PlanStep[] = []
    const failed = new Set<string>()
    for (let round = 0; round < rounds; round++) {
      const requirement = lackingFor(this.wants, configuration)
      const options: WayOptions = { configuration, fixed, wide }
      const search = searchWays(requirement, { ...options, penalties })
      if (search.cost === Number.POSITIVE_INFINITY) {
        if (round === 0) return 'no way'
        break
      }
      const { steps, ways } = stepsOf(search)
      const { revision } = configuration
      for (const step of steps) taken.push({ ...step, value: this.give(step) })
      if (this.succeeds()) return taken
      for (const way of ways) failed.add(wayKey(way.node.term, way))
      if (configuration.revision === revision) break
    }
    for (const key of failed) penalties.set(key, (penalties.get(key) ?? 0) + penalty)
    return undefined
  }

  /** What is built in should not wait for modules: y where m was enough, if that can be. Returns the value given. */
  private give({ symbol, value, exact }: PlanStep): string {
    const { configuration, wants } = this
    const builtIn = value === 'm' && !exact && wants.some((want) => want.value === 'y')
    const better = builtIn && !this.fixed.has(symbol) && configuration.assignable(symbol).includes(2) ? 'y' : value
    configuration.setUserValue(symbol, better)
    return better
  }

  private succeeds(): boolean {
    for (const want of this.wants) if (!holds(want, this.configuration)) return false
    for (const [symbol, value] of this.kept) if (this.configuration.text(symbol) !== value) return false
    return true
  }

  /** Whether these values, given from the start, bring what is wanted. Leaves the configuration there. */
  private works(steps: readonly PlanStep[]): boolean {
    this.rollBack()
    applyPlan(this.configuration, { assignments: steps.map((step) => ({ ...step, from: '' })) })
    return this.succeeds()
  }

  /** The last value of each symbol, and none that can be left out. */
  private minimal(steps: readonly PlanStep[]): PlanStep[] {
    const last = new Map(steps.map((step) => [step.symbol, step]))
    let needed = [...last.values()]
    if (!this.works(needed)) needed = [...steps]
    for (const step of [...needed].reverse()) {
      const fewer = needed.filter((one) => one !== step)
      if (this.works(fewer)) needed = fewer
    }
    return needed
  }

  /** The plan with its consequences. */
  private outcome(steps: readonly PlanStep[]): Plan {
    const { configuration } = this
    this.rollBack()
    const before = recordValues(configuration)
    const assignments: PlannedAssignment[] = steps.map(({ symbol, value, why, neededBy }) => ({
      symbol,
      from: configuration.text(symbol),
      value,
      why,
      neededBy,
    }))
    applyPlan(configuration, { assignments })
    const given = new Set(steps.map(({ symbol }) => symbol))
    return { assignments, ...outcomeSince(before, configuration, given) }
  }
}
