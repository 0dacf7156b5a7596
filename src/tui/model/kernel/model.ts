/**
 * The menu of one Kconfig tree, as the configurator works with it: values as the build would come to them, kept up with the profile.
 * Loaded behind the first frame; screens know only its type.
 */
import type { KconfigSymbol, MenuNode } from '../../../kconfig/ast.ts'
import { walkNodes } from '../../../kconfig/ast.ts'
import type { KconfigConfiguration } from '../../../kconfig/configuration.ts'
import { numberOf } from '../../../kconfig/number-text.ts'
import { isLogical } from '../../../kconfig/user-values.ts'
import type { ConfigurableTree, SymbolCost } from '../../../pipeline/types.ts'
import { type Asked, mergedWishes, type Own, type Wish } from './asked.ts'
import { type Assignment, type Proposal, propose } from './change.ts'
import { isText, type Mark, markOf } from './marks.ts'
import { type KernelRow, type RowsView, rowsOf } from './rows.ts'
import { BuildValues, sameAsked } from './values.ts'

const NOTHING: Asked = { others: new Map(), own: new Map() }

export class KernelModel {
  readonly source: ConfigurableTree
  /** Every entry of the tree, in the order of the text; state and positions name entries by their place here. */
  readonly nodes: readonly MenuNode[]
  readonly #numbers = new Map<MenuNode, number>()
  readonly #values: BuildValues
  #saved: BuildValues | undefined
  #asked = NOTHING
  #askedSaved = NOTHING
  #wishes: ReadonlyMap<string, Wish> = new Map()
  #costs: ReadonlyMap<string, SymbolCost> = new Map()

  constructor(source: ConfigurableTree) {
    this.source = source
    this.nodes = [source.tree.root, ...walkNodes(source.tree.root)]
    for (const [index, node] of this.nodes.entries()) this.#numbers.set(node, index)
    this.#values = new BuildValues(source)
  }

  get configuration(): KconfigConfiguration {
    return this.#values.configuration
  }

  get own(): Own {
    return this.#asked.own
  }

  /** `Linux kernel 6.1.140` */
  get title(): string {
    return `${this.source.title} ${this.source.version}`.trim()
  }

  /** Takes over what is asked for now, and what was when the profile was saved. */
  take(asked: Asked, saved: Asked): void {
    this.#askedSaved = saved
    if (asked === this.#asked) return
    this.#asked = asked
    this.#values.take(asked)
    this.#wishes = mergedWishes(this.#values.fragment, { ...asked, others: this.#values.wishes })
  }

  /** Does in spare time what the first change would otherwise wait for. */
  warm(): void {
    const symbol = [...this.source.tree.symbols.values()].find((one) => isLogical(one) && one.nodes.length > 0)
    // Any change will do: with it, who depends on whom is found out.
    if (symbol)
      for (const value of ['n', 'y']) this.#values.trial(new Map([...this.own, [symbol.name, value]]), () => undefined)
    this.#evaluateSaved()
  }

  numberOf(node: MenuNode): number {
    return this.#numbers.get(node) ?? 0
  }

  nodeAt(number: number): MenuNode {
    return this.nodes[number] ?? this.source.tree.root
  }

  /** An entry of the symbol: one that is shown now if there is one, or the first with a prompt, or the first. */
  nodeOf(symbol: KconfigSymbol): MenuNode | undefined {
    const { nodes } = symbol
    return nodes.find((node) => node.prompts.length > 0) ?? nodes[0]
  }

  rows(menu: MenuNode, view: RowsView): KernelRow[] {
    return rowsOf(menu, this.configuration, view)
  }

  mark(node: MenuNode, within?: KconfigSymbol): Mark {
    return markOf(node, this.configuration, within)
  }

  /** Open to a person, where it was not in the profile as saved, and nobody has said anything of it. */
  isNew({ symbol }: MenuNode): boolean {
    if (!symbol || symbol.isChoice || symbol.choice || this.#wishes.has(symbol.name)) return false
    return this.configuration.visibility(symbol) > 0 && this.#savedValues().visibility(symbol) === 0
  }

  /** Whether the profile, not saved yet, gives it another value than the saved one did. */
  isChanged({ symbol }: MenuNode): boolean {
    return symbol !== undefined && this.own.get(symbol.name) !== this.#askedSaved.own.get(symbol.name)
  }

  /** Who asks for a symbol's value, and for which. */
  wish(symbol: KconfigSymbol): Wish | undefined {
    return this.#wishes.get(symbol.name)
  }

  /** What symbols add, as builds have measured it. */
  takeCosts(costs: ReadonlyMap<string, SymbolCost>): void {
    this.#costs = costs
  }

  /** Whether anything is known of what symbols add. */
  get measured(): boolean {
    return this.#costs.size > 0
  }

  /** Of bool and tristate symbols that builds on this machine have compiled. */
  cost(symbol: KconfigSymbol): SymbolCost | undefined {
    return symbol.isChoice || !isLogical(symbol) ? undefined : this.#costs.get(symbol.name)
  }

  propose(assignments: readonly Assignment[]): Proposal {
    return propose(this.#values, this.#asked, assignments)
  }

  /** What is wrong with a text for a symbol; undefined where it can be taken. */
  complaint(symbol: KconfigSymbol, text: string): string | undefined {
    if (!isText(symbol)) return undefined
    if (/\p{Cc}/u.test(text)) return 'a text without control characters'
    // As kernel.config has it, n is what is not set.
    if (symbol.type === 'string') return text === 'n' ? 'another text than n' : undefined
    const range = this.configuration.range(symbol)
    const kind = symbol.type === 'int' ? 'a whole number' : 'a hexadecimal number such as 0x200000'
    const bounds = range ? ` from ${range.low} to ${range.high}` : ''
    const wellFormed = symbol.type === 'int' ? /^-?(?:0|[1-9]\d{0,14})$/ : /^(?:0[xX])?[0-9a-fA-F]{1,16}$/
    if (!wellFormed.test(text)) return `${kind}${bounds}`
    return this.#fits(symbol, text) ? undefined : `${kind}${bounds}`
  }

  #fits(symbol: KconfigSymbol, text: string): boolean {
    const range = this.configuration.range(symbol)
    if (!range) return true
    // A bound may be a symbol that this tree does not have: its name is no number, and counts 0, as in C.
    const number = (value: string) => numberOf(symbol, value)
    return number(text) >= number(range.low) && number(text) <= number(range.high)
  }

  /** As long as nothing is changed there is but one configuration: the first menu does not wait for a second. */
  #savedValues(): KconfigConfiguration {
    return sameAsked(this.#asked, this.#askedSaved) ? this.configuration : this.#evaluateSaved()
  }

  #evaluateSaved(): KconfigConfiguration {
    this.#saved ??= new BuildValues(this.source)
    this.#saved.take(this.#askedSaved)
    return this.#saved.configuration
  }
}
