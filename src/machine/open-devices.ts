/**
 * Everything beside QEMU that drivers' devices need: programs on the host are started, and what this host cannot give is left out
 * with its reason, so that one missing program does not keep a machine with forty devices from starting.
 */
import { access } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Driver, HostProgram } from '../catalog/types.ts'
import { Cleanup } from '../system/cleanup.ts'
import { throwIfCancelled } from '../system/error.ts'
import { run } from '../system/exec.ts'
import { findTool, toolPackageHint } from '../system/tools.ts'
import { type DevicePlaces, deviceTypes, driverDevices, goesQuickly, hostCommands } from './driver-devices.ts'
import { QEMU } from './qemu-argv.ts'
import { spawnBound } from './spawn.ts'

export interface OpenDevices extends AsyncDisposable {
  /** For the spec's `extra`. */
  argv: string[]
  /** Driver id → why this host cannot give its device. */
  absent: ReadonlyMap<string, string>
  /** False where a device does not go together with the quick firmware. For the spec's `quick`. */
  quick: boolean
}

/** Seconds in which a host program has to be ready. */
const READY_SECONDS = 10

/** Starts the drivers' host programs; disposing ends them. Throws SmartError for a wrong driver, CancelledError. */
export async function openDriverDevices(
  drivers: readonly Driver[],
  places: DevicePlaces,
  signal?: AbortSignal,
): Promise<OpenDevices> {
  const holder = new Cleanup()
  try {
    const known = drivers.some(({ qemu }) => qemu) ? await knownDevices(signal) : undefined
    const absent = new Map<string, string>()
    const present: Driver[] = []
    for (const driver of drivers) {
      const reason = (known && unknownDevice(driver, known)) ?? (await startPrograms(driver, places, holder, signal))
      if (reason === undefined) present.push(driver)
      else absent.set(driver.id, reason)
    }
    return {
      argv: driverDevices(present, places),
      absent,
      quick: goesQuickly(present),
      [Symbol.asyncDispose]: () => holder[Symbol.asyncDispose](),
    }
  } catch (error) {
    await holder[Symbol.asyncDispose]()
    throw error
  }
}

/** Names and aliases of `-device help`; undefined where QEMU does not say (it then says at its start what is wrong). */
async function knownDevices(signal: AbortSignal | undefined): Promise<ReadonlySet<string> | undefined> {
  const { stdout } = await run([QEMU, '-device', 'help'], { allowFailure: true, ...(signal ? { signal } : {}) })
  const names = [...stdout.matchAll(/\b(?:name|alias) "([^"]+)"/g)].map((match) => match[1] ?? '')
  return names.length > 0 ? new Set(names) : undefined
}

function unknownDevice(driver: Driver, known: ReadonlySet<string>): string | undefined {
  const missing = driver.qemu && deviceTypes(driver.qemu).find((type) => !known.has(type))
  return missing === undefined ? undefined : `this host's QEMU has no device ${missing}`
}

async function startPrograms(
  driver: Driver,
  places: DevicePlaces,
  holder: Cleanup,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  for (const command of hostCommands(driver, places)) {
    const reason = await startProgram(command, holder, signal)
    if (reason !== undefined) return reason
  }
  return undefined
}

/** Undefined once it is ready, else why it cannot be. */
async function startProgram(
  command: HostProgram & { path: string },
  holder: Cleanup,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const program = findTool(command.program)
  const name = command.program.split('|')[0]?.split('/').at(-1) ?? command.program
  if (program === undefined) return `${name} is not on this host. ${toolPackageHint(command.program)}`
  if (command.root !== undefined && process.getuid?.() !== 0) return `${name} needs root: ${command.root}`
  const child = spawnBound([program, ...command.args])
  holder.defer(async () => {
    child.kill()
    await child.ended
  })
  let ended = false
  void child.ended.then(() => {
    ended = true
  })
  for (const deadline = performance.now() + READY_SECONDS * 1000; performance.now() < deadline; await sleep(20)) {
    throwIfCancelled(signal)
    if (await exists(command.path)) return undefined
    if (ended) break
  }
  const last = child.stderr().trim().split('\n').at(-1)
  return `${name} ${ended ? 'ended at once' : `was not ready within ${READY_SECONDS} s`}${last ? `: ${last}` : ''}`
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
