/** Which objects a symbol brings into the kernel, from the Makefiles of the folders that lead to them. */
import { posix } from 'node:path'
import { type KbuildEntry, type KbuildLists, parseKbuild } from './lines.ts'

/** What a symbol brings by itself: not what it selects, and not what is compiled without it. */
export interface BroughtObjects {
  /** Paths from the top of the tree: `drivers/net/virtio_net.o`. */
  own: string[]
  /** Those that other symbols bring as well. */
  shared: string[]
}

export interface KbuildReading {
  /** Text of the Makefile of a folder of the tree (`drivers/net`; the top is ``); undefined where there is none to be read. */
  makefile: (folder: string) => Promise<string | undefined>
  /** The kernel's name of the architecture: `x86`. */
  sourceArch: string
  /** What Makefiles make names of: `BITS`. */
  variables?: ReadonlyMap<string, string>
}

/** The architecture's own Makefile names folders in lists of its own. */
const ARCH_LISTS = ['core', 'drivers']

/**
 * By symbol, without `CONFIG_`. A symbol of whose lists any part was beyond the reader (a computed name, a condition other than a
 * symbol, a folder without a Makefile, members of a library) is left out.
 */
export async function objectsOfSymbols(reading: KbuildReading): Promise<Map<string, BroughtObjects>> {
  const walk = new Walk(reading)
  await walk.list('', 'obj', undefined)
  for (const name of ARCH_LISTS) await walk.list(`arch/${reading.sourceArch}/Makefile`, name, undefined)
  return walk.result()
}

class Walk {
  readonly #reading: KbuildReading
  readonly #files = new Map<string, KbuildLists | undefined>()
  readonly #visited = new Set<string>()
  /** By object: the symbols that bring it, undefined among them where it is always there. */
  readonly #bringers = new Map<string, Set<string | undefined>>()
  readonly #unclear = new Set<string>()

  constructor(reading: KbuildReading) {
    const variables = new Map([...(reading.variables ?? []), ['SRCARCH', reading.sourceArch]])
    this.#reading = { ...reading, variables }
  }

  /** Takes a list of a folder's Makefile (or of a Makefile); `owner` is the symbol that leads there. */
  async list(place: string, name: string, owner: string | undefined): Promise<void> {
    const visit = `${place} ${name} ${owner ?? ''}`
    if (this.#visited.has(visit)) return
    this.#visited.add(visit)
    const lists = await this.#read(place)
    if (!lists) return this.#doubt(owner)
    const folder = name === 'obj' ? place : ''
    for (const entry of lists.get(name) ?? []) {
      const symbol = entry.symbol ?? owner
      if (!entry.whole) this.#doubt(symbol)
      for (const word of entry.words) {
        const path = posix.join(folder, word)
        if (word.endsWith('/')) await this.list(path.slice(0, -1), 'obj', symbol)
        else this.#object(lists, folder, word, symbol)
      }
    }
  }

  result(): Map<string, BroughtObjects> {
    const found = new Map<string, BroughtObjects>()
    for (const [object, bringers] of this.#bringers) {
      if (bringers.has(undefined)) continue
      for (const symbol of bringers) {
        if (symbol === undefined || this.#unclear.has(symbol)) continue
        const brought = found.get(symbol) ?? { own: [], shared: [] }
        found.set(symbol, brought)
        brought[bringers.size > 1 ? 'shared' : 'own'].push(object)
      }
    }
    return found
  }

  async #read(place: string): Promise<KbuildLists | undefined> {
    if (this.#files.has(place)) return this.#files.get(place)
    const text = await this.#reading.makefile(place)
    const lists = text === undefined ? undefined : parseKbuild(text, this.#reading.variables)
    this.#files.set(place, lists)
    if (lists) for (const entry of looseEntries(lists)) this.#doubt(entry.symbol)
    return lists
  }

  /** An object, or the parts that it is made of. */
  #object(lists: KbuildLists, folder: string, word: string, symbol: string | undefined): void {
    const parts: readonly KbuildEntry[] = lists.get(word.slice(0, -2)) ?? [{ words: [word], whole: true }]
    for (const part of parts) {
      const bringer = part.symbol ?? symbol
      if (!part.whole) this.#doubt(bringer)
      for (const one of part.words)
        if (one.endsWith('/')) this.#doubt(bringer)
        else this.#bring(posix.join(folder, one), bringer)
    }
  }

  #bring(object: string, symbol: string | undefined): void {
    const bringers = this.#bringers.get(object) ?? new Set()
    this.#bringers.set(object, bringers.add(symbol))
  }

  #doubt(symbol: string | undefined): void {
    if (symbol !== undefined) this.#unclear.add(symbol)
  }
}

/** Objects in lists that only a library or a computed list takes up. */
function looseEntries(lists: KbuildLists): KbuildEntry[] {
  const taken = new Set(['obj', ...ARCH_LISTS])
  for (const { words } of lists.get('obj') ?? []) for (const word of words) taken.add(word.slice(0, -2))
  return [...lists].flatMap(([name, entries]) =>
    taken.has(name) ? [] : entries.filter(({ words }) => words.some((word) => word.endsWith('.o'))),
  )
}
