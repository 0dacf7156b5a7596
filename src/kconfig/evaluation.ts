/**
 * What every symbol is, given a tree and a person's values: visibility, dependencies, value, the chosen member of a choice.
 * The rules are those of the kernel's scripts/kconfig/symbol.c (6.1). Values are computed when they are asked for and kept until
 * they are invalidated; while a symbol is being computed it reads as n.
 */
import type { Default, KconfigSymbol, KconfigTree, Range, Tristate } from './ast.ts'
import { evaluate, type Values } from './expr.ts'
import { leadingNumber } from './number-text.ts'
import { isLogical, type UserValues } from './user-values.ts'

/** What is known about one symbol at the moment. */
export interface SymbolState {
  valid: boolean
  /** Value of bool, tristate and choice; 0 for the rest. */
  level: Tristate
  /** Value of int, hex and string. */
  text: string
  visible: Tristate
  /** Direct dependency. Not computed (2, 0, 0) for the members of a choice, whose selects do not count. */
  direct: Tristate
  reverse: Tristate
  implied: Tristate
  /** Whether .config gets a line. */
  written: boolean
  selection: KconfigSymbol | undefined
}

export class Evaluation implements Values {
  readonly tree: KconfigTree
  readonly user: UserValues
  private readonly states: SymbolState[] = []
  /** Level of the symbol with the attribute modules: while that is n, a tristate is a bool. */
  private modulesLevel: Tristate = 0
  private modulesKnown = false
  /** Told of each symbol that is selected although its dependencies are not met, as it is computed. */
  private readonly onUnmet: ((symbol: KconfigSymbol) => void) | undefined

  constructor(tree: KconfigTree, user: UserValues, onUnmet?: (symbol: KconfigSymbol) => void) {
    this.tree = tree
    this.user = user
    this.onUnmet = onUnmet
    const count = tree.symbols.size + tree.choices.length
    for (let index = 0; index < count; index++) this.states.push(unknownState())
  }

  tristate(symbol: KconfigSymbol): Tristate {
    return symbol.constant ? constantLevel(symbol) : this.state(symbol).level
  }

  text(symbol: KconfigSymbol): string {
    if (symbol.constant) return symbol.name
    const state = this.state(symbol)
    return isLogical(symbol) ? 'nmy'.charAt(state.level) : state.text
  }

  /** Everything about a symbol, computed if need be. */
  state(symbol: KconfigSymbol): SymbolState {
    if (!this.modulesKnown) this.findModules()
    const state = this.states[symbol.index]
    if (state === undefined) return { ...unknownState(), text: symbol.name }
    if (!state.valid) this.compute(symbol, state)
    return state
  }

  written(symbol: KconfigSymbol): boolean {
    return !symbol.constant && this.state(symbol).written
  }

  /** Whether anything was computed since this symbol was last invalidated. */
  isValid(index: number): boolean {
    return this.states[index]?.valid ?? false
  }

  invalidate(index: number): void {
    const state = this.states[index]
    if (state) state.valid = false
    if (index === this.tree.modules?.index) this.invalidateAll()
  }

  invalidateAll(): void {
    for (const state of this.states) state.valid = false
    this.modulesKnown = false
  }

  /** Everything, in this order, which decides the order of what `onUnmet` is told. */
  computeAll(symbols: readonly KconfigSymbol[]): void {
    for (const symbol of symbols) this.state(symbol)
  }

  /** Whether the symbol counts as a tristate now, and not as a bool. */
  isTristate(symbol: KconfigSymbol): boolean {
    return this.isTristateAt(symbol, this.state(symbol).visible)
  }

  /** The first default whose condition holds; with it the level of the condition. */
  activeDefault(symbol: KconfigSymbol): { chosen: Default; condition: Tristate } | undefined {
    for (const node of symbol.nodes)
      for (const chosen of node.defaults) {
        const condition = evaluate(chosen.when, this)
        if (condition !== 0) return { chosen, condition }
      }
    return undefined
  }

  /** What the symbol would be without a person's value, as C's savedefconfig sees it: ranges do not count. */
  defaultText(symbol: KconfigSymbol): string {
    const { reverse, implied } = this.state(symbol)
    const active = this.activeDefault(symbol)
    const value = active?.chosen.value
    if (!isLogical(symbol)) return value?.kind === 'symbol' ? this.text(value.symbol) : ''
    const byDefault = active ? Math.min(evaluate(value, this), active.condition) : 0
    let level = Math.max(byDefault, reverse)
    if (level === 1 && (symbol.type === 'bool' || (!symbol.choice && this.modulesLevel === 0))) level = 2
    return 'nmy'.charAt(Math.max(level, implied))
  }

  activeRange(symbol: KconfigSymbol): Range | undefined {
    for (const node of symbol.nodes) for (const range of node.ranges) if (evaluate(range.when, this) !== 0) return range
    return undefined
  }

  /** The member a choice has without a person's selection: its first default that is visible, else its first visible member. */
  defaultMember(choice: KconfigSymbol): KconfigSymbol | undefined {
    for (const node of choice.nodes)
      for (const { value, when } of node.defaults)
        if (evaluate(when, this) !== 0 && value.kind === 'symbol' && this.visibilityOf(value.symbol) !== 0)
          return value.symbol
    return choice.members.find((member) => this.visibilityOf(member) !== 0)
  }

  /** MODULES and what it needs are computed first, as if modules were off. */
  private findModules(): void {
    this.modulesKnown = true
    this.modulesLevel = 0
    if (this.tree.modules) this.modulesLevel = this.state(this.tree.modules).level
  }

  private isTristateAt(symbol: KconfigSymbol, visible: Tristate): boolean {
    return symbol.type === 'tristate' && this.modulesLevel !== 0 && !(symbol.choice && visible === 2)
  }

  private compute(symbol: KconfigSymbol, state: SymbolState): void {
    state.valid = true
    state.level = 0
    state.text = symbol.type === 'unknown' ? symbol.name : ''
    state.selection = undefined
    state.written = false
    if (symbol.type === 'unknown') return
    const choice = symbol.choice
    if (choice) this.state(choice)
    state.visible = this.visibilityOf(symbol)
    if (!choice) this.computeDependencies(symbol, state)
    if (isLogical(symbol)) this.computeLevel(symbol, state)
    else this.computeText(symbol, state)
    if (symbol.isChoice) this.computeSelection(symbol, state)
  }

  private computeSelection(choice: KconfigSymbol, state: SymbolState): void {
    state.written = false
    if (state.level !== 2) return
    state.selection = this.select(choice)
    if (!state.selection) state.level = 0
  }

  private computeDependencies(symbol: KconfigSymbol, state: SymbolState): void {
    state.direct = this.limit(symbol, evaluate(symbol.directDependency, this))
    state.reverse = this.limit(symbol, symbol.isChoice ? this.choiceFloor(symbol) : this.strongest(symbol.selectedBy))
    state.implied = symbol.impliedBy.length === 0 ? 0 : this.limit(symbol, this.strongest(symbol.impliedBy))
  }

  /** m where only n and y exist is y. */
  private limit(symbol: KconfigSymbol, level: Tristate): Tristate {
    return level === 1 && (symbol.type === 'bool' || (symbol.type === 'tristate' && this.modulesLevel === 0))
      ? 2
      : level
  }

  private strongest(selections: KconfigSymbol['selectedBy']): Tristate {
    let level = 0
    for (const { by, when } of selections) {
      const selector = this.tristate(by)
      if (selector > level) level = Math.max(level, Math.min(selector, evaluate(when, this)))
      if (level === 2) break
    }
    return level as Tristate
  }

  /** A choice that is not optional is at least m where its prompt is visible. */
  private choiceFloor(choice: KconfigSymbol): Tristate {
    if (choice.nodes.some((node) => node.optional)) return 0
    for (const node of choice.nodes) {
      const prompt = node.prompts.at(-1)
      if (prompt && evaluate(prompt.when, this) !== 0) return 1
    }
    return 0
  }

  private computeLevel(symbol: KconfigSymbol, state: SymbolState): void {
    const { choice } = symbol
    state.written = state.visible !== 0
    let level: Tristate
    if (choice && state.visible === 2) level = this.state(choice).selection === symbol ? 2 : 0
    else {
      if (state.visible !== 0 && this.user.isGiven(symbol))
        level = Math.min(this.user.level(symbol), state.visible) as Tristate
      else level = this.automaticLevel(symbol, state)
      if (state.direct < state.reverse) this.onUnmet?.(symbol)
      level = Math.max(level, state.reverse) as Tristate
    }
    state.level = level === 1 && !this.isTristateAt(symbol, state.visible) ? 2 : level
  }

  /** What a symbol is that nobody set: its default, raised by implies as far as its dependencies go. */
  private automaticLevel(symbol: KconfigSymbol, state: SymbolState): Tristate {
    if (state.reverse !== 0) state.written = true
    if (symbol.isChoice) return 0
    let level: Tristate = 0
    const active = this.activeDefault(symbol)
    if (active) {
      level = Math.min(evaluate(active.chosen.value, this), active.condition) as Tristate
      if (level !== 0) state.written = true
    }
    if (state.implied === 0) return level
    state.written = true
    return Math.min(Math.max(level, state.implied), state.direct) as Tristate
  }

  private computeText(symbol: KconfigSymbol, state: SymbolState): void {
    state.written = state.visible !== 0
    const given = state.visible !== 0 && this.user.isGiven(symbol) ? this.user.texts.get(symbol) : undefined
    if (given !== undefined) state.text = given
    else {
      const value = this.activeDefault(symbol)?.chosen.value
      // C only warns of a default that is not a single symbol, and takes nothing from it.
      if (value?.kind === 'symbol') {
        state.written = true
        state.text = this.text(value.symbol)
      }
    }
    if (symbol.type !== 'string') state.text = this.intoRange(symbol, state.text)
  }

  private intoRange(symbol: KconfigSymbol, text: string): string {
    const range = this.activeRange(symbol)
    if (range === undefined) return text
    const value = this.number(symbol, text)
    if (value < this.bound(symbol, range.low)) return this.text(range.low)
    return value > this.bound(symbol, range.high) ? this.text(range.high) : text
  }

  /** Whether a well-formed int or hex lies in the range that holds now. */
  isInRange(symbol: KconfigSymbol, text: string): boolean {
    const range = this.activeRange(symbol)
    if (range === undefined) return true
    const value = this.number(symbol, text)
    return value >= this.bound(symbol, range.low) && value <= this.bound(symbol, range.high)
  }

  private number(symbol: KconfigSymbol, text: string): bigint {
    return leadingNumber(text, symbol.type === 'hex' ? 16 : 10)
  }

  /** The bound's own type tells its base; a constant is read as the symbol that it bounds. */
  private bound(symbol: KconfigSymbol, bound: KconfigSymbol): bigint {
    return this.number(bound.type === 'int' || bound.type === 'hex' ? bound : symbol, this.text(bound))
  }

  /** The maximum over the prompts. A member at m is hidden while its choice is y. */
  private visibilityOf(symbol: KconfigSymbol): Tristate {
    const memberOfYes = symbol.choice !== undefined && symbol.type === 'tristate' && this.tristate(symbol.choice) === 2
    let visible: Tristate = 0
    for (const node of symbol.nodes)
      for (const prompt of node.prompts) {
        const level = evaluate(prompt.when, this)
        if (level > visible && !(level === 1 && memberOfYes)) visible = level
      }
    return visible === 1 && (symbol.type !== 'tristate' || this.modulesLevel === 0) ? 2 : visible
  }

  private select(choice: KconfigSymbol): KconfigSymbol | undefined {
    const chosen = this.user.members.get(choice)
    return chosen && this.visibilityOf(chosen) !== 0 ? chosen : this.defaultMember(choice)
  }
}

function unknownState(): SymbolState {
  return {
    valid: false,
    level: 0,
    text: '',
    visible: 0,
    direct: 2,
    reverse: 0,
    implied: 0,
    written: false,
    selection: undefined,
  }
}

function constantLevel(symbol: KconfigSymbol): Tristate {
  return symbol.name === 'y' ? 2 : symbol.name === 'm' ? 1 : 0
}
