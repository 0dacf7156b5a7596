/** The warning of C for a symbol that is selected although its dependencies are not met, word for word. */
import type { Expr, KconfigSymbol, Selection, Tristate } from './ast.ts'
import { and, evaluate, isComparison, type Values } from './expr.ts'

/** The block as C prints it, without the newlines around it. */
export function unmetMessage(symbol: KconfigSymbol, values: Values): string {
  const direct = evaluate(symbol.directDependency, values)
  return [
    `WARNING: unmet direct dependencies detected for ${symbol.name}`,
    `  Depends on [${direct === 1 ? 'm' : 'n'}]: ${formatWithValues(symbol.directDependency, values)}`,
    ...selectors(symbol, 2, values),
    ...selectors(symbol, 1, values),
  ].join('\n')
}

function selectors(symbol: KconfigSymbol, level: Tristate, values: Values): string[] {
  const terms = symbol.selectedBy.map(termOf).filter((term) => evaluate(term, values) === level)
  if (terms.length === 0) return []
  return [`  Selected by [${'nmy'.charAt(level)}]:`, ...terms.map((term) => `  - ${formatWithValues(term, values)}`)]
}

function termOf({ by, when }: Selection): Expr | undefined {
  return and({ kind: 'symbol', symbol: by }, when)
}

const ranks = { or: 1, and: 2, not: 3 } as const

/** An expression with the value behind each symbol: `A [=y] && !B [=n]`. */
export function formatWithValues(expr: Expr | undefined, values: Values, outer = 0): string {
  if (expr === undefined) return 'y'
  if (expr.kind === 'symbol') return withValue(expr.symbol, values)
  if (isComparison(expr)) return `${withValue(expr.left, values)}${expr.kind}${withValue(expr.right, values)}`
  const rank = ranks[expr.kind]
  const text =
    expr.kind === 'not'
      ? `!${formatWithValues(expr.operand, values, rank)}`
      : `${formatWithValues(expr.left, values, rank)} ${expr.kind === 'and' ? '&&' : '||'} ${formatWithValues(expr.right, values, rank)}`
  return rank < outer ? `(${text})` : text
}

function withValue(symbol: KconfigSymbol, values: Values): string {
  if (symbol.isChoice && symbol.name === '') return '<choice>'
  return symbol.type === 'unknown' ? symbol.name : `${symbol.name} [=${values.text(symbol)}]`
}
