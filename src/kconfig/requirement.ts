/**
 * What an expression lacks to reach a level, as a tree of terms: the one walk behind "why is it off" (needs.ts words its terms)
 * and "make it so" (the planner looks for ways to each of them).
 */
import type { Comparison, Expr, KconfigSymbol, Tristate } from './ast.ts'
import { evaluate, isComparison, type Values } from './expr.ts'

/** `up`: the symbol has to be at least `level`; otherwise at most. */
export interface LevelTerm {
  kind: 'level'
  symbol: KconfigSymbol
  up: boolean
  level: Tristate
}

/** A comparison that has to hold. */
export interface ComparisonTerm {
  kind: 'comparison'
  operator: Comparison
  left: KconfigSymbol
  right: KconfigSymbol
}

export type Term = LevelTerm | ComparisonTerm
export type Requirement = Term | { kind: 'all' | 'any'; of: Requirement[] }

/** What is missing for `expr` to be at least (`up`) or at most `level`; undefined when nothing is. An absent expression is y. */
export function lackingIn(
  expr: Expr | undefined,
  level: Tristate,
  up: boolean,
  values: Values,
): Requirement | undefined {
  const value = evaluate(expr, values)
  if (up ? value >= level : value <= level) return undefined
  if (expr === undefined) return { kind: 'any', of: [] }
  if (expr.kind === 'not') return lackingIn(expr.operand, (2 - level) as Tristate, !up, values)
  if (expr.kind === 'and' || expr.kind === 'or') {
    const kind = (expr.kind === 'and') === up ? 'all' : 'any'
    const parts = [lackingIn(expr.left, level, up, values), lackingIn(expr.right, level, up, values)]
    return joinRequirements(kind, parts)
  }
  if (isComparison(expr)) {
    const operator = up ? expr.kind : opposite[expr.kind]
    return { kind: 'comparison', operator, left: expr.left, right: expr.right }
  }
  return { kind: 'level', symbol: expr.symbol, up, level }
}

/** Both or one of: flat, without what is missing nothing. For `any` the caller knows that no part is met already. */
export function joinRequirements(
  kind: 'all' | 'any',
  parts: readonly (Requirement | undefined)[],
): Requirement | undefined {
  const of = parts.flatMap((part) => (part === undefined ? [] : part.kind === kind ? part.of : [part]))
  const [only] = of
  return of.length < 2 && (kind === 'all' || only !== undefined) ? only : { kind, of }
}

const opposite: Readonly<Record<Comparison, Comparison>> = {
  '=': '!=',
  '!=': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
}
