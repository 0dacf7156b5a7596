/** What a change of the configuration did to all other symbols. */
import { definedSymbols, type KconfigSymbol, type KconfigTree } from './ast.ts'
import type { KconfigConfiguration } from './configuration.ts'
import { type Dependents, dependentsOf } from './dependents.ts'
import type { ValueChange } from './plan-types.ts'
import { isLogical } from './user-values.ts'
import { holderWords, valueHolder } from './value-holder.ts'

/** Values of all defined symbols of a tree, in order of the text, to be compared later. */
export interface ValueRecord {
  readers: Readers
  values: readonly string[]
}

/** What stays the same for a tree. */
interface Readers {
  dependents: Dependents
  /** In order of the text. */
  symbols: readonly KconfigSymbol[]
  /** By index: symbols and choices. */
  byIndex: readonly KconfigSymbol[]
  /** By index: the place in `symbols`, −1 for what no entry defines and for choices. */
  places: Int32Array
}

const readersOf = new WeakMap<KconfigTree, Readers>()
const lastRecords = new WeakMap<KconfigConfiguration, { revision: number; record: ValueRecord }>()

/** The values as they are; known already where nothing has changed since recordStands(). */
export function recordValues(configuration: KconfigConfiguration): ValueRecord {
  const last = lastRecords.get(configuration)
  if (last?.revision === configuration.revision) return last.record
  const { tree } = configuration
  const readers = readersOf.get(tree) ?? readTree(tree)
  readersOf.set(tree, readers)
  return { readers, values: readers.symbols.map((symbol) => configuration.text(symbol)) }
}

function readTree(tree: KconfigTree): Readers {
  const byIndex = tree.all
  const symbols = definedSymbols(tree)
  const places = new Int32Array(byIndex.length).fill(-1)
  for (const [place, symbol] of symbols.entries()) places[symbol.index] = place
  return { dependents: dependentsOf(tree), symbols, byIndex, places }
}

/** Says that the configuration, whatever was tried on it, is again as it was recorded. */
export function recordStands(configuration: KconfigConfiguration, record: ValueRecord): void {
  lastRecords.set(configuration, { revision: configuration.revision, record })
}

/** Changes against an earlier record, in order of the text: what fell, and whatever else was not given. `given` is all that was set. */
export function outcomeSince(
  before: ValueRecord,
  configuration: KconfigConfiguration,
  given: ReadonlySet<KconfigSymbol>,
): { automatic: ValueChange[]; lowered: ValueChange[] } {
  const automatic: ValueChange[] = []
  const lowered: ValueChange[] = []
  for (const place of changedPlaces(before, configuration, given)) {
    const symbol = before.readers.symbols[place]
    if (!symbol) continue
    const from = before.values[place] ?? ''
    const to = configuration.text(symbol)
    const change = { symbol, from, to, by: holderWords(valueHolder(symbol, configuration)) }
    if (isLogical(symbol) && 'nmy'.indexOf(to) < 'nmy'.indexOf(from)) lowered.push(change)
    else if (!given.has(symbol)) automatic.push(change)
  }
  return { automatic, lowered }
}

/**
 * Sorted. Goes from what was given to whoever reads it, and on only from what has changed: a value is a function of what it reads.
 * (Of a choice the selection is read, too, so that one always counts as changed.) MODULES is read by every tristate.
 */
function changedPlaces(
  { readers, values }: ValueRecord,
  configuration: KconfigConfiguration,
  given: ReadonlySet<KconfigSymbol>,
): number[] {
  const { dependents, symbols, byIndex, places } = readers
  const { modules } = configuration.tree
  const isChanged = (place: number) => {
    const symbol = symbols[place]
    return symbol !== undefined && configuration.text(symbol) !== values[place]
  }
  if (modules && isChanged(places[modules.index] ?? -1)) return [...symbols.keys()].filter(isChanged)
  const seen = new Set<number>()
  const open: number[] = []
  const visit = (index: number) => {
    if (seen.has(index)) return
    seen.add(index)
    open.push(index)
  }
  for (const symbol of given) for (const one of symbol.choice ? [symbol, symbol.choice] : [symbol]) visit(one.index)
  const changed: number[] = []
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    const place = places[index] ?? -1
    if (place >= 0 && !isChanged(place)) continue
    if (place >= 0) changed.push(place)
    else if (!byIndex[index]?.isChoice) continue
    const end = dependents.starts[index + 1] ?? 0
    for (let edge = dependents.starts[index] ?? 0; edge < end; edge++) visit(dependents.targets[edge] ?? 0)
  }
  return changed.sort((left, right) => left - right)
}
