/** What is asked of a Kconfig tree, apart by who asks: the recipe's fragment, components and drivers, and the profile itself. */
import type { Configuration, KernelRequest } from '../../../configure/types.ts'
import type { KconfigSymbol } from '../../../kconfig/ast.ts'
import type { KernelValue } from '../../../profile/types.ts'

/** Symbol → value as text: y, m, n, a number, a text without quotes. */
export type Own = ReadonlyMap<string, string>

/** Of everybody but the profile. */
export interface Wish {
  value: string
  by: readonly string[]
}

export interface Asked {
  others: ReadonlyMap<string, Wish>
  own: Own
}

/** What components and drivers ask for, from a configuration whose profile sets no symbol itself. */
export function wishesOfOthers(without: Pick<Configuration, 'kernel'>): Map<string, Wish> {
  return new Map(
    [...without.kernel].map(([symbol, { value, by }]: [string, KernelRequest]) => [
      symbol,
      { value: String(value), by },
    ]),
  )
}

/** A profile's own symbols, `kernel.config`. */
export function ownSymbols(own: Readonly<Record<string, KernelValue>>): Own {
  return new Map(Object.entries(own).map(([symbol, value]) => [symbol, String(value)]))
}

/** The lists of a component's options: `lines` (`SYMBOL=value`) are the profile's own, `names` are symbols switched on. */
export function askedOfOptions(lines: readonly string[], names: readonly string[]): Asked {
  return {
    others: new Map(names.map((name) => [name, { value: 'y', by: ['further commands'] }])),
    own: new Map(
      lines.map((line): [string, string] => {
        const at = line.indexOf('=')
        return [line.slice(0, at), unquoted(line.slice(at + 1))]
      }),
    ),
  }
}

/** The profile's own symbols as a component's option has them. */
export function optionLines(own: Own, typeOf: (symbol: string) => KconfigSymbol['type'] | undefined): string[] {
  return [...own]
    .map(([symbol, value]) => `${symbol}=${typeOf(symbol) === 'string' && value !== 'n' ? quoted(value) : value}`)
    .sort()
}

/** A value as kernel.config has it: numbers of int symbols, text of everything else. */
export function kernelValue(value: string, type: KconfigSymbol['type'] | undefined): KernelValue {
  // The recipe knows a hex number by its 0x; without it, it would be a text.
  if (type === 'hex' && /^(?:0[xX])?[0-9a-fA-F]+$/.test(value)) return `0x${value.replace(/^0[xX]/, '')}`
  return type === 'int' && /^-?\d{1,15}$/.test(value) ? Number(value) : value
}

/** What changes between two sets of own symbols; null is taken away. */
export function ownDifference(before: Own, after: Own): Map<string, string | null> {
  const changed = [...after].filter(([symbol, value]) => before.get(symbol) !== value)
  const gone = [...before.keys()].filter((symbol) => !after.has(symbol))
  return new Map<string, string | null>([...changed, ...gone.map((symbol): [string, null] => [symbol, null])])
}

/** Of all wishes one map, as the build's merged fragment has it: the fragment, over it the others, over these the profile. */
export function mergedWishes(fragment: ReadonlyMap<string, string>, { others, own }: Asked): Map<string, Wish> {
  const merged = new Map<string, Wish>([...fragment].map(([symbol, value]) => [symbol, { value, by: ['base'] }]))
  for (const [symbol, wish] of others) merged.set(symbol, wish)
  for (const [symbol, value] of own) merged.set(symbol, { value, by: ['profile'] })
  return merged
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

function unquoted(value: string): string {
  return value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value
}
