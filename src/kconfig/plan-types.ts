/** What the planner is asked and what it answers. Plain data about symbols: applying and showing is for the caller. */
import type { KconfigSymbol } from './ast.ts'
import type { UnmetTerm } from './unmet.ts'

/** `y`, `m`, `n` (exactly that level) for bool and tristate, the text itself for int, hex and string. */
export interface Want {
  symbol: KconfigSymbol
  value: string
}

export interface PlanOptions {
  /** Symbols whose value no plan may change (beside the wanted ones). */
  keep?: ReadonlySet<KconfigSymbol>
  /** How many other plans to look for where there is another way or another side of an `or`. Default 0: each costs a search. */
  alternatives?: number
}

/** One value that a person would have to give. */
export interface PlannedAssignment {
  symbol: KconfigSymbol
  from: string
  value: string
  /** Short sentence without a full stop: `wanted`, `E1000 depends on it`, `selects MII`, `is against X` … */
  why: string
  /** The symbol that asks for this one; undefined for what was wanted itself. */
  neededBy: KconfigSymbol | undefined
  /** The wanted symbol that it serves. */
  servedBy: KconfigSymbol
}

/** A symbol that gets another value although nobody gave it one. */
export interface ValueChange {
  symbol: KconfigSymbol
  from: string
  to: string
  /** Who holds the new value, in words: `selected by E1000`, `default`, `its dependencies are not met` … */
  by: string
}

/** A verified set of assignments: in this order, on the configuration as it was asked, they bring what was wanted. */
export interface Plan {
  /** Chosen values, dependencies first; none of them can be left out. */
  assignments: PlannedAssignment[]
  /** What follows by itself and does not fall. */
  automatic: ValueChange[]
  /** What has less than before: switched off by the plan, or fallen by itself. */
  lowered: ValueChange[]
}

/** A wanted value that cannot be had. */
export interface Obstacle {
  symbol: KconfigSymbol
  value: string
  /** One or two sentences. */
  why: string
  /** The terms in the way, as unmetTerms() tells them. */
  unmet: UnmetTerm[]
  /** What nothing in this tree can change (a name that no entry defines, a compiler test that says no), where that decides. */
  impossible: string[]
  /** Wanted or kept values that are in the way: `SMALL=y`. */
  kept: string[]
}

/**
 * `unreachable`: no chain of prompts, defaults, selects and implies leads there. `not-found`: there may be a way, but no attempt
 * held on the real evaluation (mostly wants that contradict each other).
 */
export type PlanResult =
  | { status: 'already' }
  | { status: 'planned'; plan: Plan; alternatives: Plan[] }
  | { status: 'unreachable' | 'not-found'; obstacles: Obstacle[] }
