/** The symbols of a tree as search results: name, words, help. Made in slices, so that no key waits for sixteen thousand of them. */
import { definedSymbols, type KconfigSymbol } from '../../../kconfig/ast.ts'
import { Pace } from '../../../system/pace.ts'
import type { SearchEntry, SearchTarget } from '../search.ts'
import { truncate } from '../text.ts'
import { promptOf } from './marks.ts'
import type { KernelModel } from './model.ts'
import { menusAround } from './rows.ts'

const PLACE = 28

/** Mark and place are looked up when a result is drawn: values change, the entries stay. */
class SymbolEntry implements SearchEntry {
  readonly id: string
  readonly target: SearchTarget
  readonly title: string
  readonly summary: string
  readonly names: readonly string[]
  readonly text: string
  readonly remote: 1 | 2
  readonly #symbol: KconfigSymbol
  readonly #model: KernelModel

  constructor(symbol: KconfigSymbol, model: KernelModel) {
    const { component } = model.source
    const name = symbol.name.toLowerCase()
    const help = symbol.nodes.map(({ rawHelp }) => rawHelp ?? '').join(' ')
    this.#symbol = symbol
    this.#model = model
    this.id = `${component} ${symbol.name}`
    this.target = { type: 'kernel', component, symbol: symbol.name }
    this.title = symbol.name
    const prompt = symbol.nodes.find(({ prompts }) => prompts.length > 0)?.prompts[0]
    this.remote = prompt ? 1 : 2
    this.summary = prompt?.text ?? 'no prompt of its own'
    this.names = [name, `config_${name}`]
    this.text = `config_${name} ${this.summary} ${help.replace(/\s+/g, ' ')}`.toLowerCase()
  }

  get mark(): string {
    const node = this.#model.nodeOf(this.#symbol)
    return node ? this.#model.mark(node).mark : ''
  }

  get place(): string {
    const node = this.#model.nodeOf(this.#symbol)
    const menu = node && menusAround(node).at(-1)
    const { component } = this.#model.source
    return truncate(menu ? `${component} › ${promptOf(menu)}` : component, PLACE)
  }
}

/** Every symbol that some entry defines, in the order of the text. */
export async function symbolEntries(model: KernelModel, signal?: AbortSignal): Promise<SearchEntry[]> {
  const pace = new Pace()
  const entries: SearchEntry[] = []
  for (const symbol of definedSymbols(model.source.tree)) {
    if (signal?.aborted) break
    entries.push(new SymbolEntry(symbol, model))
    if (pace.due) await pace.rest()
  }
  return entries
}
