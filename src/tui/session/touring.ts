/** The short tour: offered on the first screen until it was taken or declined, and then no more. */
import { goTo, say } from '../actions.ts'
import { TOUR } from '../model/tour.ts'
import { withMenu } from '../state/menu.ts'
import type { State } from '../state.ts'
import type { SessionContext } from './context.ts'
import type { Editing } from './editing.ts'
import type { Finding } from './finding.ts'

export class Touring {
  readonly #context: SessionContext
  readonly #editing: Editing
  readonly #finding: Finding
  /** How the menu stood before the tour led through it: window choices are the person's. */
  #menu: State['menu'] | undefined

  constructor(context: SessionContext, editing: Editing, finding: Finding) {
    this.#context = context
    this.#editing = editing
    this.#finding = finding
  }

  /** Asks on the first screen whether the tour is wanted, unless that is known. */
  offer(): void {
    if (this.#context.settings.get().tour !== 'known') this.#context.store.setState({ tourOffered: true })
  }

  decline(): void {
    this.#known()
    this.#context.update((state) => say(state, { tone: 'info', text: 'The tour stays among the commands (:)' }))
  }

  /** From the first screen, over the profile that is highlighted there. Nothing is changed and nothing is built. */
  async start(): Promise<void> {
    this.#known()
    this.#menu = this.#context.store.getState().menu
    await this.#show(0)
  }

  async go(by: 1 | -1): Promise<void> {
    const { tour } = this.#context.store.getState()
    if (tour === undefined) return
    const step = tour + by
    if (step >= TOUR.length) this.end()
    else if (step >= 0) await this.#show(step)
  }

  /** Back to the first screen, wherever it was left. */
  end(): void {
    this.#context.update((state) => ({ ...goTo(state, 'profiles'), tour: undefined, menu: this.#menu ?? state.menu }))
  }

  #known(): void {
    this.#context.settings.save({ tour: 'known' })
    this.#context.store.setState({ tourOffered: false })
  }

  async #show(index: number): Promise<void> {
    const { store, update } = this.#context
    const step = TOUR[index]
    if (!step) return
    const { editor, highlighted } = store.getState()
    const open = editor?.project.configuration.profile.name === highlighted
    if (step.screen !== 'profiles' && !open && !(await this.#editing.open(highlighted)))
      return update((state) => ({ ...state, tour: undefined }))
    update((state) => ({ ...this.#at(state, index), tour: index }))
    if (step.screen === 'plan') void this.#editing.replan()
  }

  #at(state: State, index: number): State {
    const step = TOUR[index]
    if (!step) return state
    const path = step.screen === 'plan' ? goTo(state, 'configure') : state
    const there = goTo(path, step.screen)
    if (step.screen !== 'configure') return there
    const configuration = there.editor?.project.configuration
    const id = configuration && step.row?.(configuration)
    const plain = withMenu({ ...there, section: 'components', inRows: false }, { submenu: undefined, tree: false })
    return id === undefined ? plain : { ...plain, ...this.#finding.jump(plain, 'components', id) }
  }
}
