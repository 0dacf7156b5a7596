/** Names and places of profiles: a new one from another, where one is saved, which have been opened, which are built. */
import { access } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { goTo, hasChanges, say } from '../actions.ts'
import type { ProfileEntry } from '../core.ts'
import type { Standing, State } from '../state.ts'
import { failureMessage, type SessionContext } from './context.ts'
import type { Editing } from './editing.ts'
import { absolute, startNew } from './new-profile.ts'

export class Naming {
  readonly #context: SessionContext
  readonly #editing: Editing

  constructor(context: SessionContext, editing: Editing) {
    this.#context = context
    this.#editing = editing
  }

  /** Where a new profile of this name would be saved, or why it cannot have it. */
  judgeName(name: string): { file: string; complaint?: string } {
    if (name === '') return { file: '', complaint: 'A profile needs a name' }
    const taken = this.#context.store.getState().profiles.some((profile) => profile.name === name)
    try {
      const file = this.#context.core().ownProfileFile(name)
      return taken ? { file, complaint: `There is a profile ${name} already` } : { file }
    } catch (error) {
      const { text, hint } = failureMessage(error)
      return { file: '', complaint: hint ? `${text}. ${hint}` : text }
    }
  }

  /** Opens a new profile made from another; nothing is written before it is saved. */
  async startNew(from: string, name: string): Promise<void> {
    const { pipeline, store, update } = this.#context
    store.setState({ dialog: undefined })
    if (hasChanges(store.getState())) return store.setState({ dialog: { type: 'leave', after: 'stay' } })
    try {
      const parent = store.getState().previews[from]?.project ?? (await pipeline.openProject({ profile: from }))
      this.#editing.adopt(startNew(pipeline, parent, name), undefined)
      update((state) =>
        say(goTo(state, 'configure'), { tone: 'info', text: `${name}: nothing is written until it is saved` }),
      )
    } catch (error) {
      update((state) => say(state, failureMessage(error)))
    }
  }

  /** The file that the open profile would be saved in under this name; undefined where the name cannot be one. */
  placeOf(name: string): string | undefined {
    const { core, store } = this.#context
    const loaded = store.getState().editor?.project.loaded
    if (loaded?.builtin === false && loaded.file !== undefined && name === loaded.profile.name) return loaded.file
    try {
      return core().ownProfileFile(name)
    } catch {
      return undefined
    }
  }

  /** True where another file than the open profile's own would be written over. */
  async isTaken(file: string | undefined): Promise<boolean> {
    const { loaded } = this.#context.store.getState().editor?.project ?? {}
    if (file === undefined || file === '' || (loaded?.builtin === false && loaded.file === absolute(file))) return false
    return isThere(absolute(file))
  }

  /** Profiles that were opened before and can be opened still, the last one first. */
  async recentReferences(): Promise<string[]> {
    const { recent = [] } = this.#context.settings.get()
    const there = await Promise.all(recent.map((reference) => !reference.startsWith('/') || isThere(reference)))
    return recent.filter((_, index) => there[index])
  }

  /** A name for changes of a built-in profile: under its own name they would hide it, and be in every profile that extends it. */
  ownName(): string {
    const { profiles, editor } = this.#context.store.getState()
    const { loaded, configuration } = editor?.project ?? {}
    const name = configuration?.profile.name ?? ''
    if (!loaded?.builtin || name !== loaded.profile.name) return name
    const taken = (one: string) => profiles.some((profile) => profile.name === one)
    for (let number = 1; ; number++) {
      const own = `my-${name}${number === 1 ? '' : `-${number}`}`
      if (!taken(own)) return own
    }
  }

  /** What saving under this name would do to others; undefined: nothing. */
  hides(name: string): string | undefined {
    const builtin = this.#context.store.getState().profiles.some((profile) => profile.name === name && profile.builtin)
    return builtin ? `Hides the built-in ${name}, and changes every profile that extends it` : undefined
  }

  /** Files that were opened before, are there, and are no profile of the list: they stand below it. */
  async recentFiles(listed: readonly ProfileEntry[]): Promise<ProfileEntry[]> {
    const { recent = [] } = this.#context.settings.get()
    const known = new Set(listed.flatMap(({ name, file }) => [name, file]))
    const files = recent.filter((reference) => reference.startsWith('/') && !known.has(reference))
    const there = await Promise.all(files.map(isThere))
    return files.filter((_, index) => there[index]).map((file) => ({ name: file, file, builtin: false }))
  }

  /** Looks which of the listed profiles are built and proven, without opening each. */
  async lookForBuilds(): Promise<void> {
    const { pipeline, store, update } = this.#context
    const { profiles, previews } = store.getState()
    const [any] = Object.values(previews).flatMap(({ project }) => project ?? [])
    if (!any) return
    for (const { name } of profiles) {
      const project = { ...any, out: join(dirname(any.out), basename(name, '.yaml')) }
      const [record, proof] = await Promise.all([pipeline.lastBuild(project), pipeline.lastProof(project)])
      if (record?.profile !== basename(name, '.yaml')) continue
      const standing: Standing = proof === undefined ? 'built' : proof.passed ? 'proven' : 'failed'
      update((state) => withStanding(state, name, standing))
    }
  }
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}

function withStanding(state: State, name: string, standing: Standing): State {
  return { ...state, standings: { ...state.standings, [name]: standing } }
}
