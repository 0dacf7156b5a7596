/** What a change of the configuration did to all other symbols. */
import type { KconfigSymbol } from './ast.ts'
import type { KconfigConfiguration } from './configuration.ts'
import type { ValueChange } from './plan-types.ts'
import { isLogical } from './user-values.ts'
import { holderWords, valueHolder } from './value-holder.ts'

/** Values of all defined symbols, to be compared later. */
export type ValueRecord = ReadonlyMap<KconfigSymbol, string>

export function recordValues(configuration: KconfigConfiguration): ValueRecord {
  const values = new Map<KconfigSymbol, string>()
  for (const symbol of configuration.tree.symbols.values())
    if (symbol.nodes.length > 0) values.set(symbol, configuration.text(symbol))
  return values
}

/** Changes against an earlier record, in order of the text: what fell, and whatever else was not `given`. */
export function outcomeSince(
  before: ValueRecord,
  configuration: KconfigConfiguration,
  given: ReadonlySet<KconfigSymbol>,
): { automatic: ValueChange[]; lowered: ValueChange[] } {
  const automatic: ValueChange[] = []
  const lowered: ValueChange[] = []
  for (const [symbol, from] of before) {
    const to = configuration.text(symbol)
    if (to === from) continue
    const change = { symbol, from, to, by: holderWords(valueHolder(symbol, configuration)) }
    if (isLogical(symbol) && 'nmy'.indexOf(to) < 'nmy'.indexOf(from)) lowered.push(change)
    else if (!given.has(symbol)) automatic.push(change)
  }
  return { automatic, lowered }
}
