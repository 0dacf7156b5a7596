/**
 * A running QEMU: started paused, its serial line and control socket connected, then let go. It ends by the guest's own
 * power-off, by ours, by disposal, by cancellation, and at the latest with this process.
 */
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { CancelledError, SmartError } from '../system/error.ts'
import { connectUnix } from './connect.ts'
import { createConsoleStream } from './console-stream.ts'
import { joinLinks } from './links.ts'
import { qemuArgv, qmpSocket, serialSocket } from './qemu-argv.ts'
import { explainQemuFailure } from './qemu-failure.ts'
import { connectQmp, type QmpEvent } from './qmp.ts'
import { removeRuntimeDir } from './runtime.ts'
import { writeScreenshot } from './screenshot.ts'
import { type Child, spawnBound } from './spawn.ts'
import { stateLoaded } from './state.ts'
import { createTimeline } from './timeline.ts'
import type { Machine, MachineEvent, MachineSpec, Milestone, TimelineEntry } from './types.ts'

export interface StartOptions {
  signal?: AbortSignal
  onEvent?: (event: MachineEvent) => void
  /** Argv before QEMU's own: a sandbox to run it in. */
  launcher?: readonly string[]
}

type Exit = Awaited<Machine['exited']>

const CONNECT_SECONDS = 20

/** Starts the machine. Throws SmartError when QEMU is missing or refuses (with its reason), CancelledError on cancellation. */
export async function startMachine(given: MachineSpec, options: StartOptions = {}): Promise<Machine> {
  const { signal, onEvent, launcher = [] } = options
  if (signal?.aborted) throw new CancelledError()
  await mkdir(dirname(given.serialLog), { recursive: true })
  await mkdir(given.runtimeDir, { recursive: true, mode: 0o700 })
  const { links, leave } = await joinLinks(given.links ?? [], signal)
  const spec: MachineSpec = links.length > 0 ? { ...given, links } : given
  const argv = qemuArgv(spec)
  const [program = argv[0], ...rest] = [...launcher, ...argv, '-S']
  let poweredOn = performance.now()
  const child = spawnOr(leave, [program, ...rest])
  const now = (): number => (performance.now() - poweredOn) / 1000

  const timeline = createTimeline()
  const waiting = new Set<{ milestone: Milestone; resolve(entry: TimelineEntry): void }>()
  let ending: Exclude<Exit['reason'], 'failed'> | undefined

  const announce = (entries: readonly TimelineEntry[]): void => {
    for (const entry of entries) {
      onEvent?.({ type: 'machine:milestone', at: Date.now(), entry })
      for (const wait of waiting) if (wait.milestone === entry.milestone) wait.resolve(entry)
    }
  }
  const onQmpEvent = ({ event, data }: QmpEvent): void => {
    // Not the guest's own doing: the window was closed, or QEMU was told to quit.
    if (event === 'SHUTDOWN') ending = data.guest === true ? 'powered-off' : 'killed'
    if (event !== 'RESET') return
    poweredOn = performance.now()
    timeline.restart()
    announce(timeline.entries)
  }
  const pull = (): void => {
    ending ??= 'killed'
    child.kill()
  }
  signal?.addEventListener('abort', pull, { once: true })

  let drained: Promise<unknown> = Promise.resolve()
  const exited: Promise<Exit> = child.ended.then(async (exitCode) => {
    signal?.removeEventListener('abort', pull)
    leave()
    // The guest's last words may still be on their way through the socket.
    await Promise.race([drained, delay(500)])
    await removeRuntimeDir(spec.runtimeDir).catch(() => undefined)
    const reason = ending ?? 'failed'
    onEvent?.({ type: 'machine:exited', at: Date.now(), exitCode, reason })
    return { exitCode, reason }
  })

  try {
    const { serial, control } = await connectBoth(spec, child)
    drained = new Promise((resolve) => serial.once('close', resolve))
    const stream = createConsoleStream(serial, (bytes) => announce(timeline.feed(bytes, now())))
    const qmp = await connectQmp(control, onQmpEvent)
    onEvent?.({ type: 'machine:started', at: Date.now(), pid: child.pid, argv })
    // Firmware runs from the first instruction on; the serial line would show it late or never.
    timeline.mark('firmware', now())
    announce(timeline.entries)
    // It was saved standing still, and would stay so.
    if (spec.incoming !== undefined) await stateLoaded((command) => qmp.execute(command))
    await qmp.execute('cont')

    return {
      spec,
      pid: child.pid,
      console: stream,
      timeline: timeline.entries,
      exited,
      reached: (milestone, seconds) => {
        const known = timeline.entries.find((entry) => entry.milestone === milestone)
        if (known) return Promise.resolve(known)
        const wait = Promise.withResolvers<TimelineEntry>()
        const waiter = { milestone, resolve: wait.resolve }
        waiting.add(waiter)
        const late = setTimeout(
          () => wait.reject(notReached(milestone, timeline.entries, `within ${seconds} s`, spec)),
          seconds * 1000,
        )
        void exited.then(() => wait.reject(notReached(milestone, timeline.entries, 'before the machine ended', spec)))
        return wait.promise.finally(() => {
          clearTimeout(late)
          waiting.delete(waiter)
        })
      },
      qmp: (command, args) => qmp.execute(command, args),
      async powerOff(seconds = 10) {
        await qmp.execute('cont').catch(() => undefined)
        await qmp.execute('system_powerdown').catch(() => undefined)
        const timer = setTimeout(pull, seconds * 1000)
        await exited
        clearTimeout(timer)
      },
      reset: async () => void (await qmp.execute('system_reset')),
      pause: async () => void (await qmp.execute('stop')),
      resume: async () => void (await qmp.execute('cont')),
      screenshot: (file) => writeScreenshot((command, args) => qmp.execute(command, args), file),
      async [Symbol.asyncDispose]() {
        pull()
        await exited
        stream.destroy()
      },
    }
  } catch (error) {
    const endedItself = ending === undefined && (await Promise.race([child.ended.then(() => true), delay(1000)]))
    pull()
    const { exitCode } = await exited
    if (signal?.aborted) throw new CancelledError()
    throw endedItself ? explainQemuFailure(child.stderr(), spec, exitCode) : error
  }
}

/** A program that cannot be started keeps no place on a link. */
function spawnOr(leave: () => void, argv: [string, ...string[]]): Child {
  try {
    return spawnBound(argv)
  } catch (error) {
    leave()
    throw error
  }
}

async function connectBoth(spec: MachineSpec, child: Child) {
  const ended = new AbortController()
  void child.ended.then(() => ended.abort())
  const [serial, control] = await Promise.all(
    [serialSocket(spec), qmpSocket(spec)].map((path) => connectUnix(path, CONNECT_SECONDS, ended.signal)),
  )
  if (!serial || !control) throw new Error('unreachable: two paths give two sockets')
  return { serial, control }
}

function notReached(
  milestone: Milestone,
  entries: readonly TimelineEntry[],
  when: string,
  spec: MachineSpec,
): SmartError {
  return new SmartError(
    `The machine did not reach “${milestone}” ${when}; the last thing seen was “${entries.at(-1)?.milestone}”`,
    {
      hint: 'The serial log shows how far it came',
      where: spec.serialLog,
    },
  )
}

function delay(milliseconds: number): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), milliseconds).unref())
}
