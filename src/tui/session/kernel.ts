/** The menus of components' own configurations: opening and fetching their trees, keeping them up with the profile, searching them. */
import type { KconfigRecipe } from '../../catalog/types.ts'
import type { Configuration } from '../../configure/types.ts'
import type { Project } from '../../pipeline/types.ts'
import { CancelledError } from '../../system/error.ts'
import { goTo, say } from '../actions.ts'
import type { Asked } from '../model/kernel/asked.ts'
import type { KernelModel } from '../model/kernel/model.ts'
import type { SearchEntry } from '../model/search.ts'
import { withKernel, withTree } from '../state/kernel.ts'
import { failureMessage, type SessionContext } from './context.ts'

/** What is loaded with the first menu. */
type Kernel = typeof import('../model/kernel/index.ts')

interface Opened {
  model: KernelModel
  entries: readonly SearchEntry[]
  /** Of the project that it was opened for. */
  place: string
}

export class KernelMenus {
  readonly #context: SessionContext
  readonly #opened = new Map<string, Opened>()
  readonly #opening = new Map<string, Promise<void>>()
  readonly #asked = new WeakMap<Configuration, Map<string, Asked>>()
  readonly #leave = new AbortController()
  #kernel: Kernel | undefined
  /** By component. */
  readonly #fetching = new Map<string, AbortController>()

  constructor(context: SessionContext) {
    this.#context = context
  }

  /** The menu of a component, at its top; the tree is read if it was not yet. */
  open(component: string): Promise<void> {
    this.#context.update((state) =>
      withKernel(goTo(state, 'kernel'), { component, menus: [], editing: undefined, finding: false }),
    )
    const known = this.#opened.get(component)
    if (known) void this.#measure(component, known.model)
    return this.prepare(component)
  }

  /** Reads a component's tree if that is not done or under way; the state says how far it came. */
  prepare(component: string): Promise<void> {
    const project = this.#context.store.getState().editor?.project
    if (!project) return Promise.resolve()
    const known = this.#opened.get(component)
    if (known && known.place === placeOf(project)) return Promise.resolve()
    const key = `${component} ${placeOf(project)}`
    let running = this.#opening.get(key)
    if (!running) {
      running = this.#read(project, component).finally(() => this.#opening.delete(key))
      this.#opening.set(key, running)
    }
    return running
  }

  async #read(project: Project, component: string): Promise<void> {
    const { pipeline, store, update } = this.#context
    // Another profile may be open by the time the tree is read, with another source.
    const isShown = () => {
      const now = store.getState().editor?.project
      return now === undefined || placeOf(now) === placeOf(project)
    }
    update((state) => withTree(state, component, { status: 'opening' }))
    try {
      const [kernel, source] = await Promise.all([
        import('../model/kernel/index.ts'),
        pipeline.openConfigurableTree(project, component, this.#leave.signal),
      ])
      this.#kernel = kernel
      if (!isShown()) return void this.prepare(component)
      if (!source) {
        this.#opened.delete(component)
        return update((state) => withTree(state, component, { status: 'missing' }))
      }
      const model = new kernel.KernelModel(source)
      this.#opened.set(component, { model, entries: [], place: placeOf(project) })
      update((state) => withTree(state, component, { status: 'ready' }))
      // The first screen goes before what makes the first change and the first search quick.
      setTimeout(() => void this.#finish(component, model, kernel), 250)
    } catch (error) {
      if (this.#leave.signal.aborted) return
      if (!isShown()) return void this.prepare(component)
      this.#opened.delete(component)
      update((state) => withTree(state, component, { status: 'failed', error: failureMessage(error) }))
    }
  }

  async #finish(component: string, model: KernelModel, kernel: Kernel): Promise<void> {
    const { signal } = this.#leave
    if (signal.aborted || !this.model(component)) return
    const entries = await kernel.symbolEntries(model, signal)
    const opened = this.#opened.get(component)
    if (signal.aborted || opened?.model !== model) return
    opened.entries = entries
    this.#context.update((state) =>
      withKernel(state, { searchable: [...new Set([...state.kernel.searchable, component])] }),
    )
    model.warm()
    await this.#measure(component, model)
  }

  /** What builds have measured of the symbols. The menu is whole without it, so nothing that goes wrong with it is worth a message. */
  async #measure(component: string, model: KernelModel): Promise<void> {
    const { pipeline, store, update } = this.#context
    const project = store.getState().editor?.project
    if (!project) return
    const costs = await pipeline.symbolCosts(project, model.source, this.#leave.signal).catch(() => undefined)
    if (!costs || costs.size === 0 || this.#leave.signal.aborted || this.#opened.get(component)?.model !== model) return
    model.takeCosts(costs)
    update((state) => withTree(state, component, { status: 'ready' }))
  }

  /** Fetches and unpacks the source of the component that is shown, then reads its tree. A second call cancels it. */
  async fetch(component: string): Promise<void> {
    const { pipeline, store, update } = this.#context
    const project = store.getState().editor?.project
    if (!project) return
    const running = this.#fetching.get(component)
    if (running) return running.abort()
    const fetching = new AbortController()
    this.#fetching.set(component, fetching)
    const tell = (note: string, fraction = 0) =>
      update((state) => withTree(state, component, { status: 'fetching', note, fraction }))
    tell('asking where the source is')
    try {
      await pipeline.fetchSource(project, component, {
        signal: fetching.signal,
        onEvent: (event) => {
          if (event.type === 'step:started')
            tell(event.id.startsWith('fetch:') ? 'fetching' : event.id.startsWith('unpack:') ? 'unpacking' : event.id)
          if (event.type === 'step:progress')
            tell(
              `${event.id.startsWith('fetch:') ? 'fetching' : 'unpacking'}${event.note ? `, ${event.note}` : ''}`,
              event.fraction,
            )
        },
      })
      this.#fetching.delete(component)
      await this.prepare(component)
    } catch (error) {
      this.#fetching.delete(component)
      if (this.#leave.signal.aborted) return
      update((state) => withTree(state, component, { status: 'missing' }))
      const cancelled = error instanceof CancelledError
      update((state) =>
        say(state, cancelled ? { tone: 'warning', text: 'The fetch was cancelled' } : failureMessage(error)),
      )
    }
  }

  /** The tree of a component with the values that the open profile gives it; undefined where it is not read. */
  model(component: string): KernelModel | undefined {
    const { editor } = this.#context.store.getState()
    const opened = this.#opened.get(component)
    if (!editor || !opened) return undefined
    const saved = this.#context.pipeline.reconfigure
    const asked = this.asked(editor.project, component)
    const before = this.#savedAsked(editor.project, editor.saved, component, saved)
    if (asked && before) opened.model.take(asked, before)
    return opened.model
  }

  /** The calls that are loaded with the first menu. */
  get calls(): Kernel {
    if (!this.#kernel) throw new Error('No Kconfig menu is open')
    return this.#kernel
  }

  /** Search results of all trees that are read. */
  entries(): readonly SearchEntry[] {
    return [...this.#opened.values()].flatMap(({ entries }) => entries)
  }

  /** Components of the open profile that have a configuration of their own and are compiled here. */
  components(): string[] {
    const configuration = this.#context.store.getState().editor?.project.configuration
    return configuration ? configurable(configuration) : []
  }

  recipe(project: Project, component: string): KconfigRecipe | undefined {
    const entry = project.catalog.entries.get(component)
    return entry?.kind === 'component' ? entry.kconfig : undefined
  }

  /** What is asked of a component's tree. A configuration never changes, so it is worked out once. */
  asked(project: Project, component: string): Asked | undefined {
    const { configuration } = project
    const known = this.#asked.get(configuration) ?? new Map<string, Asked>()
    this.#asked.set(configuration, known)
    const asked = known.get(component) ?? this.#workOut(project, component)
    if (asked) known.set(component, asked)
    return asked
  }

  #workOut(project: Project, component: string): Asked | undefined {
    const recipe = this.recipe(project, component)
    if (!recipe || !this.#kernel) return undefined
    const { configuration } = project
    const { profile } = configuration
    if (recipe.option === undefined) {
      return { others: this.#othersOfKernel(project, this.#kernel), own: this.#kernel.ownSymbols(profile.kernel) }
    }
    const options = configuration.states.get(component)?.options ?? {}
    const list = (name: string | undefined) => {
      const value = name === undefined ? undefined : options[name]
      return Array.isArray(value) ? value : []
    }
    return this.#kernel.askedOfOptions(list(recipe.option), list(recipe.names))
  }

  #others: { of: string; catalog: object; wishes: Asked['others'] } | undefined

  /** Changes of the kernel's own symbols, one after the other, leave it as it is. */
  #othersOfKernel(project: Project, kernel: Kernel): Asked['others'] {
    const { catalog, configuration } = project
    const bare = { ...configuration.profile, kernel: {} }
    const of = JSON.stringify(bare)
    if (this.#others?.of !== of || this.#others.catalog !== catalog) {
      const without = this.#context.pipeline.reconfigure(project, bare).configuration
      this.#others = { of, catalog, wishes: kernel.wishesOfOthers(without) }
    }
    return this.#others.wishes
  }

  #savedProject: { saved: object; project: Project } | undefined

  #savedAsked(
    project: Project,
    saved: Project['configuration']['profile'],
    component: string,
    reconfigure: (project: Project, profile: typeof saved) => Project,
  ): Asked | undefined {
    if (this.#savedProject?.saved !== saved) this.#savedProject = { saved, project: reconfigure(project, saved) }
    return this.asked(this.#savedProject.project, component)
  }

  dispose(): void {
    this.#leave.abort()
    for (const one of this.#fetching.values()) one.abort()
  }
}

/** Trees of one place are the same: its lock file says which source is taken. */
function placeOf({ out, cache }: Project): string {
  return `${cache} ${out}`
}

/** Of a configuration: those that are compiled here from a source with Kconfig. */
export function configurable(configuration: Configuration): string[] {
  return [...configuration.states.values()].flatMap(({ entry, selected, origin }) =>
    entry.kind === 'component' && entry.kconfig && selected && origin !== 'package' ? [entry.id] : [],
  )
}
