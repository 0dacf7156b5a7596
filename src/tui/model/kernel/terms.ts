/** Expressions as lines for people: one term each, split at && and ||, with what holds and the values of what does not. */
import type { Expr, KconfigSymbol } from '../../../kconfig/ast.ts'
import { evaluate, formatExpr, isComparison, type Values } from '../../../kconfig/expr.ts'

export interface Term {
  depth: number
  /** `any of` and `all of` stand above what they join. */
  joint?: 'any of' | 'all of'
  text: string
  met: boolean
  /** Values of the symbols in it: `[=n]`. */
  values: string
  /** What the line leads to. */
  symbol: KconfigSymbol | undefined
}

/** Lines of an expression; none for one that is always y. */
export function termsOf(expr: Expr | undefined, values: Values): Term[] {
  return expr === undefined ? [] : joined(expr, 'and', 0, values)
}

function joined(expr: Expr, outer: 'and' | 'or', depth: number, values: Values): Term[] {
  if (expr.kind === outer)
    return [...joined(expr.left, outer, depth, values), ...joined(expr.right, outer, depth, values)]
  if (expr.kind !== 'and' && expr.kind !== 'or') return [leaf(expr, depth, values)]
  return [
    {
      depth,
      joint: expr.kind === 'or' ? 'any of' : 'all of',
      text: expr.kind === 'or' ? 'any of' : 'all of',
      met: evaluate(expr, values) > 0,
      values: '',
      symbol: undefined,
    },
    ...joined(expr, expr.kind, depth + 1, values),
  ]
}

function leaf(expr: Expr, depth: number, values: Values): Term {
  const symbols = symbolsOf(expr)
  const shown = symbols.map((symbol) => values.text(symbol) || '""').join(', ')
  return {
    depth,
    text: formatExpr(expr),
    met: evaluate(expr, values) > 0,
    values: symbols.length === 0 ? '' : `[=${shown}]`,
    symbol: symbols[0],
  }
}

/** Those that have a page: named, and not constant. */
function symbolsOf(expr: Expr): KconfigSymbol[] {
  if (expr.kind === 'symbol') return expr.symbol.constant ? [] : [expr.symbol]
  if (expr.kind === 'not') return symbolsOf(expr.operand)
  if (isComparison(expr)) return [expr.left, expr.right].filter(({ constant }) => !constant)
  return expr.kind === 'and' || expr.kind === 'or' ? [...symbolsOf(expr.left), ...symbolsOf(expr.right)] : []
}
