/**
 * Implicit submenus: entries that follow a symbol and depend on it stand below it. What depends counts as C counts it: a condition
 * that has the symbol as a term, or one that mentions it and holds all that the symbol's own prompt needs.
 */
import type { Expr, KconfigSymbol, MenuNode } from './ast.ts'
import { isComparison } from './expr.ts'
import { asComparison, transform, withoutDuplicates, withoutShared } from './simplify.ts'
import { yes } from './symbols.ts'

/** Moves the following siblings that depend on the symbol at `index` below it; `finalise` is called for each of them first. */
export function formSubmenu(siblings: MenuNode[], index: number, finalise: (index: number) => void): void {
  const node = siblings[index]
  const symbol = node?.symbol
  if (!symbol) return
  let base: Expr | undefined
  let last = index
  for (let next = index + 1; next < siblings.length; next++) {
    const follower = siblings[next]
    if (!follower) break
    const dependency = follower.prompts.length > 0 ? follower.prompts.at(-1)?.when : follower.dependency
    if (!mentions(dependency, symbol)) break
    if (!dependsOn(dependency, symbol)) {
      base ??= comparable(node.prompts.at(-1)?.when)
      if (!holds(dependency, base)) break
    }
    finalise(next)
    follower.parent = node
    last = next
  }
  if (last > index) node.children = siblings.splice(index + 1, last - index)
}

function mentions(expr: Expr | undefined, symbol: KconfigSymbol): boolean {
  if (expr === undefined) return false
  if (expr.kind === 'symbol') return expr.symbol === symbol
  if (expr.kind === 'not') return mentions(expr.operand, symbol)
  if (isComparison(expr)) return expr.left === symbol || expr.right === symbol
  return mentions(expr.left, symbol) || mentions(expr.right, symbol)
}

/** Whether the symbol is a term of the condition: as it is, at y, at m, or not n. */
function dependsOn(expr: Expr | undefined, symbol: KconfigSymbol): boolean {
  switch (expr?.kind) {
    case 'and':
      return dependsOn(expr.left, symbol) || dependsOn(expr.right, symbol)
    case 'symbol':
      return expr.symbol === symbol
    case '=':
      return expr.left === symbol && expr.right.constant && (expr.right.name === 'y' || expr.right.name === 'm')
    case '!=':
      return expr.left === symbol && expr.right.constant && expr.right.name === 'n'
    default:
      return false
  }
}

/** Whether all that `base` asks for is also asked for by the dependency. */
function holds(dependency: Expr | undefined, base: Expr): boolean {
  const [, left] = withoutShared(comparable(dependency), base)
  return left.kind === 'symbol' && left.symbol === yes
}

function comparable(expr: Expr | undefined): Expr {
  const compared = transform(asComparison(expr))
  return withoutDuplicates(compared) ?? compared
}
