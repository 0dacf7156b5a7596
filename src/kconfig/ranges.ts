/** Ranges of int and hex, and how such symbols read others: rules of the kernel's scripts/kconfig/symbol.c (6.1). */
import type { Dialect, KconfigSymbol, Range } from './ast.ts'
import { evaluate, type Values } from './expr.ts'
import { numberOf } from './number-text.ts'
import { isLogical } from './user-values.ts'

/** The first range whose condition holds. */
export function activeRange(symbol: KconfigSymbol, values: Values): Range | undefined {
  for (const node of symbol.nodes) for (const range of node.ranges) if (evaluate(range.when, values) !== 0) return range
  return undefined
}

/** Whether a well-formed int or hex lies in the range that holds now. */
export function isInRange(symbol: KconfigSymbol, text: string, values: Values, dialect: Dialect): boolean {
  const range = activeRange(symbol, values)
  if (range === undefined) return true
  const value = compared(symbol, text, dialect)
  return value >= bound(symbol, range.low, values, dialect) && value <= bound(symbol, range.high, values, dialect)
}

/** The text itself, or the bound that it is beyond: as it stands in the kernel, as the number it is in busybox. */
export function intoRange(symbol: KconfigSymbol, text: string, values: Values, dialect: Dialect): string {
  const range = activeRange(symbol, values)
  if (range === undefined) return text
  const value = compared(symbol, text, dialect)
  const limit =
    value < bound(symbol, range.low, values, dialect)
      ? range.low
      : value > bound(symbol, range.high, values, dialect)
        ? range.high
        : undefined
  if (limit === undefined) return text
  if (dialect === 'kernel') return textFor(limit, values)
  const number = bound(symbol, limit, values, dialect)
  return symbol.type === 'int' ? String(number) : `0x${BigInt.asUintN(32, number).toString(16)}`
}

/** The value as an int, hex or string takes it over: in C a bool or tristate there reads n, whatever it is. */
export function textFor(symbol: KconfigSymbol, values: Values): string {
  return isLogical(symbol) && !symbol.constant ? 'n' : values.text(symbol)
}

/** The bound's own type tells its base; a constant is read as the symbol that it bounds. */
function bound(symbol: KconfigSymbol, limit: KconfigSymbol, values: Values, dialect: Dialect): bigint {
  return compared(limit.type === 'int' || limit.type === 'hex' ? limit : symbol, textFor(limit, values), dialect)
}

/** The number that C compares with a range: a long long in the kernel, in busybox's older conf the low 32 bits, with their sign. */
function compared(symbol: KconfigSymbol, text: string, dialect: Dialect): bigint {
  const number = numberOf(symbol, text)
  return dialect === 'kernel' ? number : BigInt.asIntN(32, number)
}
