/** One run of a proof: the shipped image booted one way on throw-away disks, its checks made, powered off, booted again. */
import { dirname, join } from 'node:path'
import type { Duplex } from 'node:stream'
import { connectUnix, type OpenDevices, secondSerialSocket, startMachine } from '../machine/index.ts'
import type { Machine, MachineSpec } from '../machine/types.ts'
import { Cleanup } from '../system/cleanup.ts'
import { CancelledError, ExitStatus, messageOf, SmartError } from '../system/error.ts'
import { type Check, checkVariables, secondsOf } from './check-list.ts'
import { checkDriver } from './driver-checks.ts'
import { type GuestShell, openGuestShell } from './guest-shell.ts'
import { runHostCheck } from './host-check.ts'
import { checkLogin } from './login-check.ts'
import type { Namespace } from './namespace.ts'
import { checkTcp } from './outside.ts'
import { type Guest, runPeerCheck } from './peer-checks.ts'
import type { PeerLink } from './peer-links.ts'
import { resultOf } from './result.ts'
import { checksOf, expectedIds, scriptsAroundScreen } from './run-order.ts'
import { checkScreen } from './screen.ts'
import { runScreenCheck } from './screen-check.ts'
import { readWithFunctions } from './shared-functions.ts'
import type { CheckResult, ProofRun } from './types.ts'
import { untilPrompt } from './until-prompt.ts'
import { withoutServices } from './without-services.ts'

/** A machine about to be started, and the network namespace that it is to run in, where there is one. */
export interface Start {
  spec: MachineSpec
  namespace?: Namespace
  /** What the drivers' devices need; ended with the machine. */
  devices?: OpenDevices
}

/** Everything a run needs, prepared. */
export interface RunPlan {
  boot: ProofRun['boot']
  /** Prepares a start; every start has sockets and a serial log of its own. */
  start(phase: Check['phase']): Promise<Start>
  checks: Check[]
  /** Forwards to the components' ports, as check-host.sh gets them. */
  forwards: Record<string, string>
  /** Entries whose ports cannot be reached from outside, and why. */
  closed: ReadonlyMap<string, string>
  /** Folder for what scripts on the host put down. */
  scratch: string
  /** The second machine, where some check wants one. */
  peer?: { start(): Promise<Start>; links: readonly PeerLink[] }
  /** What is done with machines of their own once this one is off: saving and going back, a window. */
  further?: { id: string; work(): Promise<Outcome> }[]
  /** True where a second boot of the same disk is to be tried. */
  reboots: boolean
  /** Where a picture of the screen goes; absent for machines without one. */
  screen?: string
  /** The console asks who is there, and for a password. */
  asks?: boolean
  /** Why no command can be given at any console, where that is so. */
  locked?: string
  environment: Record<string, string>
  /** Host's port of the forward that the check from outside uses, and the guest's; absent where the firewall leaves none. */
  outsidePort?: { host: number; guest: number } | undefined
  bootSeconds: number
  checkSeconds: number
  signal?: AbortSignal
  onCheck(id: string): void
  onResult(result: CheckResult): void
}

type Outcome = Pick<CheckResult, 'status' | 'reason'>
type Recorder = (id: string, work: () => Promise<Outcome>) => Promise<boolean>

const PASSED: Outcome = { status: 'passed', reason: '' }

/** Seconds from the power button to off; init stops the services in between. */
const POWER_OFF_SECONDS = 30

/** Runs it. Failures of the guest become results; only cancellation and what the host lacks are thrown. */
export async function runBoot(plan: RunPlan): Promise<ProofRun> {
  const results: CheckResult[] = []
  const record: Recorder = async (id, work) => {
    plan.onCheck(id)
    const started = performance.now()
    const outcome = await work().catch((error: unknown) => failure(error, plan.signal))
    const result = { id, ...outcome, seconds: Math.round(performance.now() - started) / 1000 }
    results.push(result)
    plan.onResult(result)
    return result.status === 'passed'
  }
  const first = await plan.start('first')
  let timeline: Machine['timeline'] = []
  let memoryAvailable: number | undefined
  const keepTimeline = (machine: Machine): void => {
    timeline = [...machine.timeline]
  }
  const wentOff = await withMachine(
    plan,
    first,
    { id: 'boot', record, onTried: keepTimeline },
    async (machine, shell) => {
      if (plan.asks) await record('login', () => checkLogin(machine.console))
      const ground = { record, shell, machine, start: first }
      const { beforeScreen, afterScreen } = scriptsAroundScreen(plan)
      await runScripts(plan, beforeScreen, ground)
      const { screen, outsidePort } = plan
      if (screen) {
        await record('screen', () => checkScreen(machine, screen))
        await runScreenChecks(plan, screen, record, machine, shell)
      }
      await runScripts(plan, afterScreen, ground)
      if (outsidePort)
        await record(
          'network:tcp',
          async () => locked(plan) ?? checkTcp(await shell(), { ...plan, outsidePort }, first.namespace),
        )
      await runHostChecks(plan, first, record, shell)
      if (plan.peer) await runPeerChecks(plan, plan.peer, record, { machine, shell })
      memoryAvailable = plan.locked ? undefined : await readMemory(shell).catch(() => undefined)
      return record('power-off', () => powerOff(machine))
    },
  )
  if (plan.reboots && wentOff) await secondBoot(plan, record)
  if (wentOff) for (const { id, work } of plan.further ?? []) await record(id, work)
  // What could not be tried is said, not left out.
  const cause = results.find(({ status }) => status === 'failed')?.id
  const missing = expectedIds(plan).filter((id) => !results.some((result) => result.id === id))
  for (const id of missing)
    await record(id, async () => ({ status: 'skipped', reason: `not tried, since ${cause} failed` }))
  const { memory, acceleration } = first.spec
  return {
    boot: plan.boot,
    memory,
    acceleration,
    timeline: Object.fromEntries(timeline.map(({ milestone, at }) => [milestone, Math.round(at * 1000) / 1000])),
    ...(memoryAvailable === undefined ? {} : { memoryAvailable }),
    checks: results,
  }
}

async function secondBoot(plan: RunPlan, record: Recorder): Promise<void> {
  const start = await plan.start('again')
  await withMachine(plan, start, { id: 'reboot', record }, async (machine, shell) => {
    await runScripts(plan, checksOf(plan, 'again', 'guest'), { record, shell, machine, start })
    await machine.powerOff(POWER_OFF_SECONDS)
  })
}

type Shell = () => Promise<GuestShell>

/** The console that commands are given on: the machine's own, or where that asks for a password the proof's. */
async function shellConsole(machine: Machine): Promise<Duplex> {
  return machine.spec.secondSerial ? await connectUnix(secondSerialSocket(machine.spec), 10) : machine.console
}

/** Boots as the check `id`, and if it comes to its prompt does `work`; undefined if not. `onTried` hears of both. No QEMU is left. */
async function withMachine<T>(
  plan: RunPlan,
  { spec, namespace, devices }: Start,
  { id, record, onTried }: { id: string; record: Recorder; onTried?: (machine: Machine) => void },
  work: (machine: Machine, shell: Shell) => Promise<T>,
): Promise<T | undefined> {
  await using holder = new Cleanup()
  if (devices) holder.use(devices)
  const started: Machine[] = []
  const booted = await record(id, async () => {
    const options = {
      ...(plan.signal ? { signal: plan.signal } : {}),
      ...(namespace ? { launcher: namespace.launcher } : {}),
    }
    const machine = holder.use(await startMachine(spec, options))
    started.push(machine)
    await untilPrompt(machine, plan.bootSeconds)
    return PASSED
  })
  const [machine] = started
  if (machine) onTried?.(machine)
  if (!booted || !machine) return undefined
  // Opened at its first use, so that a console that does not answer is a failed check.
  let opened: Promise<GuestShell> | undefined
  const shell: Shell = () => {
    opened ??= shellConsole(machine).then(async (console) =>
      holder.use(await openGuestShell(console, plan.signal ? { signal: plan.signal } : {})),
    )
    return opened
  }
  return await work(machine, shell)
}

interface Ground {
  record: Recorder
  shell: Shell
  machine: Machine
  start: Start
}

async function runScripts(
  plan: RunPlan,
  checks: readonly Check[],
  { record, shell, machine, start }: Ground,
): Promise<void> {
  for (const check of checks) {
    await record(check.id, async () => {
      const refused = locked(plan)
      if (refused) return refused
      const absent = check.entry && start.devices?.absent.get(check.entry.id)
      if (absent) return { status: 'skipped', reason: absent }
      const env = { ...plan.environment, ...checkVariables(check) }
      const script = await readWithFunctions(check)
      const seconds = secondsOf(script) ?? plan.checkSeconds
      const devices = (check.entry?.kind === 'driver' && check.entry.qemu) || {}
      return checkDriver(devices, machine, join(start.spec.runtimeDir, 'picture'), async () =>
        resultOf(await (await shell()).run(withoutServices(script), { env, seconds })),
      )
    })
  }
}

async function runHostChecks(plan: RunPlan, { spec, namespace }: Start, record: Recorder, shell: Shell): Promise<void> {
  const environment = { ...plan.environment, ...plan.forwards }
  for (const check of checksOf(plan, 'first', 'host'))
    await record(
      check.id,
      async () =>
        locked(plan) ??
        unreachable(plan, check) ??
        (await runHostCheck(check, shell, { ...plan, environment }, { namespace, runtimeDir: spec.runtimeDir })),
    )
}

/** Boots the second machine once for all its checks. */
async function runPeerChecks(
  plan: RunPlan,
  peer: NonNullable<RunPlan['peer']>,
  record: Recorder,
  first: Guest,
): Promise<void> {
  const { links } = peer
  await withMachine(plan, await peer.start(), { id: 'peer:boot', record }, async (machine, shell) => {
    for (const check of checksOf(plan, 'first', 'peer'))
      await record(
        check.id,
        async () => locked(plan) ?? (await runPeerCheck(check, first, { machine, shell }, { ...plan, links })),
      )
  })
}

/** Why a check from outside cannot reach what it is about, where that is so. */
function unreachable(plan: RunPlan, { entry }: Check): Outcome | undefined {
  const reason = entry && plan.closed.get(entry.id)
  return reason === undefined ? undefined : { status: 'skipped', reason }
}

async function runScreenChecks(
  plan: RunPlan,
  screen: string,
  record: Recorder,
  machine: Machine,
  shell: Shell,
): Promise<void> {
  for (const check of checksOf(plan, 'first', 'screen'))
    await record(check.id, async () => {
      const refused = locked(plan)
      if (refused) return refused
      return runScreenCheck({
        ...{ id: check.id.replace(/^screen:/, ''), file: check.file, pictures: dirname(screen) },
        ...{ machine, shell: await shell(), env: plan.environment },
        ...(plan.signal ? { signal: plan.signal } : {}),
      })
    })
}

function locked(plan: RunPlan): Outcome | undefined {
  return plan.locked ? { status: 'skipped', reason: plan.locked } : undefined
}

async function powerOff(machine: Machine): Promise<Outcome> {
  await machine.powerOff(POWER_OFF_SECONDS)
  if ((await machine.exited).reason === 'powered-off') return PASSED
  return { status: 'failed', reason: `the power button did not turn the machine off within ${POWER_OFF_SECONDS} s` }
}

async function readMemory(shell: Shell): Promise<number | undefined> {
  const { output } = await (await shell()).run('grep MemAvailable /proc/meminfo')
  const match = /MemAvailable:\s+(\d+) kB/.exec(output)
  return match ? Number(match[1]) * 1024 : undefined
}

function failure(error: unknown, signal: AbortSignal | undefined): Outcome {
  if (signal?.aborted) throw new CancelledError()
  if (!(error instanceof SmartError) || error.exitStatus === ExitStatus.host) throw error
  return { status: 'failed', reason: [messageOf(error), error.hint].filter(Boolean).join('\n') }
}
