/** The effects behind the screens, each part in session/; navigation that needs an effect, quitting and the lasting summary. */
import { basename } from 'node:path'
import type { Pipeline } from '../pipeline/types.ts'
import { shellQuoteAll } from '../system/shell-words.ts'
import { currentScreen, goBack, goTo, hasChanges, say } from './actions.ts'
import type { Core } from './core.ts'
import { cancelledLogs } from './model/build-steps.ts'
import { installedWords } from './model/plan-rows.ts'
import { Building } from './session/building.ts'
import { Comparing } from './session/comparing.ts'
import type { SessionContext } from './session/context.ts'
import { Drafts } from './session/drafts.ts'
import { Editing } from './session/editing.ts'
import { Finding } from './session/finding.ts'
import { Handoff } from './session/handoff.ts'
import { KernelMenus } from './session/kernel.ts'
import { KernelActing } from './session/kernel-acting.ts'
import { Launching } from './session/launching.ts'
import { Naming } from './session/naming.ts'
import { namedArguments } from './session/new-profile.ts'
import { Proving } from './session/proving.ts'
import { Touring } from './session/touring.ts'
import { keepWindowChoices } from './session/window-choices.ts'
import { memorySettings, type Settings } from './settings.ts'
import { allMachines } from './state/machines.ts'
import type { After } from './state.ts'
import { THEME_NAMES } from './theme.ts'

export interface SessionOptions extends Omit<SessionContext, 'core' | 'update' | 'pipeline' | 'settings'> {
  loadSettings: () => Promise<Settings>
  /** The environment forbids colour: what the settings say of the theme does not count. */
  fixedTheme: boolean
  loadPipeline: () => Promise<Pipeline>
  loadCore: () => Promise<Core>
  /** Makes the screens behind the first one ready; none where nothing is drawn. */
  loadScreens?: () => Promise<void>
  /** Takes the screen down. */
  exit: () => void
  /** Folder of unsaved changes. */
  drafts?: string
  /** Opened at once instead of the profile list. */
  profile?: string
}

export class Session {
  readonly context: SessionContext
  readonly editing: Editing
  readonly drafts: Drafts
  readonly naming: Naming
  readonly comparing: Comparing
  readonly finding: Finding
  readonly kernel: KernelMenus
  readonly kernelActing: KernelActing
  readonly building: Building
  readonly launching: Launching
  readonly proving: Proving
  readonly handoff: Handoff
  readonly touring: Touring
  readonly #options: SessionOptions
  #core: Core | undefined
  #pipeline: Pipeline | undefined
  #settings: Settings = memorySettings()
  #endChoices = () => {}
  #exitStatus: number | undefined

  constructor(options: SessionOptions) {
    this.#options = options
    const { store, input, stdout, runChild, graphics, askSixels } = options
    const ready = <Part>(part: Part | undefined): Part => {
      if (part === undefined) throw new Error('The configurator is used before it is ready')
      return part
    }
    const pipeline = () => ready(this.#pipeline)
    const settings = () => this.#settings
    this.context = {
      store,
      input,
      stdout,
      runChild,
      graphics,
      askSixels,
      get settings() {
        return settings()
      },
      get pipeline() {
        return pipeline()
      },
      core: () => ready(this.#core),
      update: (step) => store.setState(step, true),
    }
    this.editing = new Editing(this.context)
    this.naming = new Naming(this.context, this.editing)
    this.comparing = new Comparing(this.context)
    this.drafts = new Drafts(this.context, this.editing, options.drafts)
    this.kernel = new KernelMenus(this.context)
    this.kernelActing = new KernelActing(this.context, this.editing, this.kernel)
    this.finding = new Finding(
      this.context,
      this.editing,
      (reference) => this.openProfile(reference),
      (component, symbol) => void this.kernelActing.jump(component, symbol),
    )
    this.building = new Building(this.context, () => {
      void this.editing.replan()
      void this.editing.measure()
    })
    this.launching = new Launching(this.context)
    this.proving = new Proving(this.context)
    this.handoff = new Handoff(this.context)
    this.touring = new Touring(this.context, this.editing, this.finding)
  }

  /** The lower rooms' pure calls; screens that use them are reached only after begin(). */
  get core(): Core {
    return this.context.core()
  }

  /** Everything that may happen after the first frame. */
  async begin(): Promise<void> {
    const { loadCore, loadPipeline, loadSettings, loadScreens, fixedTheme } = this.#options
    ;[this.#core, this.#pipeline, this.#settings] = await Promise.all([
      loadCore(),
      loadPipeline(),
      loadSettings(),
      loadScreens?.(),
    ])
    const { theme } = this.#settings.get()
    if (theme !== undefined && !fixedTheme) this.context.store.setState({ theme })
    this.touring.offer()
    this.#endChoices = keepWindowChoices(this.context.store, this.#settings)
    await this.drafts.begin()
    const { profile } = this.#options
    if (profile !== undefined && (await this.editing.open(profile))) this.editing.openConfigure()
    else this.drafts.offer()
    await this.editing.listProfiles((listed) => this.naming.recentFiles(listed))
    // An output folder that cannot be read has nothing to show.
    await this.naming.lookForBuilds().catch(() => {})
  }

  /** Resolves when the plan is there, or why there is none. */
  plan(): Promise<void> {
    this.context.update((state) => ({ ...goTo(state, 'plan'), runWhenBuilt: undefined }))
    return this.editing.replan(false)
  }

  /** Installs what this computer lacks, and plans anew: what failed for want of a program need not fail any more. */
  async installTools(): Promise<void> {
    await this.handoff.installTools()
    this.context.update((state) => say(state, installedWords(this.core.missingTools())))
    void this.editing.replan(false)
  }

  build(): void {
    const project = this.context.store.getState().editor?.project
    if (project) this.building.start(project)
  }

  /** Shows what the last build of the open project left. */
  async showResult(): Promise<void> {
    const { pipeline, store, update } = this.context
    const project = store.getState().editor?.project ?? store.getState().build?.project
    if (!project) return
    const [record, proof] = await Promise.all([pipeline.lastBuild(project), pipeline.lastProof(project)])
    update((state) =>
      goTo(
        { ...state, result: { record, proof, out: project.out, named: namedArguments(project, state.profiles) } },
        'result',
      ),
    )
  }

  /** The menu, with the cursor on the row of a component where there is one. */
  toSettingOf(component: string | undefined): void {
    this.context.update((state) => {
      const there = goTo(state, 'configure')
      const known = component !== undefined && there.editor?.project.configuration.states.has(component)
      return !known ? there : { ...there, ...this.finding.jump(there, 'components', component) }
    })
  }

  /** One screen back; leaving the editor with changes asks first. */
  back(): void {
    const { store, update } = this.context
    const state = store.getState()
    const leaves = currentScreen(state) === 'configure' || currentScreen(goBack(state)) === 'profiles'
    if (leaves && hasChanges(state)) update((now) => ({ ...now, dialog: { type: 'leave', after: 'leave' } }))
    else update(goBack)
  }

  /** Goes where the person was going when changes stood in the way. */
  proceed(after: After): void {
    const { store, update } = this.context
    store.setState({ dialog: undefined })
    if (after === 'leave') update(goBack)
    else if (after === 'quit') this.quit()
    else if (after !== 'stay') this.openProfile(after.open)
  }

  /** Opens another profile in the menu; changes of the open one are asked about before it gives way. */
  openProfile(reference: string): void {
    this.context.store.setState({ dialog: undefined })
    void this.editing.open(reference).then((opened) => {
      if (opened) this.editing.openConfigure()
    })
  }

  /** Builds what the profile lacks and starts its machine as soon as that is done: for the first time, and for impatience. */
  async buildAndRun(): Promise<void> {
    const planned = this.plan()
    this.context.update((state) => ({
      ...say(state, { tone: 'info', text: 'Enter builds it; then its machine starts' }),
      runWhenBuilt: state.editor?.project.configuration.profile.name,
    }))
    await planned
    // Where nothing has to be built there is nothing to ask, either.
    const state = this.context.store.getState()
    const { plan, status } = state.plan
    const wanted = state.runWhenBuilt !== undefined && currentScreen(state) === 'plan' && status === 'ready'
    if (wanted && plan?.steps.every(({ action }) => action === 'reuse')) this.build()
  }

  /** `q`: asks where something would be lost or is running. */
  quit(): void {
    const { store, update } = this.context
    const state = store.getState()
    if (this.building.running)
      update((now) => say(now, { tone: 'warning', text: 'A build is running: Ctrl-C cancels it, Ctrl-C again quits' }))
    else if (this.proving.running)
      update((now) =>
        say(now, { tone: 'warning', text: 'A verification is running: Ctrl-C cancels it, Ctrl-C again quits' }),
      )
    else if (hasChanges(state)) update((now) => ({ ...now, dialog: { type: 'leave', after: 'quit' } }))
    else if (this.launching.running) update((now) => ({ ...now, dialog: { type: 'quit-machine' } }))
    else this.leave()
  }

  /** Ctrl-C: first cancels what runs, then quits. */
  interrupt(): void {
    if (this.building.cancel() || this.proving.cancel()) return
    if (this.building.running || this.proving.running) this.leave(130)
    else if (this.context.store.getState().dialog?.type === 'leave') this.leave(130)
    else this.quit()
  }

  nextTheme(): void {
    const { store, update, settings } = this.context
    const index = THEME_NAMES.indexOf(store.getState().theme)
    const theme = THEME_NAMES[(index + 1) % THEME_NAMES.length] ?? 'dark'
    settings.save({ theme })
    update((state) => say({ ...state, theme }, { tone: 'info', text: `Theme: ${theme}` }))
  }

  leave(exitStatus?: number): void {
    this.#exitStatus = exitStatus
    this.#options.exit()
  }

  /** 0, or 1 when the last build failed, or 130 when it was cancelled by leaving. */
  get exitStatus(): number {
    if (this.#exitStatus !== undefined) return this.#exitStatus
    return this.context.store.getState().build?.status === 'failed' ? 1 : 0
  }

  /** What stays on the terminal after the screen is gone. */
  summary(): string[] {
    const state = this.context.store.getState()
    const { build, result } = state
    const lines: string[] = []
    if (build) {
      const word = {
        running: 'was cancelled',
        cancelling: 'was cancelled',
        done: 'is built',
        failed: 'failed',
        cancelled: 'was cancelled',
      }[build.status]
      lines.push(`${build.profile}: ${build.status === 'done' ? word : `the build ${word}`}`)
      if (build.failure) lines.push(`  ${build.failure.message.text}`)
      const failedLog =
        build.failure?.diagnosis?.log ??
        (build.failure?.step === undefined ? undefined : build.logs[build.failure.step])
      const logs = failedLog === undefined ? cancelledLogs(build) : [failedLog]
      for (const log of logs) lines.push(`  log    ${log}`)
      if (build.status === 'done') {
        lines.push(`  files  ${build.project.out}`)
        lines.push(`  next   smart-os run ${shellQuoteAll(namedArguments(build.project, state.profiles))}`)
      }
    } else if (result?.record)
      lines.push(`${result.record.profile}: ${Object.keys(result.record.files).length} files in ${result.out}`)
    for (const { spec, startedAt } of allMachines(state))
      if (spec && startedAt !== undefined)
        lines.push(`  serial console log (${basename(spec.name)}): ${spec.serialLog}`)
    return lines
  }

  /** Ends everything that was started: no compiler and no machine outlives the configurator. */
  async dispose(): Promise<void> {
    this.editing.dispose()
    this.kernel.dispose()
    this.#endChoices()
    await this.drafts.dispose()
    await Promise.allSettled([this.building.dispose(), this.launching.dispose(), this.proving.dispose()])
  }
}
