/**
 * The order in which C goes through all symbols: that of its hash table. It shows in the order of warnings, and in which of two
 * out-of-range values that bound each other is dropped first.
 */
import type { KconfigSymbol, KconfigTree } from './ast.ts'

const buckets = 9973

/** Named symbols and choices by bucket, within one the youngest first. */
export function inTableOrder(tree: KconfigTree): KconfigSymbol[] {
  const symbols = tree.all
  const youngest = new Int32Array(buckets).fill(-1)
  const older = new Int32Array(symbols.length)
  for (let index = 0; index < symbols.length; index++) {
    const bucket = bucketOf(symbols[index]?.name ?? '')
    older[index] = youngest[bucket] ?? -1
    youngest[bucket] = index
  }
  const ordered: KconfigSymbol[] = []
  for (let bucket = 0; bucket < buckets; bucket++)
    for (let index = youngest[bucket] ?? -1; index >= 0; index = older[index] ?? -1) {
      const symbol = symbols[index]
      if (symbol) ordered.push(symbol)
    }
  return ordered
}

/** FNV-1a, 32 bits. A choice without a name is in bucket 0. */
function bucketOf(name: string): number {
  if (name === '') return 0
  let hash = 0x811c9dc5
  for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193)
  return (hash >>> 0) % buckets
}
