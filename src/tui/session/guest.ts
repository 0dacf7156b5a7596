/** One machine of the session: prepared, started, typed into, watched, and never left behind. */
import type { Machine, MachineEvent, MachineSpec } from '../../machine/types.ts'
import type { Vt } from '../../machine/vt.ts'
import type { LaunchOptions, Project } from '../../pipeline/types.ts'
import { goTo, say } from '../actions.ts'
import { freeInstance, machineOf, othersForwards, withMachine } from '../state/machines.ts'
import type { MachineState } from '../state.ts'
import { failureMessage, type SessionContext } from './context.ts'
import { watchUsage } from './watch-usage.ts'

const FRAME_MS = 33
/** Of a machine that does not run nothing is known. */
const UNSEEN = { usage: undefined, guestMemory: undefined }

interface Size {
  columns: number
  rows: number
}

interface Ready {
  spec: MachineSpec
  /** What there is to say of it, once its console is shown. */
  text?: string
}

export class Guest {
  readonly number: number
  readonly #context: SessionContext
  #machine: Machine | undefined
  /** What it was started for. */
  #project: Project | undefined
  #screen: Vt | undefined
  #starting: AbortController | undefined
  /** Asked to start: from the first moment, though its disks may have to be put into place before. */
  #claimed = false
  #disposed = false
  #preparing = 0
  /** Runtime folder of a prepared machine that was not started: the machine room removes only those of started ones. */
  #unused: string | undefined
  #timer: NodeJS.Timeout | undefined
  #endWatch = () => {}

  constructor(context: SessionContext, number: number) {
    this.#context = context
    this.number = number
  }

  get running(): boolean {
    return this.#machine !== undefined || this.#starting !== undefined || this.#claimed
  }

  get machine(): Machine | undefined {
    return this.#machine
  }

  get screen(): Vt | undefined {
    return this.#screen
  }

  get project(): Project | undefined {
    return this.#project
  }

  get state(): MachineState | undefined {
    return machineOf(this.#context.store.getState(), this.number)
  }

  #set(change: Partial<MachineState>): void {
    this.#context.update((state) => withMachine(state, this.number, change))
  }

  /** Asks for the exact command with other options; the newest request wins. */
  async prepare(project: Project, options: LaunchOptions): Promise<void> {
    if (!this.running) await this.#prepare(project, options)
  }

  async #prepare(project: Project, options: LaunchOptions): Promise<void> {
    const { pipeline, store } = this.#context
    const turn = ++this.#preparing
    this.#set({ options, restore: undefined, error: undefined, notes: [], status: 'preparing' })
    try {
      await this.#discard()
      const instance = freeInstance(store.getState(), this.number, project.configuration.profile.name)
      const promised = othersForwards(store.getState(), this.number)
      const {
        spec,
        argv,
        accelerationReason,
        notes = [],
      } = await pipeline.prepareMachine(project, {
        ...options,
        ...(instance > 1 ? { instance } : {}),
        ...(promised.length > 0 ? { promised } : {}),
      })
      if (turn !== this.#preparing || this.#disposed || this.#machine) return await removeRuntime(spec.runtimeDir)
      this.#unused = spec.runtimeDir
      this.#project = project
      this.#set({ status: 'ready', instance, spec, argv, accelerationReason, notes })
    } catch (error) {
      if (turn === this.#preparing) this.#set({ status: 'failed', error: failureMessage(error) })
    }
  }

  /** A saved machine puts its disks back when it is prepared: that is not done before it really starts. */
  async #prepareSaved(project: Project, name: string): Promise<Ready | undefined> {
    // A preparation that is still under way must not take this one's place when it ends.
    this.#preparing++
    this.#set({ status: 'preparing', error: undefined, notes: [] })
    try {
      await this.#discard()
      const { spec, argv, accelerationReason, notes = [] } = await this.#context.pipeline.prepareSaved(project, name)
      this.#unused = spec.runtimeDir
      this.#set({ spec, argv, accelerationReason, notes })
      const text = `${name} goes on where it stood; a key may be needed before it shows anything`
      return { spec, text }
    } catch (error) {
      this.#set({ status: 'failed', error: failureMessage(error) })
      return undefined
    }
  }

  async #discard(): Promise<void> {
    const folder = this.#unused
    this.#unused = undefined
    if (folder !== undefined) await removeRuntime(folder)
  }

  /** Starts it and shows its console, in a screen of the pane's size; without one nothing is read of what it prints. */
  async start(project: Project, pane?: Size): Promise<void> {
    if (this.running || this.#disposed) return
    this.#claimed = true
    try {
      const ready = await this.#take(project)
      if (ready && this.#disposed) await removeRuntime(ready.spec.runtimeDir)
      else if (ready) await this.#boot(project, ready, pane)
    } finally {
      this.#claimed = false
    }
  }

  async #boot(project: Project, { spec, text }: Ready, pane: Size | undefined): Promise<void> {
    const { pipeline, update } = this.#context
    const starting = new AbortController()
    this.#starting = starting
    this.#set({ status: 'starting', timeline: [], startedAt: Date.now(), error: undefined, ...UNSEEN })
    // The way out of the console leads to the machine's screen, wherever the machine was started from.
    update((state) =>
      say(goTo(goTo(state, 'launch'), 'console'), text === undefined ? undefined : { tone: 'info', text }),
    )
    try {
      const screen = pane && (await this.#newScreen(pane))
      // `smart-os snapshot` of another terminal finds it there.
      await pipeline.announceMachine(project, spec)
      const machine = await pipeline.startMachine(spec, {
        signal: starting.signal,
        onEvent: (event) => this.#receive(event),
      })
      if (this.#disposed) return await machine[Symbol.asyncDispose]()
      this.#machine = machine
      if (screen)
        machine.console.on('data', (bytes: Uint8Array) => void screen.write(bytes).then(() => this.#changed()))
      machine.console.on('error', () => {})
      this.#set({ status: 'running' })
      this.#endWatch = watchUsage(machine, (seen) => this.#set(seen))
      void machine.exited.then(({ reason, exitCode }) => this.#ended(reason, exitCode))
    } catch (error) {
      this.#set({ status: 'failed', error: failureMessage(error) })
    } finally {
      this.#starting = undefined
    }
  }

  async #newScreen(pane: Size): Promise<Vt> {
    const { createVt } = await import('../../machine/vt.ts')
    this.#screen?.[Symbol.dispose]()
    this.#screen = await createVt({ ...pane, onReply: (text) => this.type(Buffer.from(text)) })
    return this.#screen
  }

  /**
   * What it starts with, made anew where it has to be; taken, its folder is the caller's. Ports are settled only now: what was free
   * when it was prepared need not be any more. Undefined where it cannot be started; the state says why.
   */
  async #take(project: Project): Promise<Ready | undefined> {
    const ready = await this.#readySpec(project)
    if (!ready) return undefined
    const { pipeline, store } = this.#context
    try {
      const { spec, argv, moved } = await pipeline.settlePorts(
        ready.spec,
        othersForwards(store.getState(), this.number),
      )
      const notes = [...(this.state?.notes ?? []), ...moved]
      this.#unused = undefined
      this.#project = project
      this.#set({ spec, argv, notes })
      const text = [...notes, ...(ready.text === undefined ? [] : [ready.text])].join('; ')
      return { spec, ...(text === '' ? {} : { text }) }
    } catch (error) {
      this.#set({ status: 'failed', error: failureMessage(error) })
      return undefined
    }
  }

  async #readySpec(project: Project): Promise<Ready | undefined> {
    const restore = this.state?.restore
    if (restore !== undefined) return this.#prepareSaved(project, restore)
    // A machine that has ended took its runtime folder with it; one that was prepared for another profile is not this one.
    if (this.#unused === undefined || this.#project !== project) await this.#prepare(project, this.state?.options ?? {})
    const spec = this.state?.status === 'ready' ? this.state.spec : undefined
    return spec && { spec }
  }

  #receive(event: MachineEvent): void {
    if (event.type === 'machine:milestone') this.#set({ timeline: [...(this.state?.timeline ?? []), event.entry] })
  }

  #changed(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#set({ screenVersion: (this.state?.screenVersion ?? 0) + 1 })
    }, FRAME_MS)
  }

  #ended(reason: string, exitCode: number | undefined): void {
    if (!this.#machine) return
    this.#machine = undefined
    this.#endWatch()
    // Started again it boots: its disks must not go back to what was saved a second time.
    this.#set({ status: 'ended', ...UNSEEN, restore: undefined })
    const which = this.number > 1 ? `Machine ${this.number}` : 'The machine'
    const text =
      reason === 'powered-off'
        ? `${which} has powered off`
        : reason === 'killed'
          ? `${which} was switched off`
          : `QEMU ended with status ${exitCode ?? '?'}`
    this.#context.update((state) => say(state, { tone: reason === 'failed' ? 'bad' : 'info', text }))
  }

  /** Bytes for the guest's console. */
  type(bytes: Uint8Array): void {
    if (this.#machine?.console.writable) this.#machine.console.write(bytes)
  }

  resize(columns: number, rows: number): void {
    this.#screen?.resize(columns, rows)
    this.#changed()
  }

  /** A start that has not come to its end is given up. */
  abortStart(): void {
    this.#starting?.abort()
  }

  /** Goes on from a saved machine at the next start, or (undefined) boots. */
  restoreFrom(restore: string | undefined): void {
    // What is being prepared goes on from what was chosen then.
    if (this.running) return
    this.#set({ restore, error: undefined, status: this.state?.spec ? 'ready' : 'none' })
  }

  /** Restarts the clock of the boot. */
  restarted(): void {
    this.#set({ timeline: [], startedAt: Date.now() })
  }

  setPaused(paused: boolean): void {
    this.#set({ status: paused ? 'paused' : 'running' })
  }

  /** Does something with the running machine and says so; what goes wrong is said, too. */
  async act(text: string | ((machine: Machine) => string), action: (machine: Machine) => Promise<void>): Promise<void> {
    const machine = this.#machine
    if (!machine) return
    try {
      await action(machine)
      const words = typeof text === 'string' ? text : text(machine)
      if (this.#machine && words) this.#context.update((state) => say(state, { tone: 'info', text: words }))
    } catch (error) {
      this.#context.update((state) => say(state, failureMessage(error)))
    }
  }

  async dispose(): Promise<void> {
    this.#disposed = true
    this.#starting?.abort()
    clearTimeout(this.#timer)
    this.#endWatch()
    const machine = this.#machine
    this.#machine = undefined
    if (machine) await machine[Symbol.asyncDispose]()
    await this.#discard()
    this.#screen?.[Symbol.dispose]()
  }
}

async function removeRuntime(folder: string): Promise<void> {
  const { removeRuntimeDir } = await import('../../machine/runtime.ts')
  await removeRuntimeDir(folder).catch(() => undefined)
}
