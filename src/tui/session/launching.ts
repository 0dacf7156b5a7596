/** The machines behind the launch and console screens: which one is shown, what keys do with it, and none left behind. */
import { join } from 'node:path'
import { type ConsoleAction, createConsoleKeys, FLUSH_MS } from '../../machine/console.ts'
import type { Machine } from '../../machine/types.ts'
import type { Vt } from '../../machine/vt.ts'
import type { LaunchOptions, Project } from '../../pipeline/types.ts'
import { goTo, say } from '../actions.ts'
import { addMachine, dropMachine, machineAlive, nextMachine } from '../state/machines.ts'
import type { MachineState } from '../state.ts'
import type { SessionContext } from './context.ts'
import { Guest } from './guest.ts'
import { Saving } from './saving.ts'

/** Seconds that a guest gets to power off by itself. */
const POWER_OFF_SECONDS = 15

/** Machines on the list. */
const MOST = 9

/** Before there is a screen nothing was asked of it. */
const PLAIN = { applicationCursor: false, bracketedPaste: false }

/** The machine room's own three commands, as keys of the table. */
const COMMAND_KEYS = { help: 'h', quit: 'x', leave: 'd' } as const

export class Launching {
  readonly #context: SessionContext
  readonly #guests = new Map<number, Guest>()
  readonly #saving: Saving

  constructor(context: SessionContext) {
    this.#context = context
    this.#saving = new Saving(context)
  }

  /** Any of them. */
  get running(): boolean {
    return [...this.#guests.values()].some((guest) => guest.running)
  }

  /** The machine that is shown. */
  get #current(): Guest {
    return this.#guestOf(this.#context.store.getState().machine.number)
  }

  #guestOf(number: number): Guest {
    const known = this.#guests.get(number)
    if (known) return known
    const guest = new Guest(this.#context, number)
    this.#guests.set(number, guest)
    return guest
  }

  /** The terminal of a machine that was started. */
  screenOf(number: number): Vt | undefined {
    return this.#guests.get(number)?.screen
  }

  /** Shows the launch screen for the project, with the command of the machine as it would start now. */
  open(): void {
    this.#context.update((state) => goTo(state, 'launch'))
    if (!this.#current.running) void this.prepare(this.#context.store.getState().machine.options)
  }

  /** Asks for the exact command with other options; the newest request wins. */
  async prepare(options: LaunchOptions): Promise<void> {
    const project = currentProject(this.#context)
    if (!project) return
    await Promise.all([this.#current.prepare(project, options), this.#saving.list(project)])
  }

  /** Starts the machine (or goes to the one that runs) and shows its console. `columns` and `rows` are the pane's. */
  async start(columns: number, rows: number): Promise<void> {
    const guest = this.#current
    const project = currentProject(this.#context)
    if (guest.machine) this.#context.update((state) => goTo(state, 'console'))
    else if (project) await guest.start(project, { columns, rows })
  }

  /** Starts it without a screen of ours, for a face that gives it the person's terminal. Undefined where it did not start; the state says why. */
  async startBare(): Promise<Machine | undefined> {
    const guest = this.#current
    const project = currentProject(this.#context)
    if (project) await guest.start(project)
    return guest.machine
  }

  /** The handle of the machine that is shown, while it runs. */
  get machine(): Machine | undefined {
    return this.#current.machine
  }

  /** Starts a machine of what was just built; beside one that runs another profile, never in its place. */
  async startBuilt(columns: number, rows: number): Promise<void> {
    const { store, update } = this.#context
    const name = currentProject(this.#context)?.configuration.profile.name
    const { running, project } = this.#current
    if (running && project?.configuration.profile.name !== name) update(addMachine)
    const before = running && project?.configuration.profile.name === name
    await this.prepare(store.getState().machine.options)
    await this.start(columns, rows)
    const text = 'This machine runs what was built before: power it off, and it starts with what is new'
    if (before) update((state) => say(state, { tone: 'warning', text }))
  }

  /** The next start goes on from a saved machine, or boots. */
  async restoreFrom(name: string | undefined): Promise<void> {
    if (name === undefined) await this.prepare(this.#context.store.getState().machine.options)
    else this.#current.restoreFrom(name)
  }

  /** One more machine of the open project, with a folder and ports of its own. */
  another(): void {
    const { store, update } = this.#context
    if (store.getState().beside.length + 1 >= MOST) {
      update((state) => say(state, { tone: 'warning', text: `${MOST} machines at once are enough` }))
      return
    }
    update((state) => goTo(addMachine(state), 'launch'))
    void this.prepare({})
  }

  /** Shows the next machine, on the same screen. */
  next(): void {
    const { store, update } = this.#context
    if (store.getState().beside.length === 0)
      update((state) => say(state, { tone: 'info', text: 'There is one machine; + on its screen adds another' }))
    else update(nextMachine)
  }

  /** Takes a machine that does not run off the list. */
  async drop(): Promise<void> {
    const guest = this.#current
    const { store, update } = this.#context
    if (guest.running || store.getState().beside.length === 0) return
    update(dropMachine)
    this.#guests.delete(guest.number)
    await guest.dispose()
  }

  /** Bytes for the guest's console. */
  type(bytes: Uint8Array): void {
    this.#current.type(bytes)
  }

  /** Takes the keyboard for the guest; Ctrl-A is the prefix of our own commands. Returns the release. */
  takeKeyboard(onCommand: (key: string) => void): () => void {
    const keys = createConsoleKeys(() => this.#current.screen?.modes ?? PLAIN)
    const { update, input } = this.#context
    const perform = (actions: readonly ConsoleAction[]) => {
      update((state) => (state.consolePrefix === keys.armed ? state : { ...state, consolePrefix: keys.armed }))
      for (const action of actions)
        if (action.type === 'send') this.type(action.bytes)
        else onCommand(action.type === 'unknown' ? action.key : COMMAND_KEYS[action.command])
    }
    let flushing: NodeJS.Timeout | undefined
    const release = input.capture((bytes) => {
      clearTimeout(flushing)
      perform(keys.feed(bytes))
      if (keys.waiting) flushing = setTimeout(() => perform(keys.flush()), FLUSH_MS)
    })
    return () => {
      clearTimeout(flushing)
      release()
      update((state) => ({ ...state, consolePrefix: false }))
    }
  }

  resize(number: number, columns: number, rows: number): void {
    this.#guestOf(number).resize(columns, rows)
  }

  /** Types what tells the guest's shell how big this pane is: a serial line cannot. */
  tellSize(columns: number, rows: number): void {
    this.type(Buffer.from(`stty rows ${rows} cols ${columns}\r`))
  }

  async togglePause(): Promise<void> {
    const guest = this.#current
    const paused = guest.state?.status === 'paused'
    await guest.act(paused ? 'The machine goes on' : 'The machine is paused', async (machine) => {
      await (paused ? machine.resume() : machine.pause())
      guest.setPaused(!paused)
    })
  }

  async reset(): Promise<void> {
    const guest = this.#current
    await guest.act('The machine was reset', async (machine) => {
      await machine.reset()
      guest.restarted()
    })
  }

  async powerOff(): Promise<void> {
    const guest = this.#current
    guest.abortStart()
    const seconds = POWER_OFF_SECONDS
    // Said before: a system takes its time, and nothing else on the screen moves meanwhile.
    const words = `The machine is powering off; after ${seconds} s its plug is pulled`
    if (guest.running) this.#context.update((state) => say(state, { tone: 'info', text: words }))
    await guest.act('', (machine) => machine.powerOff(seconds))
  }

  /** Off at once: for a guest that does not listen. */
  async forceOff(): Promise<void> {
    const guest = this.#current
    guest.abortStart()
    await guest.act('The plug is pulled', async (machine) => void (await machine.qmp('quit')))
  }

  async pressCtrlAltDel(): Promise<void> {
    const keys = ['ctrl', 'alt', 'delete'].map((data) => ({ type: 'qcode', data }))
    await this.#current.act(
      'Ctrl-Alt-Del was pressed',
      async (machine) => void (await machine.qmp('send-key', { keys })),
    )
  }

  /** Saves the screen as PNG and shows it. */
  async screenshot(): Promise<void> {
    const guest = this.#current
    if (!guest.project) return
    const time = new Date().toISOString().slice(0, 19).replaceAll(':', '')
    const file = join(guest.project.out, `screen-${time}.png`)
    await guest.act('', async (machine) => {
      const picture = await machine.screenshot(file)
      this.#context.update((state) => ({ ...state, dialog: { type: 'picture', file, picture } }))
    })
  }

  /** Saves memory, devices and disks of the running machine; it stands still meanwhile. A second time gives up. */
  async save(): Promise<void> {
    await this.#saving.save(this.#current)
  }

  /** Deletes a saved machine; one that was to be started from boots instead. */
  async deleteSaved(name: string): Promise<void> {
    const project = currentProject(this.#context)
    if (!project || !(await this.#saving.remove(project, name))) return
    const { machine, beside } = this.#context.store.getState()
    // One that runs has read it already, and needs it no more.
    const waiting = (one: MachineState) => one.restore === name && !machineAlive(one)
    for (const { number } of beside.filter(waiting)) this.#guestOf(number).restoreFrom(undefined)
    if (waiting(machine)) await this.restoreFrom(undefined)
  }

  /** Ends every machine; those that were only prepared leave nothing behind. */
  async dispose(): Promise<void> {
    this.#saving.stop()
    await Promise.allSettled([...this.#guests.values()].map((guest) => guest.dispose()))
  }
}

function currentProject({ store }: SessionContext): Project | undefined {
  const { editor, build } = store.getState()
  return editor?.project ?? build?.project
}
