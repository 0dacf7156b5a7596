/** What a change of the configuration did to all other symbols. */
import { definedSymbols, type KconfigSymbol, type KconfigTree } from './ast.ts'
import type { KconfigConfiguration } from './configuration.ts'
import type { ValueChange } from './plan-types.ts'
import { isLogical } from './user-values.ts'
import { holderWords, valueHolder } from './value-holder.ts'

/** Values of all defined symbols of a tree, in order of the text, to be compared later. */
export interface ValueRecord {
  symbols: readonly KconfigSymbol[]
  values: readonly string[]
}

const symbolsOf = new WeakMap<KconfigTree, KconfigSymbol[]>()
const lastRecords = new WeakMap<KconfigConfiguration, { revision: number; record: ValueRecord }>()

/** The values as they are; known already where nothing has changed since recordStands(). */
export function recordValues(configuration: KconfigConfiguration): ValueRecord {
  const last = lastRecords.get(configuration)
  if (last?.revision === configuration.revision) return last.record
  const { tree } = configuration
  const symbols = symbolsOf.get(tree) ?? definedSymbols(tree)
  symbolsOf.set(tree, symbols)
  return { symbols, values: symbols.map((symbol) => configuration.text(symbol)) }
}

/** Says that the configuration, whatever was tried on it, is again as it was recorded. */
export function recordStands(configuration: KconfigConfiguration, record: ValueRecord): void {
  lastRecords.set(configuration, { revision: configuration.revision, record })
}

/** Changes against an earlier record, in order of the text: what fell, and whatever else was not `given`. */
export function outcomeSince(
  before: ValueRecord,
  configuration: KconfigConfiguration,
  given: ReadonlySet<KconfigSymbol>,
): { automatic: ValueChange[]; lowered: ValueChange[] } {
  const automatic: ValueChange[] = []
  const lowered: ValueChange[] = []
  for (const [index, symbol] of before.symbols.entries()) {
    const from = before.values[index] ?? ''
    const to = configuration.text(symbol)
    if (to === from) continue
    const change = { symbol, from, to, by: holderWords(valueHolder(symbol, configuration)) }
    if (isLogical(symbol) && 'nmy'.indexOf(to) < 'nmy'.indexOf(from)) lowered.push(change)
    else if (!given.has(symbol)) automatic.push(change)
  }
  return { automatic, lowered }
}
