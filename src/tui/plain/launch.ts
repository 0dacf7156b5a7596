/** The machine by questions: its settings for this start, then its serial console on this very terminal. */
import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { attachConsole } from '../../machine/attach.ts'
import type { Machine } from '../../machine/types.ts'
import { shellQuoteAll } from '../../system/shell-words.ts'
import { say } from '../actions.ts'
import { factRows, stateRows } from '../screens/launch.tsx'
import { launchSettings } from '../screens/launch-settings.ts'
import { failureMessage } from '../session/context.ts'
import { type Choice, COLUMNS } from './asker.ts'
import { currentProject, everywhere, type Plain, until } from './context.ts'
import type { LineInput } from './lines.ts'
import { prove } from './prove.ts'

/** A guest that has said nothing for so long has done what a pipe told it. */
const QUIET_MS = 2000
/** The slowest boot that a pipe waits for. */
const BOOT_SECONDS = 600

export async function askLaunch(plain: Plain): Promise<void> {
  const { session, store, asker } = plain
  await until(plain, ({ machine }) => machine.status !== 'preparing')
  const { machine, runWhenBuilt } = store.getState()
  const profile = currentProject(plain)?.configuration.profile
  if (!profile) return session.back()
  if (runWhenBuilt === profile.name) {
    store.setState({ runWhenBuilt: undefined })
    if (machine.spec) return await start(plain)
  }
  asker.say()
  asker.rows(
    [...stateRows(machine, COLUMNS), ...factRows(machine, COLUMNS)].map((row) =>
      row.map(([text]) => [text.replace('; Enter starts it again', '')]),
    ),
  )
  const settings = launchSettings(profile, machine, [])
  const choices: Choice<() => void | Promise<void>>[] = [
    ...(machine.spec
      ? [{ text: 'Start it, with its serial console here', word: 'start', value: () => start(plain) }]
      : []),
    ...settings.flatMap(({ title, text, next }) =>
      next && Object.keys(next(1)).length > 0
        ? {
            text: `${title}: ${text}. Next value`,
            word: title.toLowerCase(),
            value: () => session.launching.prepare({ ...store.getState().machine.options, ...next(1) }),
          }
        : [],
    ),
    ...(machine.argv
      ? [
          {
            text: 'The exact QEMU command',
            word: 'command',
            value: () => asker.say(shellQuoteAll(machine.argv ?? [])),
          },
        ]
      : []),
    { text: 'Run all checks in machines of their own', word: 'verify', value: () => prove(plain) },
    { text: 'Back', value: () => session.back(), back: true },
  ]
  const act = await asker.choose(`The machine ${profile.name}. What now?`, choices, { other: everywhere(plain) })
  await act?.()
}

/** Boots it and joins its console until it ends or is left by Ctrl-A x; then it is powered off. */
async function start(plain: Plain): Promise<void> {
  const { session, store, asker, stdout, signal } = plain
  const { pipeline, update } = session.context
  // A machine that has ended took its folder with it.
  if (store.getState().machine.status !== 'ready') await session.launching.prepare(store.getState().machine.options)
  const { spec, status } = store.getState().machine
  if (!spec || status !== 'ready') return
  const project = currentProject(plain)
  if (!project) return
  try {
    // Commands of another terminal find it, and keep their hands off its disks.
    await pipeline.announceMachine(project, spec)
    await using machine = await pipeline.startMachine(spec, { signal })
    update((state) => ({ ...state, machine: { ...state.machine, status: 'running', startedAt: Date.now() } }))
    asker.say()
    asker.tell(`${spec.name} starts. Every key goes to it now; Ctrl-A x powers it off, Ctrl-A h lists the keys.`)
    await join(machine, asker.input, stdout, signal)
    asker.say()
    await machine.powerOff()
    const { reason } = await machine.exited
    update((state) =>
      say(
        state,
        reason === 'failed'
          ? { tone: 'bad', text: 'QEMU failed' }
          : { tone: 'info', text: 'The machine has powered off' },
      ),
    )
  } catch (error) {
    update((state) => say(state, failureMessage(error)))
  } finally {
    update((state) => ({ ...state, machine: { ...state.machine, status: 'ended' } }))
  }
}

/** Relays until the person leaves, the machine ends, or a pipe has ended and the guest has gone quiet. */
async function join(
  machine: Machine,
  input: LineInput,
  stdout: NodeJS.WritableStream,
  signal: AbortSignal,
): Promise<void> {
  const keys = Object.assign(new PassThrough(), {
    setRawMode: (mode: boolean) => input.setRawMode(mode),
  })
  // What a pipe says before there is a shell is lost in the guest.
  if (!input.terminal)
    await Promise.race([machine.reached('login', BOOT_SECONDS).catch(() => {}), machine.exited, once(signal, 'abort')])
  const release = input.capture((bytes) => keys.write(bytes))
  const leave = new AbortController()
  const stop = () => leave.abort()
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  void input.end().then(async () => {
    await quiet(machine, leave.signal)
    stop()
  })
  try {
    await attachConsole(machine, keys, stdout, { signal: leave.signal })
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
