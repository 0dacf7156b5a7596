/**
 * Expressions made shorter without changing what they say. Which implicit submenus a tree has depends on how far this goes, and
 * so do the conditions that C prints; therefore the rules, and the order they are tried in, are those of the kernel's
 * scripts/kconfig/expr.c (6.1). Unanswered probes are constants, but never taken for y here: an explanation has to name them.
 */
import type { Comparison, Expr, KconfigSymbol } from './ast.ts'
import { and } from './expr.ts'
import { type Connective, joinTerms, noExpr, yesExpr } from './join-terms.ts'
import { no, yes } from './symbols.ts'

function isSymbol(expr: Expr | undefined, symbol: KconfigSymbol): boolean {
  return expr?.kind === 'symbol' && expr.symbol === symbol
}

/** Pushes `!` inwards and turns comparisons of bools with y, m and n into plain terms. */
export function transform(expr: Expr): Expr {
  switch (expr.kind) {
    case 'and':
    case 'or': {
      const left = transform(expr.left)
      const right = transform(expr.right)
      return left === expr.left && right === expr.right ? expr : { kind: expr.kind, left, right }
    }
    case 'not':
      return negate(transform(expr.operand))
    case '=':
    case '!=':
      return expr.left.type === 'bool' ? boolComparison(expr) : expr
    default:
      return expr
  }
}

function boolComparison(expr: Extract<Expr, { kind: Comparison }>): Expr {
  const term: Expr = { kind: 'symbol', symbol: expr.left }
  const equal = expr.kind === '='
  if (!expr.right.constant) return expr
  if (expr.right.name === 'y') return equal ? term : { kind: 'not', operand: term }
  if (expr.right.name === 'n') return equal ? { kind: 'not', operand: term } : term
  return expr.right.name === 'm' ? (equal ? noExpr : yesExpr) : expr
}

const opposites: Readonly<Record<Comparison, Comparison>> = {
  '=': '!=',
  '!=': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
}

function negate(operand: Expr): Expr {
  switch (operand.kind) {
    case 'not':
      return operand.operand
    case 'and':
    case 'or':
      return { kind: operand.kind === 'and' ? 'or' : 'and', left: negate(operand.left), right: negate(operand.right) }
    case 'symbol':
      if (operand.symbol === yes) return noExpr
      if (operand.symbol === no) return yesExpr
      if (operand.symbol.constant && operand.symbol.name === 'm') return operand
      return { kind: 'not', operand }
    default:
      return { kind: opposites[operand.kind], left: operand.left, right: operand.right }
  }
}

/** The operands of a chain of && or ||; anything else is one operand. */
function operandsOf(expr: Expr, kind: Connective, into: Expr[] = []): Expr[] {
  if (expr.kind !== kind) into.push(expr)
  else {
    operandsOf(expr.left, kind, into)
    operandsOf(expr.right, kind, into)
  }
  return into
}

function chain(operands: readonly Expr[], kind: Connective): Expr {
  return operands.reduce((left, right) => ({ kind, left, right }))
}

/** Drops operands that repeat or follow from others, as `A && B && A=y` → `B && A=y`. The first `settled` ones do not among themselves. */
export function withoutDuplicates(expr: Expr | undefined, settled = 0): Expr | undefined {
  let shorter = expr
  let first = settled
  while (shorter?.kind === 'and' || shorter?.kind === 'or') {
    const operands = operandsOf(shorter, shorter.kind)
    if (!joinOperands(operands, shorter.kind, first)) break
    shorter = withoutConstants(chain(operands, shorter.kind))
    first = 0
  }
  return shorter
}

/**
 * Tries every operand with every other one. Where a pair joins, the other's place gets the result and this one becomes neutral (y
 * in &&, n in ||). Returns whether anything was joined.
 */
function joinOperands(operands: Expr[], kind: Connective, settled = 0): boolean {
  let joined = false
  for (let index = 0; index < operands.length; index++) {
    let inspected: Expr | undefined
    for (let other = 0; other < operands.length; other++) {
      // Until something has changed, what is settled stays so.
      if (other === index || (!joined && index < settled && other < settled)) continue
      if (operands[index] !== inspected && joinInside(operands, index)) joined = true
      else inspected = operands[index]
      const first = operands[index]
      const second = operands[other]
      if (!first || !second) continue
      const result = equal(first, second) ? first : joinTerms(first, second, kind)
      if (!result) continue
      operands[index] = kind === 'and' ? yesExpr : noExpr
      operands[other] = result
      joined = true
    }
  }
  return joined
}

function joinInside(operands: Expr[], index: number): boolean {
  const operand = operands[index]
  if (operand?.kind !== 'and' && operand?.kind !== 'or') return false
  const inner = operandsOf(operand, operand.kind)
  if (!joinOperands(inner, operand.kind)) return false
  operands[index] = chain(inner, operand.kind)
  return true
}

/** `A && y` → A, `A || n` → A, `A && n` → n, `A || y` → y. */
function withoutConstants(expr: Expr): Expr {
  if (expr.kind !== 'and' && expr.kind !== 'or') return expr
  const [absorbing, neutral] = expr.kind === 'and' ? [no, yes] : [yes, no]
  const left = withoutConstants(expr.left)
  const right = withoutConstants(expr.right)
  if (isSymbol(left, absorbing) || isSymbol(right, neutral)) return left
  if (isSymbol(right, absorbing) || isSymbol(left, neutral)) return right
  return left === expr.left && right === expr.right ? expr : { kind: expr.kind, left, right }
}

/** Both without the operands they share; what is wholly shared leaves y (of &&) or n (of ||). */
export function withoutShared(first: Expr, second: Expr): [Expr, Expr] {
  let [left, right] = [first, second]
  if (left.kind === 'and' || left.kind === 'or') [left, right] = dropShared(left, right, left.kind)
  if (left.kind !== right.kind && (right.kind === 'and' || right.kind === 'or'))
    [left, right] = dropShared(left, right, right.kind)
  return [withoutConstants(left), withoutConstants(right)]
}

function dropShared(first: Expr, second: Expr, kind: Connective): [Expr, Expr] {
  const left = operandsOf(first, kind)
  const right = operandsOf(second, kind)
  const neutral = kind === 'and' ? yesExpr : noExpr
  for (const [index, operand] of left.entries()) {
    if (isSymbol(operand, yes) || isSymbol(operand, no)) continue
    const twin = right.findIndex((other) => equal(operand, other))
    if (twin < 0) continue
    left[index] = neutral
    right[twin] = neutral
  }
  return [chain(left, kind), chain(right, kind)]
}

/** Whether two expressions say the same up to the order of operands. */
export function equal(first: Expr, second: Expr): boolean {
  if (first === second) return true
  if (first.kind === 'symbol') return second.kind === 'symbol' && first.symbol === second.symbol
  if (first.kind === 'not') return second.kind === 'not' && equal(first.operand, second.operand)
  if (first.kind === 'and' || first.kind === 'or') {
    if (second.kind !== first.kind) return false
    const [left, right] = withoutShared(first, second)
    return left.kind === 'symbol' && right.kind === 'symbol' && left.symbol === right.symbol
  }
  return second.kind === first.kind && first.left === second.left && first.right === second.right
}

/** The expression as a condition of `!= n` comparisons, which makes those of tristates comparable with each other. */
export function asComparison(expr: Expr | undefined): Expr {
  return expr === undefined ? { kind: 'not', operand: noExpr } : compareWithNo(expr, '!=')
}

function compareWithNo(expr: Expr, comparison: '=' | '!='): Expr {
  switch (expr.kind) {
    case 'and':
    case 'or': {
      const isNo: Expr = {
        kind: expr.kind === 'and' ? 'or' : 'and',
        left: compareWithNo(expr.left, '='),
        right: compareWithNo(expr.right, '='),
      }
      return comparison === '=' ? isNo : { kind: 'not', operand: isNo }
    }
    case 'not':
      return compareWithNo(expr.operand, comparison === '=' ? '!=' : '=')
    case 'symbol':
      return { kind: comparison, left: expr.symbol, right: no }
    default:
      return comparison === '=' ? { kind: 'not', operand: expr } : expr
  }
}

/**
 * A condition inside another: `outer && inner`, the inner one simplified, without repetitions. `isSettled`: the outer one came out of
 * this, and nothing that counts here has changed since.
 */
export function nest(outer: Expr | undefined, inner: Expr | undefined, isSettled: boolean): Expr | undefined {
  return withoutDuplicates(and(outer, inner && transform(inner)), outer && isSettled ? countOperands(outer) : 0)
}

/** How many operands of && it has. */
function countOperands(expr: Expr): number {
  return expr.kind === 'and' ? countOperands(expr.left) + countOperands(expr.right) : 1
}
