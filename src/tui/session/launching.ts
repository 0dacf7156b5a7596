/** The machine behind the launch and console screens: prepared, started, typed into, watched, and never left behind. */
import { join } from 'node:path'
import { createConsoleKeys } from '../../machine/console.ts'
import type { Machine, MachineEvent } from '../../machine/types.ts'
import type { Vt } from '../../machine/vt.ts'
import type { LaunchOptions, Project } from '../../pipeline/types.ts'
import { goTo, say } from '../actions.ts'
import type { MachineState } from '../state.ts'
import { failureMessage, type SessionContext } from './context.ts'

const FRAME_MS = 33
/** Seconds that a guest gets to power off by itself. */
const POWER_OFF_SECONDS = 15

/** The machine room's own three commands, as keys of the table. */
const COMMAND_KEYS = { help: 'h', quit: 'x', leave: 'd' } as const

export class Launching {
  readonly #context: SessionContext
  #machine: Machine | undefined
  #screen: Vt | undefined
  #starting: AbortController | undefined
  #preparing = 0
  /** Runtime folder of a prepared machine that was not started: the machine room removes only those of started ones. */
  #unused: string | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(context: SessionContext) {
    this.#context = context
  }

  get running(): boolean {
    return this.#machine !== undefined || this.#starting !== undefined
  }

  get screen(): Vt | undefined {
    return this.#screen
  }

  #set(change: Partial<MachineState>): void {
    this.#context.update((state) => ({ ...state, machine: { ...state.machine, ...change } }))
  }

  /** Shows the launch screen for the project, with the command of the machine as it would start now. */
  open(): void {
    this.#context.update((state) => goTo(state, 'launch'))
    if (!this.running) void this.prepare(this.#context.store.getState().machine.options)
  }

  /** Asks for the exact command with other options; the newest request wins. */
  async prepare(options: LaunchOptions): Promise<void> {
    const { pipeline, update } = this.#context
    const project = currentProject(this.#context)
    if (!project || this.running) return
    const turn = ++this.#preparing
    update((state) => ({ ...state, machine: { ...withoutError(state.machine), options, status: 'preparing' } }))
    try {
      await this.#discard()
      const { spec, argv, accelerationReason } = await pipeline.prepareMachine(project, options)
      if (turn !== this.#preparing || this.running) return await removeRuntime(spec.runtimeDir)
      this.#unused = spec.runtimeDir
      this.#set({ status: 'ready', spec, argv, accelerationReason })
    } catch (error) {
      if (turn === this.#preparing) this.#set({ status: 'failed', error: failureMessage(error) })
    }
  }

  async #discard(): Promise<void> {
    const folder = this.#unused
    this.#unused = undefined
    if (folder !== undefined) await removeRuntime(folder)
  }

  /** Starts the machine (or goes to the one that runs) and shows its console. `columns` and `rows` are the pane's. */
  async start(columns: number, rows: number): Promise<void> {
    const { pipeline, update, store } = this.#context
    if (this.running) {
      update((state) => goTo(state, 'console'))
      return
    }
    // A machine that has ended took its runtime folder with it.
    if (this.#unused === undefined) await this.prepare(store.getState().machine.options)
    const { spec, status } = store.getState().machine
    if (!spec || status !== 'ready' || this.running) return
    this.#unused = undefined
    const starting = new AbortController()
    this.#starting = starting
    update((state) =>
      goTo(
        {
          ...state,
          machine: { ...withoutError(state.machine), status: 'starting', timeline: [], startedAt: Date.now() },
        },
        'console',
      ),
    )
    try {
      const { createVt } = await import('../../machine/vt.ts')
      this.#screen?.[Symbol.dispose]()
      const screen = await createVt({ columns, rows, onReply: (text) => this.type(Buffer.from(text)) })
      this.#screen = screen
      const machine = await pipeline.startMachine(spec, {
        signal: starting.signal,
        onEvent: (event) => this.#receive(event),
      })
      this.#machine = machine
      machine.console.on('data', (bytes: Uint8Array) => void screen.write(bytes).then(() => this.#changed()))
      machine.console.on('error', () => {})
      this.#set({ status: 'running' })
      void machine.exited.then(({ reason, exitCode }) => this.#ended(reason, exitCode))
    } catch (error) {
      this.#set({ status: 'failed', error: failureMessage(error) })
    } finally {
      this.#starting = undefined
    }
  }

  #receive(event: MachineEvent): void {
    if (event.type !== 'machine:milestone') return
    const { timeline } = this.#context.store.getState().machine
    this.#set({ timeline: [...timeline, event.entry] })
  }

  #changed(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#set({ screenVersion: this.#context.store.getState().machine.screenVersion + 1 })
    }, FRAME_MS)
  }

  #ended(reason: string, exitCode: number | undefined): void {
    this.#machine = undefined
    this.#set({ status: 'ended' })
    const text =
      reason === 'powered-off'
        ? 'The machine has powered off'
        : reason === 'killed'
          ? 'The machine was switched off'
          : `QEMU ended with status ${exitCode ?? '?'}`
    this.#context.update((state) => say(state, { tone: reason === 'failed' ? 'bad' : 'info', text }))
  }

  /** Bytes for the guest's console. */
  type(bytes: Uint8Array): void {
    if (this.#machine?.console.writable) this.#machine.console.write(bytes)
  }

  /** Takes the keyboard for the guest; Ctrl-A is the prefix of our own commands. Returns the release. */
  takeKeyboard(onCommand: (key: string) => void): () => void {
    const keys = createConsoleKeys()
    const { update, input } = this.#context
    const release = input.capture((bytes) => {
      const actions = keys.feed(bytes)
      update((state) => (state.consolePrefix === keys.armed ? state : { ...state, consolePrefix: keys.armed }))
      for (const action of actions)
        if (action.type === 'send') this.type(action.bytes)
        else onCommand(action.type === 'unknown' ? action.key : COMMAND_KEYS[action.command])
    })
    return () => {
      release()
      update((state) => ({ ...state, consolePrefix: false }))
    }
  }

  resize(columns: number, rows: number): void {
    this.#screen?.resize(columns, rows)
    this.#changed()
  }

  async togglePause(): Promise<void> {
    const paused = this.#context.store.getState().machine.status === 'paused'
    await this.#act(paused ? 'The machine goes on' : 'The machine is paused', async (machine) => {
      await (paused ? machine.resume() : machine.pause())
      this.#set({ status: paused ? 'running' : 'paused' })
    })
  }

  async reset(): Promise<void> {
    await this.#act('The machine was reset', async (machine) => {
      await machine.reset()
      this.#set({ timeline: [], startedAt: Date.now() })
    })
  }

  async powerOff(): Promise<void> {
    this.#starting?.abort()
    await this.#act('Powering off', (machine) => machine.powerOff(POWER_OFF_SECONDS))
  }

  /** Off at once: for a guest that does not listen. */
  async forceOff(): Promise<void> {
    this.#starting?.abort()
    await this.#act('The plug is pulled', async (machine) => void (await machine.qmp('quit')))
  }

  async pressCtrlAltDel(): Promise<void> {
    const keys = ['ctrl', 'alt', 'delete'].map((data) => ({ type: 'qcode', data }))
    await this.#act('Ctrl-Alt-Del was pressed', async (machine) => void (await machine.qmp('send-key', { keys })))
  }

  async screenshot(): Promise<void> {
    const project = currentProject(this.#context)
    if (!project) return
    const file = join(project.out, `screen-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.png`)
    await this.#act(`Saved ${file}`, (machine) => machine.screenshot(file))
  }

  async #act(text: string, action: (machine: Machine) => Promise<void>): Promise<void> {
    const machine = this.#machine
    if (!machine) return
    try {
      await action(machine)
      if (this.#machine) this.#context.update((state) => say(state, { tone: 'info', text }))
    } catch (error) {
      this.#context.update((state) => say(state, failureMessage(error)))
    }
  }

  async dispose(): Promise<void> {
    this.#starting?.abort()
    clearTimeout(this.#timer)
    const machine = this.#machine
    this.#machine = undefined
    if (machine) await machine[Symbol.asyncDispose]()
    await this.#discard()
    this.#screen?.[Symbol.dispose]()
  }
}

function withoutError({ error, ...machine }: MachineState): MachineState {
  void error
  return machine
}

async function removeRuntime(folder: string): Promise<void> {
  const { removeRuntimeDir } = await import('../../machine/runtime.ts')
  await removeRuntimeDir(folder).catch(() => undefined)
}

function currentProject({ store }: SessionContext): Project | undefined {
  const { editor, build } = store.getState()
  return editor?.project ?? build?.project
}
