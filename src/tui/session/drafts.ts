/** Keeps unsaved changes on disk while they are unsaved, and offers those that earlier sessions left. */
import { isDeepStrictEqual } from 'node:util'
import type { Project } from '../../pipeline/types.ts'
import type { DraftEntry } from '../../profile/drafts.ts'
import { currentScreen, hasChanges, say } from '../actions.ts'
import type { Editor, State } from '../state.ts'
import { failureMessage, type SessionContext } from './context.ts'
import type { Editing } from './editing.ts'
import { referenceOf, savedProfile, startNew } from './new-profile.ts'

export class Drafts {
  readonly #context: SessionContext
  readonly #editing: Editing
  readonly #folder: string | undefined
  #id = ''
  /** The editor whose state is on disk. */
  #kept: Editor | undefined
  #onDisk = false
  #writing: Promise<void> = Promise.resolve()
  #unsubscribe = () => {}

  constructor(context: SessionContext, editing: Editing, folder: string | undefined) {
    this.#context = context
    this.#editing = editing
    this.#folder = folder
  }

  /** Looks for what earlier sessions left, and begins to keep what this one changes. */
  async begin(): Promise<void> {
    const folder = this.#folder
    if (folder === undefined) return
    const { store, core } = this.#context
    this.#id = await core().draftId()
    const drafts = await core()
      .listDrafts(folder)
      .catch(() => [])
    store.setState({ drafts })
    this.#unsubscribe = store.subscribe((state, before) => {
      if (state.editor !== before.editor) this.#keep(folder)
      // Whoever put the question off is asked again where it matters.
      if (currentScreen(state) === 'configure' && currentScreen(before) === 'profiles' && !hasChanges(state))
        this.#ask(draftOfOpen(state))
    })
  }

  /** At once, not when typing has settled: nothing announces a kill. */
  #keep(folder: string): void {
    this.#writing = this.#writing.then(() => this.#write(folder))
  }

  /** Writes what is unsaved now, or removes the file where nothing is. A disk that is full must not stop anybody from editing. */
  async #write(folder: string): Promise<void> {
    const { store, core } = this.#context
    const state = store.getState()
    if (state.editor === this.#kept) return
    const project = hasChanges(state) ? state.editor?.project : undefined
    try {
      if (project) await core().writeDraft(folder, this.#id, referenceOf(project), project.configuration.profile)
      else if (this.#onDisk) await core().removeDraft(folder, this.#id)
      this.#onDisk = project !== undefined
      this.#kept = state.editor
    } catch {
      // The next change tries again.
    }
  }

  /** Asks about the newest draft, if there is one. */
  offer(): void {
    this.#ask(this.#context.store.getState().drafts[0])
  }

  /** Asks about a draft, and says what is in it. */
  #ask(draft: DraftEntry | undefined): void {
    if (!draft) return
    const { store, core } = this.#context
    void this.#open(draft).then(
      (project) => {
        const changes = core().diffProfiles(savedProfile(project), draft.profile)
        store.setState({ dialog: { type: 'draft', draft, changes } })
      },
      // Its profile cannot be opened: that is said to whoever wants it back.
      () => store.setState({ dialog: { type: 'draft', draft, changes: [] } }),
    )
  }

  /** The project that a draft belongs to, as its file has it now. */
  async #open({ reference, profile }: DraftEntry): Promise<Project> {
    const { pipeline } = this.#context
    const project = await pipeline.openProject({ profile: reference })
    return project.configuration.profile.name === profile.name ? project : startNew(pipeline, project, profile.name)
  }

  /** Goes on with a draft: its profile is opened, and what was unsaved is one step that can be undone. Where it cannot, the status line says why. */
  async restore(draft: DraftEntry): Promise<void> {
    const { store, update, pipeline, core } = this.#context
    store.setState({ dialog: undefined })
    if (this.#folder === undefined) return
    try {
      const project = await this.#open(draft)
      // What cannot be had any more fails here, while the draft is still another's.
      pipeline.reconfigure(project, draft.profile)
      const record = await pipeline.lastBuild(project)
      if (!(await core().claimDraft(this.#folder, draft.id, this.#id))) {
        update((state) => say(without(state, draft), { tone: 'warning', text: 'Another session has these changes' }))
        return
      }
      this.#onDisk = true
      update((state) => without(state, draft))
      this.#editing.adopt(project, record)
      this.#editing.become(draft.profile, 'Unsaved changes restored')
      this.#editing.openConfigure()
    } catch (error) {
      update((state) => say(state, failureMessage(error)))
    }
  }

  /** Throws a draft away; on the first screen the next one is asked about. */
  async discard(draft: DraftEntry): Promise<void> {
    const { store, update, core } = this.#context
    if (this.#folder !== undefined)
      await core()
        .removeDraft(this.#folder, draft.id)
        .catch(() => {})
    update((state) =>
      say({ ...without(state, draft), dialog: undefined }, { tone: 'info', text: 'The unsaved changes are gone' }),
    )
    if (currentScreen(store.getState()) === 'profiles') this.offer()
  }

  /** Leaves on disk what is unsaved. */
  async dispose(): Promise<void> {
    this.#unsubscribe()
    if (this.#folder === undefined || this.#id === '') return
    this.#keep(this.#folder)
    await this.#writing
    this.#context.core().releaseDraft(this.#id)
  }
}

function without(state: State, draft: DraftEntry): State {
  return { ...state, drafts: state.drafts.filter(({ id }) => id !== draft.id) }
}

/** The newest draft of the profile that is open, if it says something else than the file. */
function draftOfOpen({ drafts, editor }: State): DraftEntry | undefined {
  if (!editor) return undefined
  const reference = referenceOf(editor.project)
  const { profile } = editor.project.configuration
  return drafts.find((draft) => draft.reference === reference && !isDeepStrictEqual(draft.profile, profile))
}
