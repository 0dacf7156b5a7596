/** What keys do in a component's own menu: changes as undoable steps of the profile, ways in and out, jumps to a symbol's place. */
import type { Change } from '../../configure/types.ts'
import type { KconfigSymbol, MenuNode } from '../../kconfig/ast.ts'
import { goTo, say } from '../actions.ts'
import type { Proposal } from '../model/kernel/change.ts'
import type { KernelOutcome } from '../model/kernel/decide.ts'
import type { KernelModel } from '../model/kernel/model.ts'
import type { Intent } from '../model/toggle.ts'
import { kernelList, withKernel } from '../state/kernel.ts'
import { withMenu } from '../state/menu.ts'
import type { State } from '../state.ts'
import type { SessionContext } from './context.ts'
import type { Editing } from './editing.ts'
import type { KernelMenus } from './kernel.ts'

export class KernelActing {
  readonly #context: SessionContext
  readonly #editing: Editing
  readonly #menus: KernelMenus

  constructor(context: SessionContext, editing: Editing, menus: KernelMenus) {
    this.#context = context
    this.#editing = editing
    this.#menus = menus
  }

  /** Enter and the keys that set a value. */
  press(model: KernelModel, node: MenuNode, intent: Intent | 'open'): void {
    const { configuration } = model
    const { decide, decideOpen } = this.#menus.calls
    const { hidden } = this.#context.store.getState().menu
    this.#carryOut(
      model,
      node,
      intent === 'open' ? decideOpen(node, configuration, hidden) : decide(node, intent, configuration),
    )
  }

  #carryOut(model: KernelModel, node: MenuNode, outcome: KernelOutcome): void {
    const { store, update } = this.#context
    const { component } = model.source
    switch (outcome.type) {
      case 'assign': {
        const chosen = node.symbol?.choice
        this.take(model, model.propose(outcome.assignments), outcome.label)
        // A choice is made with its member: back to where it was asked.
        if (chosen && model.nodeAt(store.getState().kernel.menus.at(-1) ?? 0).symbol === chosen) this.back()
        break
      }
      case 'blocked':
        store.setState({
          dialog: {
            type: 'kernel-why',
            component,
            symbol: outcome.symbol.name,
            ...(outcome.wanted === '' ? {} : { wanted: outcome.wanted }),
          },
        })
        break
      case 'edit':
        update((state) => withKernel(state, { editing: model.numberOf(node) }))
        break
      case 'enter':
        this.#enter(model, node)
        break
      case 'none':
        update((state) => say(state, outcome.text === '' ? undefined : { tone: 'info', text: outcome.text }))
    }
  }

  /** Takes own symbols as one step that can be undone. Returns the complaint where the profile refuses a value. */
  take(model: KernelModel, { own, let: gone, broken }: Proposal, label: string): string | undefined {
    const { update } = this.#context
    const changes = this.#changes(model, own)
    if (changes.length === 0) {
      update((state) => say(state, { tone: 'info', text: 'It is so without the profile saying it' }))
      return undefined
    }
    const others = gone.length > 0 ? `, lets go of ${short(gone)}` : ''
    const complaint = this.#editing.change({ label: `${label}${others}`, changes })
    if (complaint !== undefined) update((state) => say(state, { tone: 'bad', text: complaint }))
    else if (broken.length > 0) {
      const [first] = broken
      const more = broken.length > 1 ? ` and ${broken.length - 1} more` : ''
      update((state) =>
        say(state, {
          tone: 'warning',
          text: `${first?.by.join(', ')} would lose ${first?.symbol}${more}: the build would refuse that`,
          hint: 'u takes it back',
        }),
      )
    }
    return complaint
  }

  #changes(model: KernelModel, own: ReadonlyMap<string, string>): Change[] {
    const project = this.#context.store.getState().editor?.project
    const { component, tree } = model.source
    const recipe = project && this.#menus.recipe(project, component)
    if (!project || !recipe) return []
    const { kernelValue, optionLines, ownDifference } = this.#menus.calls
    const difference = ownDifference(model.own, own)
    if (difference.size === 0) return []
    const typeOf = (symbol: string) => tree.symbols.get(symbol)?.type
    if (recipe.option === undefined) {
      const value = Object.fromEntries(
        [...difference].map(([symbol, text]) => [symbol, text === null ? null : kernelValue(text, typeOf(symbol))]),
      )
      return [{ type: 'set', path: 'kernel.config', value }]
    }
    const lines: Change = { type: 'option', component, option: recipe.option, value: optionLines(own, typeOf) }
    const names = recipe.names === undefined ? [] : project.configuration.states.get(component)?.options[recipe.names]
    // A name in the list goes before everything else: what is switched off has to leave it.
    const kept = Array.isArray(names) ? names.filter((name) => (own.get(name) ?? 'y') === 'y') : []
    return recipe.names !== undefined && Array.isArray(names) && kept.length < names.length
      ? [lines, { type: 'option', component, option: recipe.names, value: kept }]
      : [lines]
  }

  /** Takes a typed text. Returns what was expected instead where it cannot be. */
  takeText(model: KernelModel, symbol: KconfigSymbol, text: string): string | undefined {
    const wrong = model.complaint(symbol, text)
    if (wrong !== undefined || text === model.configuration.text(symbol)) return wrong
    return this.take(model, model.propose([[symbol.name, text]]), `${symbol.name}=${text || '""'}`)
  }

  /** Takes the profile's own value of a symbol away. */
  forget(model: KernelModel, symbol: KconfigSymbol): void {
    const own = new Map(model.own)
    const name = symbol.choice ? symbol.choice.members.map((member) => member.name) : [symbol.name]
    const had = name.filter((one) => own.delete(one))
    if (had.length > 0) this.take(model, { own, let: [], broken: [] }, `${had.join(', ')} left to others`)
    else this.#context.update((state) => say(state, { tone: 'info', text: 'The profile says nothing of it' }))
  }

  #enter(model: KernelModel, node: MenuNode): void {
    const number = model.numberOf(node)
    this.#context.update((state) => {
      const { tree, menus, unfolded } = state.kernel
      if (tree && menus.length === 0 && !node.symbol?.isChoice)
        return withKernel(state, {
          unfolded: unfolded.includes(number) ? unfolded.filter((one) => one !== number) : [...unfolded, number],
        })
      const inside = withKernel({ ...state, message: undefined }, { menus: [...menus, number] })
      // A choice begins at its value.
      const chosen = node.symbol?.isChoice ? model.configuration.selection(node.symbol) : undefined
      const cursor = model.rows(node, { hidden: state.menu.hidden }).findIndex((row) => row.node.symbol === chosen)
      if (!chosen || cursor === -1) return inside
      return { ...inside, positions: { ...inside.positions, [kernelList(inside.kernel)]: { cursor, top: 0 } } }
    })
  }

  /** One menu back; from the top to the screen before. False where that is what is left. */
  back(): boolean {
    const { menus } = this.#context.store.getState().kernel
    if (menus.length === 0) return false
    this.#context.update((state) => withKernel({ ...state, message: undefined }, { menus: menus.slice(0, -1) }))
    return true
  }

  /** The menu with the cursor on a symbol; its page where no menu has it. */
  async jump(component: string, name: string): Promise<void> {
    const { store, update } = this.#context
    store.setState({ dialog: undefined })
    await this.#menus.prepare(component)
    const model = this.#menus.model(component)
    const symbol = model?.source.tree.symbols.get(name)
    const node = symbol && model?.nodeOf(symbol)
    if (!model || !node) return
    update((state) => this.#at(state, model, node))
    if (node.prompts.length === 0)
      store.setState({ dialog: { type: 'kernel-info', component, entry: model.numberOf(node) } })
  }

  /** The page of a symbol of the kernel, or its reasons, over the screen that is shown. False where its tree is not to be had. */
  async show(name: string, what: 'info' | 'why'): Promise<boolean> {
    const { store } = this.#context
    const component = this.#menus.components().find((one) => one === 'linux')
    if (component === undefined) return false
    await this.#menus.prepare(component)
    const model = this.#menus.model(component)
    const symbol = model?.source.tree.symbols.get(name)
    const node = symbol && model?.nodeOf(symbol)
    if (!model || !node) return false
    store.setState({
      dialog:
        what === 'why'
          ? { type: 'kernel-why', component, symbol: name }
          : { type: 'kernel-info', component, entry: model.numberOf(node) },
    })
    return true
  }

  #at(state: State, model: KernelModel, node: MenuNode): State {
    const { component, tree } = model.source
    const menus = this.#menus.calls.menusAround(node)
    const menu = menus.at(-1) ?? tree.root
    const rows = (hidden: boolean) => model.rows(menu, { hidden }).findIndex((row) => row.node === node)
    const reveal = node.prompts.length > 0 && !state.menu.hidden && rows(false) === -1
    const hidden = state.menu.hidden || reveal
    const cursor = Math.max(0, rows(hidden))
    const there = withKernel(goTo(state, 'kernel'), {
      component,
      menus: menus.map((one) => model.numberOf(one)),
      tree: false,
      editing: undefined,
      finding: false,
    })
    const shown = withMenu(there, { hidden })
    const list = kernelList(shown.kernel)
    const told = reveal
      ? say(shown, { tone: 'info', text: 'Hidden options are shown, this one among them; a hides them' })
      : shown
    return { ...told, positions: { ...told.positions, [list]: { cursor, top: Math.max(0, cursor - 3) } } }
  }
}

function short(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ')
}
