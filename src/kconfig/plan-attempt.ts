/** Wants on one configuration: proposals are tried on it as transactions, mended, made minimal and described. */
import { applyPlan } from './apply-plan.ts'
import type { KconfigSymbol } from './ast.ts'
import type { KconfigConfiguration, Snapshot } from './configuration.ts'
import { outcomeSince, recordStands, recordValues, type ValueRecord } from './plan-outcome.ts'
import { type OpenWay, type Search, searchWays, wayKey } from './plan-search.ts'
import { type PlanStep, stepsOf } from './plan-steps.ts'
import type { Plan, PlannedAssignment, PlanOptions, Want } from './plan-types.ts'
import { holds, lackingFor } from './wants.ts'

/** How often a proposal is mended before another way is tried, and how many ways are tried. */
const rounds = 4
const attempts = 8
/** What a way that did not hold costs more in the next attempt. */
const penalty = 16

/** Extra costs of ways, by wayKey(). */
export type Penalties = Map<string, number>

/** A plan and the ways that led to it, in the order in which they were followed. */
export interface FoundPlan {
  plan: Plan
  ways: OpenWay[]
}

/** The wants on one configuration, as it was asked. */
export class Attempt {
  readonly fixed: ReadonlyMap<KconfigSymbol, string>
  private readonly configuration: KconfigConfiguration
  private readonly wants: readonly Want[]
  private readonly start: Snapshot
  private readonly before: ValueRecord
  private readonly kept: ReadonlyMap<KconfigSymbol, string>

  constructor(configuration: KconfigConfiguration, wants: readonly Want[], options: PlanOptions) {
    this.configuration = configuration
    this.wants = wants
    this.before = recordValues(configuration)
    this.start = configuration.snapshot()
    const wanted = new Map(wants.map(({ symbol, value }) => [symbol, value]))
    const keep = [...(options.keep ?? [])].filter((symbol) => !wanted.has(symbol))
    this.kept = new Map(keep.map((symbol) => [symbol, configuration.text(symbol)]))
    this.fixed = new Map([...this.kept, ...wanted])
  }

  rollBack(): void {
    this.configuration.restore(this.start)
    recordStands(this.configuration, this.before)
  }

  /** A plan that holds, for now without a look at other ways; `penalties` makes ways dearer that are to be avoided. */
  findPlan(penalties: Penalties): FoundPlan | undefined {
    for (const wide of [false, true]) {
      const tried = new Map(penalties)
      for (let attempt = 0; attempt < attempts; attempt++) {
        const found = this.tryWays(wide, tried)
        if (found === 'no way') break
        if (found) return { plan: this.outcome(this.minimal(found.steps)), ways: found.ways }
      }
    }
    return undefined
  }

  /** The cheapest ways from where the configuration is. */
  search(wide: boolean, penalties: Penalties, wants = this.wants): Search {
    const { configuration, fixed } = this
    return searchWays(lackingFor(wants, configuration), { configuration, fixed, wide, penalties })
  }

  /** One attempt from the start. Undefined: what it led to does not hold, and the ways it took became dearer. */
  private tryWays(wide: boolean, penalties: Penalties): { steps: PlanStep[]; ways: OpenWay[] } | 'no way' | undefined {
    const { configuration } = this
    this.rollBack()
    const taken: PlanStep[] = []
    const followed: OpenWay[] = []
    for (let round = 0; round < rounds; round++) {
      const search = this.search(wide, penalties)
      if (search.cost === Number.POSITIVE_INFINITY) {
        if (round === 0) return 'no way'
        break
      }
      const { steps, ways } = stepsOf(search)
      const { revision } = configuration
      for (const step of steps) taken.push({ ...step, value: this.give(step) })
      followed.push(...ways)
      if (this.succeeds()) return { steps: taken, ways: followed }
      if (configuration.revision === revision) break
    }
    for (const key of new Set(followed.map((way) => wayKey(way.node.term, way))))
      penalties.set(key, (penalties.get(key) ?? 0) + penalty)
    return undefined
  }

  /** What is built in should not wait for modules: y where m was enough, if that can be, or there is no m. Returns the value given. */
  private give({ symbol, value, exact, wanted }: PlanStep): string {
    const { configuration } = this
    const levels = value === 'm' && !exact && !this.fixed.has(symbol) ? configuration.assignable(symbol) : []
    const better = levels.includes(2) && (this.fixed.get(wanted) === 'y' || !levels.includes(1)) ? 'y' : value
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
    applyPlan(this.configuration, { assignments: steps })
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
    const assignments = steps.map((step) => this.describe(step))
    applyPlan(configuration, { assignments })
    const given = new Set(steps.map(({ symbol }) => symbol))
    return { assignments, ...outcomeSince(this.before, configuration, given) }
  }

  /** MODULES is wanted by whatever is wanted as m. */
  private describe({ symbol, value, why, neededBy, wanted }: PlanStep): PlannedAssignment {
    const own = this.wants.find((want) => want.symbol === wanted)
    const want = own ?? this.wants.find((one) => one.value === 'm')
    const servedBy = want?.symbol ?? wanted
    const words = own === undefined && neededBy === undefined ? `${servedBy.name}=m needs it` : why
    return { symbol, from: this.configuration.text(symbol), value, why: words, neededBy, servedBy }
  }
}
