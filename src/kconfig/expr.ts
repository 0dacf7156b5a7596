/** Expressions: building, printing and evaluating them. Evaluation asks for values, so that it works on any configuration. */
import type { Comparison, Expr, KconfigSymbol, SymbolType, Tristate } from './ast.ts'

/** Where evaluation gets a symbol's value from. */
export interface Values {
  tristate(symbol: KconfigSymbol): Tristate
  /** As comparisons see it: `y`, `m`, `n` for bool and tristate, the name itself for constants and undefined symbols. */
  text(symbol: KconfigSymbol): string
}

export function and(left: Expr | undefined, right: Expr | undefined): Expr | undefined {
  if (left === undefined || left === right) return right
  return right === undefined ? left : { kind: 'and', left, right }
}

/** The or of a symbol's definitions. As in C an absent side gives the other side, although it means y everywhere else. */
export function orOfDefinitions(left: Expr | undefined, right: Expr | undefined): Expr | undefined {
  if (left === undefined || left === right) return right
  return right === undefined ? left : { kind: 'or', left, right }
}

export function isComparison(expr: Expr): expr is Extract<Expr, { kind: Comparison }> {
  return expr.kind !== 'symbol' && expr.kind !== 'not' && expr.kind !== 'and' && expr.kind !== 'or'
}

/** The value of an expression; an absent one is y. Both sides are always looked at, as in C: it shows in the order of its warnings. */
export function evaluate(expr: Expr | undefined, values: Values): Tristate {
  if (expr === undefined) return 2
  switch (expr.kind) {
    case 'symbol':
      return values.tristate(expr.symbol)
    case 'not':
      return (2 - evaluate(expr.operand, values)) as Tristate
    case 'and': {
      const left = evaluate(expr.left, values)
      const right = evaluate(expr.right, values)
      return Math.min(left, right) as Tristate
    }
    case 'or': {
      const left = evaluate(expr.left, values)
      const right = evaluate(expr.right, values)
      return Math.max(left, right) as Tristate
    }
    default:
      return compare(expr.kind, expr.left, expr.right, values) ? 2 : 0
  }
}

function compare(operator: Comparison, left: KconfigSymbol, right: KconfigSymbol, values: Values): boolean {
  const order =
    isLevel(left) && isLevel(right)
      ? values.tristate(left) - values.tristate(right)
      : orderOfTexts(values.text(left), left, values.text(right), right)
  switch (operator) {
    case '=':
      return order === 0
    case '!=':
      return order !== 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '>=':
      return order >= 0
  }
}

/** Whether the symbol's value is y, m or n: that of bool, tristate and choice, and the constants of these names. */
function isLevel(symbol: KconfigSymbol): boolean {
  if (symbol.constant) return symbol.name === 'y' || symbol.name === 'm' || symbol.name === 'n'
  return symbol.type === 'bool' || symbol.type === 'tristate'
}

/** Numbers by their size where both sides are some (unsigned as soon as one of them is hex), else texts by their bytes. */
function orderOfTexts(leftText: string, left: KconfigSymbol, rightText: string, right: KconfigSymbol): number {
  const bothStrings = left.type === 'string' && right.type === 'string'
  const leftNumber = bothStrings ? undefined : parseNumber(leftText, comparisonType(left))
  const rightNumber = bothStrings ? undefined : parseNumber(rightText, comparisonType(right))
  if (leftNumber === undefined || rightNumber === undefined) return compareBytes(leftText, rightText)
  const unsigned = left.type === 'hex' || right.type === 'hex'
  const first = unsigned ? BigInt.asUintN(64, leftNumber) : leftNumber
  const second = unsigned ? BigInt.asUintN(64, rightNumber) : rightNumber
  return Number(first > second) - Number(first < second)
}

/** The constants y, m and n count as tristate, all other text as what it looks like. */
function comparisonType(symbol: KconfigSymbol): SymbolType {
  return symbol.constant && /^[ymn]$/.test(symbol.name) ? 'tristate' : symbol.type
}

/**
 * A value as number, as expr_parse_string() of the kernel's scripts/kconfig/expr.c reads it: tristates count 0 to 2, int is
 * decimal, hex base 16, anything of unknown type as C's strtoll() with base 0. Undefined: not a number, compare as text.
 */
function parseNumber(text: string, type: SymbolType): bigint | undefined {
  if (type === 'bool' || type === 'tristate') return BigInt('nmy'.indexOf(text.length === 1 ? text : '?'))
  const match = /^\s*([-+]?)(0[xX])?([0-9a-fA-F]+)$/.exec(text)
  if (!match) return undefined
  const [, sign, prefix, digits = ''] = match
  const magnitude = parseDigits(prefix !== undefined, digits, type)
  return magnitude !== undefined && sign === '-' ? -magnitude : magnitude
}

function parseDigits(prefixed: boolean, digits: string, type: SymbolType): bigint | undefined {
  if (type === 'hex') return BigInt(`0x${digits}`)
  if (type === 'int') return !prefixed && /^[0-9]+$/.test(digits) ? BigInt(digits) : undefined
  if (prefixed) return BigInt(`0x${digits}`)
  if (/^0[0-7]+$/.test(digits)) return BigInt(`0o${digits}`)
  return /^(0|[1-9][0-9]*)$/.test(digits) ? BigInt(digits) : undefined
}

/** strcmp() order, which for UTF-8 is code point order. */
function compareBytes(left: string, right: string): number {
  return left === right ? 0 : Buffer.compare(Buffer.from(left), Buffer.from(right))
}

const precedence = { or: 1, and: 2, not: 3 } as const

/** An expression as Kconfig text, with no more parentheses than needed; probes as the macro call that was written. */
export function formatExpr(expr: Expr | undefined, outer = 0): string {
  if (expr === undefined) return 'y'
  if (expr.kind === 'symbol') return formatSymbol(expr.symbol)
  if (isComparison(expr)) {
    const text = `${formatSymbol(expr.left)}${expr.kind}${formatSymbol(expr.right)}`
    return outer === precedence.not ? `(${text})` : text
  }
  const own = precedence[expr.kind]
  const text =
    expr.kind === 'not'
      ? `!${formatExpr(expr.operand, own)}`
      : `${formatExpr(expr.left, own)} ${expr.kind === 'and' ? '&&' : '||'} ${formatExpr(expr.right, own)}`
  return own < outer ? `(${text})` : text
}

/** A default or a bound with its condition: `y if NET`. */
export function formatConditional(value: Expr, condition: Expr | undefined): string {
  return condition === undefined ? formatExpr(value) : `${formatExpr(value)} if ${formatExpr(condition)}`
}

/** A symbol as Kconfig text: constants quoted (but not y, m, n), a choice by its prompt. */
export function formatSymbol(symbol: KconfigSymbol): string {
  if (symbol.probe !== undefined) return symbol.probe
  if (symbol.isChoice) return `<choice "${symbol.nodes[0]?.prompts.at(-1)?.text ?? symbol.name}">`
  if (symbol.constant && !/^[ymn]$/.test(symbol.name)) return `"${symbol.name.replace(/["\\]/g, '\\$&')}"`
  return symbol.name
}
