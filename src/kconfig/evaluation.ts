/**
 * What every symbol is, given a tree and a person's values: visibility, dependencies, value, the chosen member of a choice.
 * The rules are those of the kernel's scripts/kconfig/symbol.c (6.1). Values are computed when they are asked for and kept until
 * they are invalidated; while a symbol is being computed it reads as n.
 */
import type { Default, KconfigSymbol, KconfigTree, Selection, Tristate } from './ast.ts'
import { evaluate, type Values } from './expr.ts'
import { intoRange, textFor } from './ranges.ts'
import { SymbolStates } from './symbol-states.ts'
import { tooDeep } from './too-deep.ts'
import { isLogical, type UserValues } from './user-values.ts'

export class Evaluation implements Values {
  readonly tree: KconfigTree
  readonly user: UserValues
  private states: SymbolStates
  /** Whether a symbol is being computed: what it needs is computed within. */
  private nested = false
  /** Told of each symbol that is selected although its dependencies are not met, as it is computed. */
  private readonly onUnmet: ((symbol: KconfigSymbol) => void) | undefined

  /** Whether all that C looks at is looked at, when C does: it shows in the order of what `onUnmet` is told, and see findModules(). */
  private thorough: boolean

  constructor(tree: KconfigTree, user: UserValues, onUnmet?: (symbol: KconfigSymbol) => void, inOrder = false) {
    this.tree = tree
    this.user = user
    this.onUnmet = onUnmet
    this.thorough = inOrder
    this.states = new SymbolStates(tree.all.length)
  }

  tristate(symbol: KconfigSymbol): Tristate {
    if (symbol.constant) return symbol.name === 'y' ? 2 : symbol.name === 'm' ? 1 : 0
    return (this.states.levels[this.computed(symbol)] ?? 0) as Tristate
  }

  text(symbol: KconfigSymbol): string {
    if (symbol.constant || symbol.type === 'unknown') return symbol.name
    const index = this.computed(symbol)
    return isLogical(symbol) ? 'nmy'.charAt(this.states.levels[index] ?? 0) : (this.states.texts.get(index) ?? '')
  }

  visibility(symbol: KconfigSymbol): Tristate {
    return (this.states.visible[this.computed(symbol)] ?? 0) as Tristate
  }

  /** The level that selects hold the symbol at; that of a choice which is not optional is at least m. */
  reverse(symbol: KconfigSymbol): Tristate {
    return (this.states.reverse[this.computed(symbol)] ?? 0) as Tristate
  }

  implied(symbol: KconfigSymbol): Tristate {
    return (this.states.implied[this.computed(symbol)] ?? 0) as Tristate
  }

  written(symbol: KconfigSymbol): boolean {
    return this.states.written[this.computed(symbol)] === 1
  }

  selection(choice: KconfigSymbol): KconfigSymbol | undefined {
    return this.states.selections.get(this.computed(choice))
  }

  /** Whether the symbol counts as a tristate now, and not as a bool. */
  isTristate(symbol: KconfigSymbol): boolean {
    return this.isTristateAt(symbol, this.visibility(symbol))
  }

  /** Whether the symbol was computed since it was last invalidated. */
  isValid(index: number): boolean {
    return this.states.valid[index] === 1
  }

  invalidate(index: number): void {
    this.states.valid[index] = 0
    if (index === this.tree.modules?.index) this.invalidateAll()
  }

  invalidateAll(): void {
    this.states.valid.fill(0)
    this.states.modulesKnown = false
  }

  /** What is computed by now, to come back to when the person's values are the same again. */
  save(): SymbolStates {
    return this.states.copy()
  }

  restore(states: SymbolStates): void {
    this.states = states.copy()
  }

  /** Everything, in this order, which decides the order of what `onUnmet` is told. */
  computeAll(symbols: readonly KconfigSymbol[]): void {
    for (const symbol of symbols) this.computed(symbol)
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
    const active = this.activeDefault(symbol)
    const value = active?.chosen.value
    if (!isLogical(symbol)) return value?.kind === 'symbol' ? textFor(value.symbol, this) : ''
    const byDefault = active ? Math.min(evaluate(value, this), active.condition) : 0
    let level = Math.max(byDefault, this.reverse(symbol))
    if (level === 1 && (symbol.type === 'bool' || (!symbol.choice && this.states.modulesLevel === 0))) level = 2
    return 'nmy'.charAt(Math.max(level, this.implied(symbol)))
  }

  /**
   * The member a choice has without a person's selection: its first default that is visible, else its first visible member. A
   * default that is no member (C warns of it) is passed over; C takes it or not by what it happened to compute before.
   */
  defaultMember(choice: KconfigSymbol): KconfigSymbol | undefined {
    for (const node of choice.nodes)
      for (const { value, when } of node.defaults) {
        const member = value.kind === 'symbol' && value.symbol.choice === choice ? value.symbol : undefined
        if (member && evaluate(when, this) !== 0 && this.promptLevel(member) !== 0) return member
      }
    return choice.members.find((member) => this.promptLevel(member) !== 0)
  }

  /** The index of a symbol whose facts are up to date after this. */
  private computed(symbol: KconfigSymbol): number {
    const { index } = symbol
    if (this.states.valid[index] === 1) return index
    if (!this.states.modulesKnown) this.findModules()
    if (this.states.valid[index] === 0) this.compute(symbol, index)
    return index
  }

  /** MODULES and all that C looks at for it are computed first, as if modules were off: while they are, a tristate is a bool. */
  private findModules(): void {
    const { thorough } = this
    this.thorough = true
    this.states.modulesKnown = true
    this.states.modulesLevel = 0
    if (this.tree.modules) this.states.modulesLevel = this.tristate(this.tree.modules)
    this.thorough = thorough
  }

  private isTristateAt(symbol: KconfigSymbol, visible: Tristate): boolean {
    return symbol.type === 'tristate' && this.states.modulesLevel !== 0 && !(symbol.choice && visible === 2)
  }

  private compute(symbol: KconfigSymbol, index: number): void {
    if (this.nested) {
      this.computeFacts(symbol, index)
      return
    }
    this.nested = true
    try {
      this.computeFacts(symbol, index)
    } catch (error) {
      this.invalidateAll()
      throw tooDeep(error, symbol.nodes[0]?.location)
    } finally {
      this.nested = false
    }
  }

  private computeFacts(symbol: KconfigSymbol, index: number): void {
    const { states } = this
    states.valid[index] = 1
    states.levels[index] = 0
    states.written[index] = 0
    if (symbol.choice) this.computed(symbol.choice)
    if (symbol.type === 'unknown') {
      // Nothing is written of it, but as a visible member of a choice it takes a blank line.
      if (symbol.choice && this.tristate(symbol.choice) === 2 && this.promptLevel(symbol) !== 0)
        states.written[index] = 1
      return
    }
    if (symbol.followsDependency && !this.thorough && evaluate(symbol.directDependency, this) === 0) {
      this.computeUnavailable(symbol, index)
      return
    }
    const visible = this.promptLevel(symbol)
    states.visible[index] = visible
    if (!symbol.choice) {
      states.direct[index] = promptIsDirect(symbol)
        ? visible
        : this.limit(symbol, evaluate(symbol.directDependency, this))
      if (symbol.isChoice) states.reverse[index] = this.limit(symbol, this.choiceFloor(symbol))
      else if (symbol.selectedBy.length > 0)
        states.reverse[index] = this.limit(symbol, this.strongest(symbol.selectedBy))
      if (symbol.impliedBy.length > 0) states.implied[index] = this.limit(symbol, this.strongest(symbol.impliedBy))
    }
    if (visible !== 0) states.written[index] = 1
    if (isLogical(symbol)) states.levels[index] = this.levelOf(symbol, index, visible)
    else this.computeText(symbol, index, visible)
    if (symbol.isChoice) this.computeSelection(symbol, index)
  }

  /** What has its dependencies against it, and one entry, is what others select it to be: its prompts and defaults are n with them. */
  private computeUnavailable(symbol: KconfigSymbol, index: number): void {
    const { states } = this
    states.visible[index] = 0
    states.direct[index] = 0
    const { selectedBy, impliedBy } = symbol
    const reverse = this.limit(symbol, this.strongest(selectedBy))
    states.reverse[index] = reverse
    const implied = this.limit(symbol, this.strongest(impliedBy))
    states.implied[index] = implied
    if (implied !== 0) states.written[index] = 1
    if (reverse === 0) return
    states.written[index] = 1
    this.onUnmet?.(symbol)
    states.levels[index] = reverse === 1 && !this.isTristateAt(symbol, 0) ? 2 : reverse
  }

  private levelOf(symbol: KconfigSymbol, index: number, visible: Tristate): Tristate {
    const { choice } = symbol
    if (choice && visible === 2) return this.selection(choice) === symbol ? 2 : 0
    const reverse = this.states.reverse[index] ?? 0
    let level: number
    if (visible !== 0 && this.user.isGiven(symbol)) level = Math.min(this.user.level(symbol), visible)
    else {
      if (reverse !== 0) this.states.written[index] = 1
      level = symbol.isChoice ? 0 : this.automaticLevel(symbol, index)
    }
    if ((this.states.direct[index] ?? 2) < reverse) this.onUnmet?.(symbol)
    if (level < reverse) level = reverse
    return level === 1 && !this.isTristateAt(symbol, visible) ? 2 : (level as Tristate)
  }

  /** What a symbol is that nobody set: its default, raised by implies as far as its dependencies go. */
  private automaticLevel(symbol: KconfigSymbol, index: number): number {
    const active = this.activeDefault(symbol)
    const level = active ? Math.min(evaluate(active.chosen.value, this), active.condition) : 0
    const implied = this.states.implied[index] ?? 0
    if (level !== 0 || implied !== 0) this.states.written[index] = 1
    return implied === 0 ? level : Math.min(Math.max(level, implied), this.states.direct[index] ?? 2)
  }

  private computeText(symbol: KconfigSymbol, index: number, visible: Tristate): void {
    this.states.texts.delete(index)
    let text = visible !== 0 && this.user.isGiven(symbol) ? this.user.texts.get(symbol) : undefined
    if (text === undefined) {
      const value = this.activeDefault(symbol)?.chosen.value
      // C only warns of a default that is not a single symbol, and takes nothing from it.
      if (value?.kind === 'symbol') {
        this.states.written[index] = 1
        text = textFor(value.symbol, this)
      }
    }
    if (symbol.type !== 'string') text = intoRange(symbol, text ?? '', this, this.tree.dialect)
    if (text !== undefined) this.states.texts.set(index, text)
  }

  private computeSelection(choice: KconfigSymbol, index: number): void {
    this.states.selections.delete(index)
    this.states.written[index] = 0
    if (this.states.levels[index] !== 2) return
    const chosen = this.user.members.get(choice)
    const selection = chosen && this.promptLevel(chosen) !== 0 ? chosen : this.defaultMember(choice)
    if (selection) this.states.selections.set(index, selection)
    else this.states.levels[index] = 0
  }

  /** m where only n and y exist is y. */
  private limit(symbol: KconfigSymbol, level: Tristate): Tristate {
    return level === 1 && (symbol.type !== 'tristate' || this.states.modulesLevel === 0) && isLogical(symbol)
      ? 2
      : level
  }

  private strongest(selections: readonly Selection[]): Tristate {
    let level = 0
    for (const selection of selections) {
      const selector = this.tristate(selection.by)
      if (selector === 0 && !this.thorough) continue
      level = Math.max(level, Math.min(selector, evaluate(selection.when, this)))
    }
    return level as Tristate
  }

  /** A choice that is not optional is at least m where its prompt is visible. */
  private choiceFloor(choice: KconfigSymbol): Tristate {
    if (choice.nodes.some((node) => node.optional)) return 0
    let floor: Tristate = 0
    for (const node of choice.nodes) {
      const prompt = node.prompts.at(-1)
      if (prompt && evaluate(prompt.when, this) !== 0) floor = 1
    }
    return floor
  }

  /** Visibility: the maximum over the prompts. A member at m is hidden while its choice is y. */
  private promptLevel(symbol: KconfigSymbol): Tristate {
    const memberOfYes = symbol.choice !== undefined && symbol.type === 'tristate' && this.tristate(symbol.choice) === 2
    let visible: Tristate = 0
    for (const node of symbol.nodes)
      for (const { when } of node.prompts) {
        const level = evaluate(when, this)
        if (level > visible && !(level === 1 && memberOfYes)) visible = level
      }
    return visible === 1 && (symbol.type !== 'tristate' || this.states.modulesLevel === 0) ? 2 : visible
  }
}

/** Most symbols have one prompt without a condition of its own: its visibility is the direct dependency. */
function promptIsDirect({ nodes, directDependency }: KconfigSymbol): boolean {
  const [first] = nodes
  return nodes.length === 1 && first?.prompts.length === 1 && first.prompts[0]?.when === directDependency
}
