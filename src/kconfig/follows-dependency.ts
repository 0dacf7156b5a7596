/** Which symbols need no further look where their dependency is n. */
import type { Expr, KconfigSymbol } from './ast.ts'
import { isComparison } from './expr.ts'
import { isLogical } from './user-values.ts'

/**
 * Sets followsDependency: bool or tristate, defined once, in no choice, and without a comparison in its dependency. Beside another
 * one C drops such a term from a condition (see join-terms.ts), which can then hold although the dependency does not.
 */
export function markFollowers(symbols: Iterable<KconfigSymbol>): void {
  const known = new Map<Expr, boolean>()

  function compares(expr: Expr): boolean {
    let found = known.get(expr)
    if (found === undefined) {
      if (expr.kind === 'symbol') found = false
      else if (expr.kind === 'not') found = compares(expr.operand)
      else found = isComparison(expr) || compares(expr.left) || compares(expr.right)
      known.set(expr, found)
    }
    return found
  }

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
