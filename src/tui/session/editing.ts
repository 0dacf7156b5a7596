/** Opening, changing and saving profiles: what the first two screens do. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Change } from '../../configure/types.ts'
import type { Project } from '../../pipeline/types.ts'
import type { Profile } from '../../profile/types.ts'
import { SmartError } from '../../system/error.ts'
import {
  edited,
  goTo,
  hasChanges,
  knownRecord,
  openEditor,
  saved,
  say,
  withFootprint,
  withPlan,
  withPreview,
} from '../actions.ts'
import type { ProfileEntry } from '../core.ts'
import { sideEffects } from '../model/side-effects.ts'
import { rememberProfile } from '../settings.ts'
import { withMenu } from '../state/menu.ts'
import type { LabelledChange, Preview } from '../state.ts'
import { failureMessage, type SessionContext } from './context.ts'
import { Footprints } from './footprints.ts'
import { absolute, movedTo, ownBuild, referenceOf, savedProfile } from './new-profile.ts'

/** Typing and scrolling settle this long before anything is computed for them. */
const SETTLE_MS = 120

export class Editing {
  readonly #context: SessionContext
  readonly #footprints: Footprints
  #planning: AbortController | undefined
  #measuredFor: string | undefined

  constructor(context: SessionContext) {
    this.#context = context
    this.#footprints = new Footprints(context)
  }

  /** `more` gives what stands below the profiles that have a name. */
  async listProfiles(more: (listed: ProfileEntry[]) => Promise<ProfileEntry[]> = async () => []): Promise<void> {
    const { core, update, settings, store } = this.#context
    const listed = await core().listProfiles()
    const profiles = [...listed, ...(await more(listed))]
    const last = settings.get().lastProfile
    const first =
      profiles.find(({ name, file }) => name === last || file === last) ??
      profiles.find(({ name }) => name === 'minimal') ??
      profiles[0]
    update((state) => ({ ...state, profiles, highlighted: state.highlighted || (first?.name ?? '') }))
    await this.preview(store.getState().highlighted)
  }

  /** Loads what the first screen shows beside a name: the configuration first, then what was built, then a plan. */
  async preview(name: string): Promise<void> {
    const { pipeline, store, update } = this.#context
    update((state) => ({ ...state, highlighted: name }))
    if (name === '' || store.getState().previews[name]) return
    const show = (preview: Preview) => update((state) => withPreview(state, name, preview))
    show({})
    try {
      const project = await pipeline.openProject({ profile: name })
      show({ project, footprint: this.#footprint(project, undefined) })
      const { record, ...rest } = await ownBuild(pipeline, project)
      show({ record, ...rest, footprint: this.#footprint(project, record) })
      // Without the network a plan is not always to be had; then the catalog's estimates have to do.
      await pipeline.planProject(project, { offline: true, glance: true }).then(
        async (plan) => {
          show({ plan })
          await this.#footprints.learn(project, plan)
          show({ footprint: this.#footprint(project, record) })
        },
        () => show({ unplanned: true }),
      )
    } catch (error) {
      show({ error: failureMessage(error) })
    }
  }

  #footprint(project: Project, record: Preview['record']) {
    return this.#footprints.of(project, record)
  }

  /** Opens a profile (a name or a file) for editing. False when it cannot be opened; the status line says why. */
  async open(reference: string): Promise<boolean> {
    const { pipeline, store, update, settings } = this.#context
    try {
      const known = store.getState().previews[reference]
      const project = known?.project ?? (await pipeline.openProject({ profile: reference }))
      const record = known?.record ?? (await ownBuild(pipeline, project)).record
      // Whichever way led here, what is not saved is asked about, but not before the other can take its place: a slip of the pen costs nothing.
      if (hasChanges(store.getState())) {
        store.setState({ dialog: { type: 'leave', after: { open: reference } } })
        return false
      }
      this.adopt(project, record)
      rememberProfile(settings, referenceOf(project))
      return true
    } catch (error) {
      update((state) => say(state, failureMessage(error)))
      return false
    }
  }

  /** Takes an opened project as the one that is edited. */
  adopt(project: Project, record: Preview['record']): void {
    const footprint = this.#footprint(project, record)
    this.#context.update((state) => openEditor(state, project, footprint, savedProfile(project)))
    void this.replan()
    void this.measure()
  }

  /** Takes a whole profile as one undoable step. Returns the complaint when it is not valid. */
  become(profile: Profile, label: string): string | undefined {
    return this.#take(
      () => profile,
      () => label,
    )
  }

  /** Applies changes as one undoable step. Returns the complaint when a value is not valid. */
  change({ label, changes }: LabelledChange): string | undefined {
    const editor = this.#context.store.getState().editor
    if (!editor || changes.length === 0) return undefined
    const { configuration } = editor.project
    return this.#take(
      () => this.#context.core().applyChanges(configuration.profile, changes),
      (after) => label + sideEffects(configuration, after, changes),
    )
  }

  /** Takes `key=value`, as `--set` does, as one undoable step. Returns the complaint when it is not valid. */
  set(text: string): string | undefined {
    const complaint = this.judgeSet(text)
    const editor = this.#context.store.getState().editor
    if (complaint !== undefined || !editor) return complaint
    return this.#take(
      () => this.#context.core().applySets(editor.project.configuration.profile, [text]),
      () => text,
    )
  }

  /** What is wrong with a `key=value`, without changing anything. */
  judgeSet(text: string): string | undefined {
    const { core, store } = this.#context
    const editor = store.getState().editor
    if (!editor) return 'Open a profile first'
    try {
      const profile = core().applySets(editor.project.configuration.profile, [text])
      // A component that does not exist passes the schema; only the catalog knows.
      const known = new Set(editor.project.configuration.problems.map(({ message }) => message))
      const { problems } = this.#context.pipeline.reconfigure(editor.project, profile).configuration
      const unknown = problems.find(({ message }) => /^There is no /.test(message) && !known.has(message))
      return unknown && `${unknown.message}${unknown.hint ? `. ${unknown.hint}` : ''}`
    } catch (error) {
      return shortComplaint(failureMessage(error).text)
    }
  }

  #take(make: () => Profile, label: (after: Project['configuration']) => string): string | undefined {
    const { pipeline, store, update } = this.#context
    const editor = store.getState().editor
    if (!editor) return undefined
    try {
      const profile = make()
      const project = pipeline.reconfigure(editor.project, profile)
      const record = knownRecord(store.getState(), profile.name)
      update((state) => edited(state, project, this.#footprint(project, record), label(project.configuration)))
      void this.replan()
      return undefined
    } catch (error) {
      return shortComplaint(failureMessage(error).text)
    }
  }

  /** Reads what was measured of components on this machine. */
  async measure(): Promise<void> {
    const { pipeline, store, update } = this.#context
    const project = store.getState().editor?.project
    if (!project) return
    this.#measuredFor = originsOf(project)
    // Without figures the estimates stay, marked as such.
    const measured = await pipeline.measured(project).catch(() => undefined)
    if (measured) update((state) => withMenu(state, { measured }))
  }

  /** Seconds that a build would take with these changes, beyond what it takes without; undefined where no plan can be made. */
  async timeOf(changes: readonly Change[], signal: AbortSignal): Promise<number | undefined> {
    const { core, pipeline, store } = this.#context
    const editor = store.getState().editor
    if (!editor) return undefined
    const profile = core().applyChanges(editor.project.configuration.profile, changes)
    try {
      const plans = [pipeline.reconfigure(editor.project, profile), editor.project].map((project) =>
        pipeline.planProject(project, { offline: true, glance: true, signal }),
      )
      const [after, before] = await Promise.all(plans)
      return after && before && after.seconds - before.seconds
    } catch {
      return undefined
    }
  }

  /** What changes would cost: bytes of the image. */
  costOf(changes: readonly Change[]): number {
    const { core, pipeline, store } = this.#context
    const editor = store.getState().editor
    if (!editor) return 0
    const project = pipeline.reconfigure(
      editor.project,
      core().applyChanges(editor.project.configuration.profile, changes),
    )
    const record = knownRecord(store.getState(), project.configuration.profile.name)
    return this.#footprint(project, record).imageBytes - this.#footprint(editor.project, record).imageBytes
  }

  /** Plans anew in the background, for the footer; the newest request wins. Only the plan screen may ask the network. */
  async replan(offline = true): Promise<void> {
    const { pipeline, store, update } = this.#context
    this.#planning?.abort()
    const planning = new AbortController()
    this.#planning = planning
    update((state) => ({
      ...state,
      plan: { ...(state.plan.plan ? { plan: state.plan.plan } : {}), status: 'loading' },
    }))
    try {
      await sleep(SETTLE_MS, undefined, { signal: planning.signal })
      const project = store.getState().editor?.project
      if (!project) return
      if (originsOf(project) !== this.#measuredFor) await this.measure()
      const plan = await pipeline.planProject(project, { offline, glance: offline, signal: planning.signal })
      if (planning.signal.aborted) return
      update((state) => withPlan(state, plan))
      await this.#footprints.learn(project, plan)
      if (planning.signal.aborted) return
      const record = knownRecord(store.getState(), project.configuration.profile.name)
      update((state) => withFootprint(state, project, this.#footprint(project, record)))
    } catch (error) {
      if (!planning.signal.aborted)
        update((state) => ({ ...state, plan: { status: 'failed', error: failureMessage(error) } }))
    }
  }

  /** The profile as it would be saved under `name`, and what it is a difference of: a built-in one becomes the parent of the person's own. */
  profileToSave(name: string): { profile: Profile; base: Profile } | undefined {
    const editor = this.#context.store.getState().editor
    if (!editor) return undefined
    const { loaded, configuration } = editor.project
    const { profile } = configuration
    if (!loaded.builtin) return { profile: { ...profile, name }, base: loaded.base }
    return { profile: { ...profile, name, extends: editor.saved.name }, base: editor.saved }
  }

  /** Saves under `name`, in `place` if one is given. False, with the reason in the status line, when it cannot be written. */
  async save(name: string, place?: string): Promise<boolean> {
    const { core, pipeline, update, store } = this.#context
    const target = this.profileToSave(name)
    if (!target) return false
    try {
      const loaded = store.getState().editor?.project.loaded
      const own = loaded?.builtin === false && name === loaded.profile.name ? loaded.file : undefined
      const file = place === undefined ? own : absolute(place)
      if (file !== undefined && !file.endsWith('.yaml'))
        throw new SmartError(`${file} does not end in .yaml, as a profile must`)
      const profile = movedTo(file ?? core().ownProfileFile(name), target.profile, loaded?.file)
      const written = file ?? core().ownProfileFile(name)
      if (loaded?.parents?.some((parent) => parent.file === written))
        throw new SmartError(`${written} is what this profile extends: it cannot be saved there`, {
          hint: 'Give it a name of its own',
        })
      await core().saveProfile(profile, target.base, file, async (path) => {
        const project = await pipeline.openProject({ profile: path })
        update((state) => say(saved(state, project), { tone: 'good', text: `Saved ${path}` }))
        rememberProfile(this.#context.settings, referenceOf(project))
      })
      const listed = await core().listProfiles()
      const files = store.getState().profiles.filter(({ name }) => name.startsWith('/'))
      update((state) => ({ ...state, profiles: [...listed, ...files], previews: {} }))
      return true
    } catch (error) {
      update((state) => say(state, failureMessage(error)))
      return false
    }
  }

  /** Takes every unsaved change back. */
  revert(): void {
    const { pipeline, store, update } = this.#context
    const editor = store.getState().editor
    if (!editor) return
    const project = pipeline.reconfigure(editor.project, editor.saved)
    update((state) => openEditor(state, project, this.#footprint(project, undefined)))
  }

  openConfigure(): void {
    this.#context.update((state) => goTo(state, 'configure'))
  }

  dispose(): void {
    this.#planning?.abort()
  }
}

/** What is measured of a component depends on where it comes from. */
function originsOf({ configuration }: Project): string {
  return [...configuration.states.values()].map(({ origin = '' }) => origin).join()
}

/** The path is on the screen already; what matters is what was expected. */
function shortComplaint(text: string): string {
  return text.includes('expected ') ? `Expected ${text.slice(text.lastIndexOf('expected ') + 9)}` : text
}
