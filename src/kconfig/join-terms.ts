/** Two terms of one && or || that say no more than a single one, as A and A=y in `A && A=y`. */
import type { Expr, KconfigSymbol } from './ast.ts'
import { mod, no, yes } from './symbols.ts'

export type Connective = 'and' | 'or'

export const yesExpr: Expr = { kind: 'symbol', symbol: yes }
export const noExpr: Expr = { kind: 'symbol', symbol: no }

/** The single term, or undefined where there is none. Two equal terms are not looked for here. */
export function joinTerms(first: Expr, second: Expr, kind: Connective): Expr | undefined {
  const symbol = subjectOf(first, true)
  if (symbol === undefined || symbol !== subjectOf(second, false)) return undefined
  if (symbol.type !== 'bool' && symbol.type !== 'tristate') return undefined
  return kind === 'or' ? joinOr(first, second, symbol) : joinAnd(first, second, symbol)
}

/** The symbol that a term is about. A comparison below `!` only counts on the first side, which is a habit of C. */
function subjectOf(term: Expr, first: boolean): KconfigSymbol | undefined {
  if (term.kind === 'symbol') return term.symbol
  if (term.kind === '=' || term.kind === '!=') return term.left
  if (term.kind !== 'not') return undefined
  const { operand } = term
  if (operand.kind === 'symbol') return operand.symbol
  return first && (operand.kind === '=' || operand.kind === '!=') ? operand.left : undefined
}

function joinOr(first: Expr, second: Expr, symbol: KconfigSymbol): Expr | undefined {
  if (symbol.type === 'bool') {
    const opposed =
      (first.kind === 'not' && first.operand.kind === 'symbol' && second.kind === 'symbol') ||
      (second.kind === 'not' && second.operand.kind === 'symbol' && first.kind === 'symbol')
    return opposed ? yesExpr : undefined
  }
  if (first.kind !== '=' || second.kind !== '=') return undefined
  const left = thirdLevel(first.right, second.right)
  return left && { kind: '!=', left: symbol, right: left }
}

function joinAnd(first: Expr, second: Expr, symbol: KconfigSymbol): Expr | undefined {
  if (first.kind === 'symbol') return joinTerm(second, symbol)
  if (second.kind === 'symbol') return joinTerm(first, symbol)
  if (symbol.type !== 'tristate') return undefined
  if (first.kind === '=' && second.kind === '!=') return joinOpposed(first.right, second.right, symbol)
  if (first.kind === '!=' && second.kind === '=') return joinOpposed(second.right, first.right, symbol)
  if (first.kind !== '!=' || second.kind !== '!=') return undefined
  const left = thirdLevel(first.right, second.right)
  return left && { kind: '=', left: symbol, right: left }
}

/** `A && A=y` → A=y, `A && A!=n` → A, `A && A!=m` → A=y. */
function joinTerm(comparison: Expr, symbol: KconfigSymbol): Expr | undefined {
  const level = comparison.kind === '=' || comparison.kind === '!=' ? levelName(comparison.right) : undefined
  if (comparison.kind === '=') return level === 'y' ? comparison : undefined
  if (level === 'n') return { kind: 'symbol', symbol }
  return level === 'm' ? { kind: '=', left: symbol, right: yes } : undefined
}

/** `A=x && A!=z` → A=x, or n where both are the same. */
function joinOpposed(equalTo: KconfigSymbol, unequalTo: KconfigSymbol, symbol: KconfigSymbol): Expr | undefined {
  if (!equalTo.constant || !unequalTo.constant) return undefined
  return equalTo === unequalTo ? noExpr : { kind: '=', left: symbol, right: equalTo }
}

function levelName(symbol: KconfigSymbol): string | undefined {
  return symbol === yes || symbol === mod || symbol === no ? symbol.name : undefined
}

/** Of n, m and y the one that is neither of the two. */
function thirdLevel(first: KconfigSymbol, second: KconfigSymbol): KconfigSymbol | undefined {
  const names = `${levelName(first) ?? ''}${levelName(second) ?? ''}`
  if (names === 'ym' || names === 'my') return no
  if (names === 'yn' || names === 'ny') return mod
  return names === 'mn' || names === 'nm' ? yes : undefined
}
