/**
 * A .config read into a tree as conf_read() of C does it: values that cannot stand are dropped after everything was computed once.
 * What was computed from a dropped value before stays as it was; callers who do not want that habit of C evaluate anew.
 */
import type { KconfigSymbol, KconfigTree } from './ast.ts'
import { Evaluation } from './evaluation.ts'
import { isInRange } from './ranges.ts'
import { type ConfigMessage, type ConfigText, readConfig } from './read-config.ts'
import { inTableOrder } from './symbol-order.ts'
import { unmetMessage } from './unmet-message.ts'
import { isLogical, UserValues } from './user-values.ts'

export interface LoadedConfig {
  user: UserValues
  /** Computed once; only to be written or listed, not to be changed. */
  evaluation: Evaluation
  messages: ConfigMessage[]
}

/** Without a text (no such file) nothing is given and nothing computed yet. */
export function loadConfig(tree: KconfigTree, config: ConfigText | undefined, warnUnknown = false): LoadedConfig {
  const { user, messages } = config
    ? readConfig(tree, config, warnUnknown)
    : { user: new UserValues(tree), messages: [] }
  if (!config) return { user, messages, evaluation: evaluateWithMessages(tree, user, messages) }
  let symbols = tree.all
  const unmet: ConfigMessage[] = []
  let evaluation = evaluateWithMessages(tree, user, unmet, { inOrder: false })
  evaluation.computeAll(symbols)
  // The order shows only where there is something to tell or to drop.
  const outOfRange = [...user.texts.keys()].some((symbol) => isOutOfRange(symbol, user, evaluation))
  if (unmet.length > 1 || outOfRange) {
    symbols = inTableOrder(tree)
    unmet.length = 0
    evaluation = evaluateWithMessages(tree, user, unmet)
    evaluation.computeAll(symbols)
  }
  messages.push(...unmet)
  forgetIncompleteChoices(tree, user, evaluation)
  dropUnusable(symbols, user, evaluation)
  return { user, evaluation, messages }
}

/** An evaluation that adds C's warning for every unmet dependency it meets to the messages (busybox's conf has none); in C's order, unless it is told not to. */
export function evaluateWithMessages(
  tree: KconfigTree,
  user: UserValues,
  messages: ConfigMessage[],
  { inOrder } = { inOrder: true },
): Evaluation {
  if (tree.dialect === 'busybox') return new Evaluation(tree, user)
  const tell = (symbol: KconfigSymbol) => {
    const message = unmetMessage(symbol, evaluation)
    messages.push({ kind: 'unmet', file: undefined, line: undefined, message, symbol: symbol.name })
  }
  const evaluation: Evaluation = new Evaluation(tree, user, tell, inOrder)
  return evaluation
}

/** A choice at y with a visible member that nobody has set yet counts as new again (its mode is kept, but not the flag). */
function forgetIncompleteChoices(tree: KconfigTree, user: UserValues, evaluation: Evaluation): void {
  for (const choice of tree.choices) {
    if (evaluation.tristate(choice) !== 2) continue
    if (choice.members.some((member) => evaluation.visibility(member) !== 0 && !user.isGiven(member)))
      user.withdraw(choice)
  }
}

/** Drops numbers out of range, and, where the .config was complete, values of what is hidden. */
function dropUnusable(symbols: readonly KconfigSymbol[], user: UserValues, evaluation: Evaluation): void {
  let incomplete = symbols.some((symbol) => !symbol.isChoice && !agrees(symbol, user, evaluation))
  for (const symbol of symbols) {
    if (!user.isGiven(symbol) || symbol.choice) continue
    if (!incomplete && evaluation.visibility(symbol) === 0) user.withdraw(symbol)
    if (!isOutOfRange(symbol, user, evaluation)) continue
    user.withdraw(symbol)
    evaluation.invalidate(symbol.index)
    incomplete = true
  }
}

function isOutOfRange(symbol: KconfigSymbol, user: UserValues, evaluation: Evaluation): boolean {
  if ((symbol.type !== 'int' && symbol.type !== 'hex') || !user.isGiven(symbol)) return false
  return !isInRange(symbol, user.texts.get(symbol) ?? '', evaluation, evaluation.tree.dialect)
}

/** Whether the .config said of the symbol what it is. */
function agrees(symbol: KconfigSymbol, user: UserValues, evaluation: Evaluation): boolean {
  const given = user.isGiven(symbol)
  const written = evaluation.written(symbol)
  if (!given || !written) return given === written
  if (isLogical(symbol)) return user.level(symbol) === evaluation.tristate(symbol)
  return user.texts.get(symbol) === evaluation.text(symbol)
}
