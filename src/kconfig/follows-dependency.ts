/** Which symbols need no further look where their dependency is n. */
import type { Expr, KconfigSymbol } from './ast.ts'
import { isComparison } from './expr.ts'
import { isLogical } from './user-values.ts'

/**
 * Sets followsDependency: bool or tristate, defined once, in no choice, and without a comparison in its dependency. Beside another
 * one C drops such a term from a condition (see join-terms.ts), which can then hold although the dependency does not.
 */
export function markFollowers(symbols: Iterable<KconfigSymbol>): void {
  for (const symbol of symbols) {
    const { nodes, choice, directDependency } = symbol
    symbol.followsDependency =
      isLogical(symbol) &&
      nodes.length === 1 &&
      !choice &&
      directDependency !== undefined &&
      !compares(directDependency)
  }
}

function compares(expr: Expr): boolean {
  if (expr.kind === 'symbol') return false
  if (expr.kind === 'not') return compares(expr.operand)
  return isComparison(expr) || compares(expr.left) || compares(expr.right)
}
