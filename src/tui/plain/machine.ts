/** The running machine by questions: its serial console on this very terminal, and outside of that what can be done with it. */
import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { attachConsole, type ConsoleEnd } from '../../machine/attach.ts'
import type { Machine } from '../../machine/types.ts'
import { currentScreen } from '../actions.ts'
import { factRows, stateRows } from '../screens/launch.tsx'
import { machineAlive } from '../state/machines.ts'
import { type Choice, COLUMNS } from './asker.ts'
import { announce, everywhere, type Plain, until } from './context.ts'
import { prove } from './prove.ts'

/** A guest that has said nothing for so long has done what a pipe told it. */
const QUIET_MS = 2000
/** The slowest boot that a pipe waits for. */
const BOOT_SECONDS = 600

const KEYS =
  'Every key goes to it now; Ctrl-A x powers it off, Ctrl-A d leaves its console while it runs on, Ctrl-A h lists the keys.'

/** Starts the machine (booting it, or where a saved one stood) and joins its console. */
export async function start(plain: Plain): Promise<void> {
  const { session, store, asker } = plain
  const { restore } = store.getState().machine
  const machine = await session.launching.startBare()
  const { error } = store.getState().machine
  if (!machine) {
    if (error) store.setState({ message: error })
    announce(plain)
    // What cannot go on can still be booted.
    if (restore !== undefined) await session.launching.restoreFrom(undefined)
    return
  }
  announce(plain)
  asker.say()
  asker.tell(`${machine.spec.name} ${restore === undefined ? 'starts' : `goes on from ${restore}`}. ${KEYS}`)
  // What a pipe says before there is a shell is lost in the guest. The console is joined all the same: the guest's question for
  // its window's size comes before the shell, and must be answered then or not at all.
  const shell =
    asker.input.terminal || restore !== undefined
      ? Promise.resolve()
      : Promise.race([
          machine.reached('login', BOOT_SECONDS).catch(() => {}),
          machine.exited,
          once(plain.signal, 'abort'),
        ])
  await joinConsole(plain, machine, shell)
}

/** Joins the console until the person leaves it or the machine ends. Ctrl-A x, and the end of the input, power it off. */
async function joinConsole(plain: Plain, machine: Machine, ready: Promise<unknown> = Promise.resolve()): Promise<void> {
  const { session, asker } = plain
  const end = await join(machine, plain, ready)
  asker.say()
  if (end === 'leave') return
  if (end !== 'exited') await session.launching.powerOff()
  await until(plain, (state) => !machineAlive(state.machine))
}

/** What can be done with the machine that runs; once it is off, the screen before. */
export async function askMachine(plain: Plain): Promise<void> {
  const { session, store, asker } = plain
  await until(plain, ({ machine }) => machine.status !== 'starting')
  const { machine, beside } = store.getState()
  const { launching } = session
  const live = launching.machine
  if (!live || !machineAlive(machine)) return session.back()
  asker.say()
  asker.rows([...stateRows(machine, COLUMNS), ...factRows(machine, COLUMNS)])
  const paused = machine.status === 'paused'
  const choices: Choice<() => void | Promise<void>>[] = [
    {
      text: 'Its console; Enter there makes it show its prompt',
      word: 'console',
      value: () => {
        asker.tell(KEYS)
        return joinConsole(plain, live)
      },
    },
    { text: 'Save it, to go on from it later', word: 'save', value: () => launching.save() },
    { text: paused ? 'Let it go on' : 'Pause it', word: 'pause', value: () => launching.togglePause() },
    { text: 'Reset it', word: 'reset', value: () => launching.reset() },
    { text: 'Save its screen as a PNG file', word: 'screenshot', value: () => launching.screenshot() },
    { text: 'Run all checks in machines of their own', word: 'verify', value: () => prove(plain) },
    { text: 'Another machine beside it', word: 'another', value: () => launching.another() },
    ...(beside.length > 0 ? [{ text: 'The next machine', word: 'next', value: () => launching.next() }] : []),
    { text: 'Power it off', word: 'off', value: () => launching.powerOff() },
    { text: 'Pull the plug: off at once', word: 'force', value: () => launching.forceOff() },
    {
      text: 'Back; it runs on',
      back: true,
      value: () => {
        // Its settings cannot be changed while it runs: there is nothing to be asked in between.
        if (currentScreen(store.getState()) === 'console') session.back()
        session.back()
      },
    },
  ]
  const number = beside.length > 0 ? `, number ${machine.number} of ${beside.length + 1}` : ''
  const question = `The machine ${live.spec.name}${number} ${paused ? 'is paused' : 'runs'}. What now?`
  const act = await asker.choose(question, choices, { other: everywhere(plain) })
  await act?.()
}

/** Relays until the person leaves, the machine ends, or a pipe has ended and the guest has gone quiet. */
async function join(machine: Machine, { asker, stdout, signal }: Plain, ready: Promise<unknown>): Promise<ConsoleEnd> {
  const { input } = asker
  const keys = Object.assign(new PassThrough(), {
    // A person's terminal answers the guest's question for its size itself.
    isTTY: input.terminal && process.env.TERM !== 'dumb',
    setRawMode: (mode: boolean) => input.setRawMode(mode),
  })
  const leave = new AbortController()
  const stop = () => leave.abort()
  // Keys wait until there is somebody in the guest who reads them.
  let release = () => {}
  void ready.then(() => {
    if (!leave.signal.aborted) release = input.capture((bytes) => keys.write(bytes))
  })
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  void input.end().then(async () => {
    await ready
    await quiet(machine, leave.signal)
    stop()
  })
  try {
    return await attachConsole(machine, keys, stdout, { signal: leave.signal })
  } finally {
    leave.abort()
    signal.removeEventListener('abort', stop)
    release()
  }
}

async function quiet(machine: Pick<Machine, 'console'>, signal: AbortSignal): Promise<void> {
  let last = Date.now()
  const heard = () => {
    last = Date.now()
  }
  machine.console.on('data', heard)
  while (!signal.aborted && Date.now() - last < QUIET_MS) await sleep(QUIET_MS / 10)
  machine.console.off('data', heard)
}
