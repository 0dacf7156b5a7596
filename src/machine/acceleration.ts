/**
 * KVM or plain emulation, decided by trial: /dev/kvm can exist and yet hang every guest, so a tiny real one is run and
 * given a few seconds. The answer is remembered per host, kernel and QEMU.
 */
import { constants } from 'node:fs'
import { access, readFile, stat, writeFile } from 'node:fs/promises'
import { release } from 'node:os'
import { join } from 'node:path'
import { CancelledError } from '../system/error.ts'
import { readTextIfPresent, writeFileAtomic } from '../system/files.ts'
import { sha256 } from '../system/hash.ts'
import { findTool } from '../system/tools.ts'
import { KVM_PROCESSOR, QEMU } from './qemu-argv.ts'
import { createRuntimeDir, removeRuntimeDir } from './runtime.ts'
import { spawnBound } from './spawn.ts'
import type { Acceleration } from './types.ts'

export interface AccelerationChoice {
  acceleration: Acceleration
  /** One sentence for a person. */
  reason: string
}

/**
 * Milliseconds. A sound KVM needs 200 to 300. One that crawls has been seen to take 2.8 s and to fail real guests: to call a sound one
 * too slow costs speed, to trust an unsound one costs every machine.
 */
const PROBE_LIMIT = 1500
/** Raised whenever another guest is tried, so that answers of an earlier probe are not believed. */
const PROBE_FORMAT = 2

/**
 * A boot sector: lets interrupts in, halts until the BIOS clock at 0040:006C has ticked, then tells isa-debug-exit at
 * port F4 that it lives. So firmware, the virtual CPU, its timer and its interrupts have all worked.
 */
const BOOT_SECTOR = Uint8Array.from([
  ...[0xfa, 0x31, 0xc0, 0x8e, 0xd8, 0xfb], // cli; xor ax,ax; mov ds,ax; sti
  ...[0xa1, 0x6c, 0x04], // mov ax,[046c]
  ...[0xf4, 0x3b, 0x06, 0x6c, 0x04, 0x74, 0xf9], // wait: hlt; cmp ax,[046c]; je wait
  ...[0xb0, 0x2a, 0xe6, 0xf4], // mov al,2a; out f4,al
  ...[0xf4, 0xeb, 0xfd], // hlt; jmp $-1
])

/** isa-debug-exit ends QEMU with the value written, doubled, plus one. */
const ALIVE = 0x2a * 2 + 1

/** SeaBIOS reads no disk with less than a cylinder. */
const PROBE_DISK = 1 << 20

/** What to run guests with. `cache` is the folder that remembers; never throws but for cancellation and a missing QEMU. */
export async function probeAcceleration(cache: string, signal?: AbortSignal): Promise<AccelerationChoice> {
  const obstacle = await access('/dev/kvm', constants.R_OK | constants.W_OK).then(() => undefined, whyNoKvm)
  if (obstacle) return { acceleration: 'tcg', reason: obstacle }
  const file = join(cache, 'acceleration.json')
  const host = await hostIdentity()
  const known = parseRemembered(await readTextIfPresent(file), host)
  if (known) return known
  const choice = await tryKvm(signal)
  await writeFileAtomic(file, `${JSON.stringify({ host, ...choice })}\n`).catch(() => undefined)
  return choice
}

/** Runs the boot sector under an accelerator; milliseconds it took, or what went wrong. Exported for its test. */
export async function runProbeGuest(
  acceleration: Acceleration,
  limit: number,
  signal?: AbortSignal,
): Promise<number | string> {
  const folder = await createRuntimeDir()
  try {
    const image = join(folder, 'probe.img')
    const disk = Buffer.alloc(PROBE_DISK)
    disk.set(BOOT_SECTOR)
    disk.set([0x55, 0xaa], 510)
    await writeFile(image, disk)
    const started = performance.now()
    const child = spawnBound(probeArgv(acceleration, image))
    const end = AbortSignal.any([AbortSignal.timeout(limit), ...(signal ? [signal] : [])])
    end.addEventListener('abort', () => child.kill(), { once: true })
    const exitCode = await child.ended
    if (signal?.aborted) throw new CancelledError()
    if (exitCode === ALIVE) return performance.now() - started
    if (exitCode === undefined) return `a test guest did nothing within ${limit / 1000} s`
    return `QEMU refuses it (${
      child
        .stderr()
        .trim()
        .split('\n')
        .at(-1)
        ?.replace(/^qemu-system-x86_64: /, '') || `status ${exitCode}`
    })`
  } finally {
    await removeRuntimeDir(folder)
  }
}

function probeArgv(acceleration: Acceleration, image: string): [string, ...string[]] {
  return [
    QEMU,
    ...['-machine', 'pc'],
    ...['-accel', acceleration],
    // What real guests get: a processor that QEMU cannot hand through is found out here.
    ...(acceleration === 'kvm' ? KVM_PROCESSOR : []),
    ...['-m', '16M'],
    ...['-nodefaults', '-no-user-config'],
    ...['-display', 'none'],
    ...['-drive', `if=none,id=probe,format=raw,readonly=on,file=${image.replaceAll(',', ',,')}`],
    ...['-device', 'virtio-blk-pci,drive=probe'],
    ...['-device', 'isa-debug-exit,iobase=0xf4,iosize=1'],
  ]
}

async function tryKvm(signal: AbortSignal | undefined): Promise<AccelerationChoice> {
  const result = await runProbeGuest('kvm', PROBE_LIMIT, signal)
  return typeof result === 'number'
    ? { acceleration: 'kvm', reason: `KVM works: a test guest ran in ${(result / 1000).toFixed(1)} s` }
    : { acceleration: 'tcg', reason: `Plain emulation, since KVM does not work here: ${result}` }
}

function whyNoKvm(error: unknown): string {
  const denied = error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM')
  return denied
    ? 'Plain emulation, since this user may not open /dev/kvm (being in the group kvm allows it)'
    : 'Plain emulation, since this computer has no /dev/kvm'
}

/** Changes when the machine, its kernel or QEMU does. */
async function hostIdentity(): Promise<string> {
  const machineId = await readFile('/etc/machine-id', 'utf8').catch(() => '')
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')
  const qemu = await stat(findTool(QEMU) ?? '/').catch(() => undefined)
  return sha256([PROBE_FORMAT, machineId || boot, release(), qemu?.size, qemu?.mtimeMs].join('\n'))
}

function parseRemembered(text: string | undefined, host: string): AccelerationChoice | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '')
    if (typeof value !== 'object' || value === null || !('host' in value) || value.host !== host) return undefined
    if (!('acceleration' in value) || !('reason' in value) || typeof value.reason !== 'string') return undefined
    if (value.acceleration !== 'kvm' && value.acceleration !== 'tcg') return undefined
    return { acceleration: value.acceleration, reason: value.reason }
  } catch {
    return undefined
  }
}
