/** Expressions as records of numbers (tree-format.ts). Each stands behind its parts, equal ones are one. */
import type { Expr, KconfigSymbol } from './ast.ts'
import { isComparison } from './expr.ts'
import { NumberList } from './number-list.ts'
import { ExprField, exprKinds } from './tree-format.ts'

export interface ExprNumbers {
  /** -1 for none. */
  number(expr: Expr | undefined): number
  finish(): Int32Array
}

/** What dependencies fold into everything below them is the same often: a tree of the kernel has a sixth as many that differ. */
export function createExprNumbers(symbolNumber: (symbol: KconfigSymbol) => number): ExprNumbers {
  const records = new NumberList(1 << 16)
  const known = new Map<Expr, number>()
  const equal = createRecordIndex(records)

  function number(expr: Expr | undefined): number {
    if (expr === undefined) return -1
    // Most are single symbols, and those need no memory.
    if (expr.kind === 'symbol') return equal(0, symbolNumber(expr.symbol), -1)
    const before = known.get(expr)
    if (before !== undefined) return before
    const found = composite(expr)
    known.set(expr, found)
    return found
  }

  function composite(expr: Exclude<Expr, { kind: 'symbol' }>): number {
    const kind = exprKinds.indexOf(expr.kind)
    if (expr.kind === 'not') return equal(kind, number(expr.operand), -1)
    if (isComparison(expr)) return equal(kind, symbolNumber(expr.left), symbolNumber(expr.right))
    const left = number(expr.left)
    return equal(kind, left, number(expr.right))
  }

  return { number, finish: () => records.finish() }
}

/** Adds a record to the list unless there is an equal one; gives its number. A hash table with open addressing. */
function createRecordIndex(records: NumberList): (kind: number, left: number, right: number) => number {
  /** Numbers of records, each one higher; 0 is empty. */
  let slots = new Int32Array(1 << 15)

  function slotOf(kind: number, left: number, right: number): number {
    const mask = slots.length - 1
    const mixed = Math.imul(Math.imul(kind + 31, 0x9e3779b1) ^ left, 0x85ebca6b) ^ Math.imul(right, 0xc2b2ae35)
    let slot = (mixed ^ (mixed >>> 15)) & mask
    for (let found = slots[slot]; found; found = slots[slot]) {
      const at = (found - 1) * ExprField.width
      if (records.at(at) === kind && records.at(at + 1) === left && records.at(at + 2) === right) return slot
      slot = (slot + 1) & mask
    }
    return slot
  }

  function grow(): void {
    slots = new Int32Array(slots.length * 2)
    for (let at = 0, number = 1; at < records.length; at += ExprField.width, number++)
      slots[slotOf(records.at(at), records.at(at + 1), records.at(at + 2))] = number
  }

  return (kind, left, right) => {
    let slot = slotOf(kind, left, right)
    const found = slots[slot]
    if (found) return found - 1
    const count = records.length / ExprField.width
    if (count * 2 >= slots.length) {
      grow()
      slot = slotOf(kind, left, right)
    }
    slots[slot] = count + 1
    records.push(kind)
    records.push(left)
    records.push(right)
    return count
  }
}
