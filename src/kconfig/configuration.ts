/**
 * A tree with the values a person gave: everything else follows from the two. This is the interface that the configurator, the
 * planner and the command line work with.
 */
import type { KconfigSymbol, KconfigTree, Tristate } from './ast.ts'
import { dependentsOf } from './dependents.ts'
import { Evaluation } from './evaluation.ts'
import type { Values } from './expr.ts'
import { isWellFormed } from './number-text.ts'
import { activeRange, isInRange } from './ranges.ts'
import type { SymbolStates } from './symbol-states.ts'
import { type GivenValues, isLogical, UserValues } from './user-values.ts'

/** Queries are lazy and cached; a change invalidates only what depends on it (a change of MODULES everything). */
export interface KconfigConfiguration extends Values {
  readonly tree: KconfigTree
  /** Of bool, tristate, int, hex, string and choice: the maximum over its prompts. */
  visibility(symbol: KconfigSymbol): Tristate
  /** What a person asked for (y, m, n, or text; a choice's mode), whether or not it holds now. */
  userValue(symbol: KconfigSymbol): string | undefined
  /**
   * y, m, n for bool, tristate and choice (its mode), text otherwise; setting a choice's member to y selects it. undefined takes
   * the value back. Returns whether the value was taken (well-formed, in range, allowed by visibility and selects).
   */
  setUserValue(symbol: KconfigSymbol, value: string | undefined): boolean
  /** The levels a person could set now, the lowest first; empty where none (or for text). */
  assignable(symbol: KconfigSymbol): Tristate[]
  /** The bounds that hold now, of int and hex. */
  range(symbol: KconfigSymbol): { low: string; high: string } | undefined
  /** The chosen member of a choice that is y. */
  selection(choice: KconfigSymbol): KconfigSymbol | undefined
  /** The level that selects hold the symbol at. */
  reverseDependency(symbol: KconfigSymbol): Tristate
  /** The level that implies suggest. */
  implied(symbol: KconfigSymbol): Tristate
  /** True where C would write the symbol into .config. */
  written(symbol: KconfigSymbol): boolean
  /** Cheap copies of the user's values and of what is computed from them, for undo and trials (about 150 KB for a kernel). */
  snapshot(): Snapshot
  restore(snapshot: Snapshot): void
  /**
   * Takes other values for the user's of these symbols, as they stand, whether or not they hold: a fragment over a configuration.
   */
  adopt(given: GivenValues, symbols: Iterable<KconfigSymbol>): void
  /** Counts changes: what was drawn at another revision may be old. */
  readonly revision: number
}

/** A configuration at one moment; only good for the configuration that made it. */
export interface Snapshot {
  readonly given: GivenValues
  readonly states: SymbolStates
}

/** A configuration in which nobody has set anything; `user` brings values along, and is from then on the configuration's own. */
export function createConfiguration(tree: KconfigTree, user = new UserValues(tree)): KconfigConfiguration {
  const evaluation = new Evaluation(tree, user)
  let revision = 0

  /** The symbols and all that reads them; what is invalid already was not read since, so that the walk ends there. */
  function invalidate(changed: readonly KconfigSymbol[]): void {
    revision++
    const { starts, targets } = dependentsOf(tree)
    const open = changed.map((symbol) => symbol.index)
    for (const index of open) evaluation.invalidate(index)
    for (let index = open.pop(); index !== undefined; index = open.pop())
      for (let edge = starts[index] ?? 0; edge < (starts[index + 1] ?? 0); edge++) {
        const target = targets[edge] ?? 0
        if (!evaluation.isValid(target)) continue
        evaluation.invalidate(target)
        open.push(target)
      }
  }

  function assignable(symbol: KconfigSymbol): Tristate[] {
    if (!isLogical(symbol)) return []
    const visible = evaluation.visibility(symbol)
    const reverse = evaluation.reverse(symbol)
    if (visible <= reverse) return []
    if (symbol.choice && visible === 2) return [2]
    const levels: Tristate[] = evaluation.isTristate(symbol) ? [0, 1, 2] : [0, 2]
    return levels.filter((level) => level >= reverse && level <= visible)
  }

  function setLevel(symbol: KconfigSymbol, level: Tristate): boolean {
    if (evaluation.tristate(symbol) !== level && !assignable(symbol).includes(level)) return false
    const { choice } = symbol
    user.giveLevel(symbol, level)
    if (choice && level === 2) {
      user.members.set(choice, symbol)
      for (const one of [choice, ...choice.members])
        if (one === choice || evaluation.visibility(one) !== 0) user.given[one.index] = 1
    }
    invalidate(choice ? [symbol, choice, ...choice.members] : [symbol])
    return true
  }

  function setText(symbol: KconfigSymbol, value: string): boolean {
    if (!isWellFormed(symbol, value) || evaluation.visibility(symbol) === 0) return false
    // A person's number is compared whole, in busybox too, whose conf would let one pass for its low bits.
    if (symbol.type !== 'string' && !isInRange(symbol, value, evaluation, 'kernel')) return false
    user.giveText(symbol, symbol.type === 'hex' && !/^0[xX]/.test(value) ? `0x${value}` : value)
    invalidate([symbol])
    return true
  }

  function takeBack(symbol: KconfigSymbol): boolean {
    const { choice } = symbol
    user.withdraw(symbol)
    user.levels[symbol.index] = 0
    user.texts.delete(symbol)
    user.members.delete(symbol)
    if (choice && user.members.get(choice) === symbol) user.members.delete(choice)
    invalidate(choice ? [symbol, choice] : [symbol])
    return true
  }

  function setUserValue(symbol: KconfigSymbol, value: string | undefined): boolean {
    if (symbol.index < 0 || symbol.nodes.length === 0) return false
    if (value === undefined) return takeBack(symbol)
    if (!isLogical(symbol)) return setText(symbol, value)
    const level = 'nmy'.indexOf(value.charAt(0).toLowerCase())
    return value !== '' && level >= 0 && setLevel(symbol, level as Tristate)
  }

  function range(symbol: KconfigSymbol): { low: string; high: string } | undefined {
    const active = activeRange(symbol, evaluation)
    return active && { low: evaluation.text(active.low), high: evaluation.text(active.high) }
  }

  function restore({ given, states }: Snapshot): void {
    user.restore(given)
    evaluation.restore(states)
    revision++
  }

  function adopt(given: GivenValues, symbols: Iterable<KconfigSymbol>): void {
    const changed: KconfigSymbol[] = []
    for (const symbol of symbols) if (user.takeFrom(given, symbol)) changed.push(symbol)
    if (changed.length > 0) invalidate(changed)
  }

  return {
    tree,
    tristate: (symbol) => evaluation.tristate(symbol),
    text: (symbol) => evaluation.text(symbol),
    visibility: (symbol) => evaluation.visibility(symbol),
    userValue: (symbol) => user.text(symbol),
    setUserValue,
    assignable,
    range,
    selection: (choice) => evaluation.selection(choice),
    reverseDependency: (symbol) => evaluation.reverse(symbol),
    implied: (symbol) => evaluation.implied(symbol),
    written: (symbol) => evaluation.written(symbol),
    snapshot: () => ({ given: user.copy(), states: evaluation.save() }),
    restore,
    adopt,
    get revision() {
      return revision
    },
  }
}
