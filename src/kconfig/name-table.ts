/**
 * Symbols of a cached tree by name. Of the kernel's 16,000 names a configuration mentions a third: a hash table of numbers, kept with
 * the tree, finds those without a Map of all.
 */
import type { KconfigSymbol } from './ast.ts'
import type { Numbers } from './tree-format.ts'

/** Places for the numbers of `names`, twice as many as there are, the rest -1. A name that is taken goes to the next place. */
export function makeNameTable(names: readonly string[]): Int32Array {
  let size = 16
  while (size < names.length * 2) size *= 2
  const table = new Int32Array(size).fill(-1)
  for (const [number, name] of names.entries()) {
    let slot = hashOf(name) & (size - 1)
    while (table[slot] !== -1) slot = (slot + 1) & (size - 1)
    table[slot] = number
  }
  return table
}

export class NamedSymbols implements ReadonlyMap<string, KconfigSymbol> {
  readonly size: number
  private readonly table: Numbers
  private readonly all: readonly KconfigSymbol[]
  private whole: Map<string, KconfigSymbol> | undefined = undefined

  /** `all` begins with the named symbols, `size` of them. */
  constructor(table: Numbers, all: readonly KconfigSymbol[], size: number) {
    this.table = table
    this.all = all
    this.size = size
  }

  get(name: string): KconfigSymbol | undefined {
    const { table, all, size } = this
    const mask = table.length - 1
    for (let slot = hashOf(name) & mask; ; slot = (slot + 1) & mask) {
      const number = table[slot] as number
      // What stands for nothing is -1, or the largest number that there is room for.
      if (number < 0 || number >= size) return undefined
      const symbol = all[number]
      if (symbol?.name === name) return symbol
    }
  }

  has(name: string): boolean {
    return this.get(name) !== undefined
  }

  entries(): MapIterator<[string, KconfigSymbol]> {
    return this.map.entries()
  }

  keys(): MapIterator<string> {
    return this.map.keys()
  }

  values(): MapIterator<KconfigSymbol> {
    return this.map.values()
  }

  forEach(callback: (symbol: KconfigSymbol, name: string, map: ReadonlyMap<string, KconfigSymbol>) => void): void {
    for (const [name, symbol] of this) callback(symbol, name, this)
  }

  [Symbol.iterator](): MapIterator<[string, KconfigSymbol]> {
    return this.entries()
  }

  private get map(): Map<string, KconfigSymbol> {
    if (!this.whole) {
      this.whole = new Map()
      for (let number = 0; number < this.size; number++) {
        const symbol = this.all[number] as KconfigSymbol
        this.whole.set(symbol.name, symbol)
      }
    }
    return this.whole
  }
}

function hashOf(name: string): number {
  let hash = 0
  for (let index = 0; index < name.length; index++) hash = (Math.imul(hash, 31) + name.charCodeAt(index)) | 0
  return hash ^ (hash >>> 15)
}
