/** The check that a machine can be had in a window: QEMU opens one on an X server of the check's own, and something is seen on it. */
import { mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startMachine } from '../machine/index.ts'
import { spawnBound } from '../machine/spawn.ts'
import type { MachineSpec } from '../machine/types.ts'
import { Cleanup } from '../system/cleanup.ts'
import { messageOf } from '../system/error.ts'
import { findTool } from '../system/tools.ts'
import type { CheckResult } from './types.ts'

export interface WindowPlan {
  /** A lean machine with display: window. */
  start(): Promise<MachineSpec>
  scratch: string
  signal?: AbortSignal
}

const SECONDS = 60
/** An empty X screen is black; the menu line of a window alone is twice this share of it. */
const COVERED = 0.01

/** Skipped where the host has no X server for it, or a QEMU without windows. */
export async function checkWindow({
  start,
  scratch,
  signal,
}: WindowPlan): Promise<Pick<CheckResult, 'status' | 'reason'>> {
  if (!findTool('Xvfb'))
    return { status: 'skipped', reason: 'no X server for a window: Xvfb is not installed (apt-get install xvfb)' }
  await using holder = new Cleanup()
  const folder = join(scratch, 'screen')
  await mkdir(folder)
  // Far above the displays that people use; a socket in /tmp/.X11-unix is all it takes.
  const display = 10_000 + (process.pid % 20_000)
  const screen = ['-screen', '0', '1024x768x24', '-fbdir', folder]
  const server = spawnBound(['Xvfb', `:${display}`, ...screen, '-nolisten', 'tcp', '-noreset'])
  holder.defer(async () => {
    server.kill()
    await server.ended
  })
  const socket = `/tmp/.X11-unix/X${display}`
  const there = () =>
    stat(socket)
      .then(() => true)
      .catch(() => false)
  if (!(await within(there, signal)))
    return { status: 'skipped', reason: `Xvfb does not start here: ${server.stderr().trim().split('\n').at(-1)}` }
  try {
    const launcher = ['env', '-u', 'WAYLAND_DISPLAY', '-u', 'XAUTHORITY', 'GDK_BACKEND=x11', `DISPLAY=:${display}`]
    holder.use(await startMachine(await start(), { launcher, ...(signal ? { signal } : {}) }))
  } catch (error) {
    // How QEMU says that its package with windows is missing.
    if (/does not accept value 'gtk'|Display 'gtk' is not available/.test(messageOf(error)))
      return { status: 'skipped', reason: 'this QEMU opens no windows (apt-get install qemu-system-gui)' }
    throw error
  }
  const seen = () => readFile(join(folder, 'Xvfb_screen0')).then((dump) => coveredShare(dump) >= COVERED)
  return (await within(seen, signal))
    ? { status: 'passed', reason: '' }
    : { status: 'failed', reason: `no window appeared within ${SECONDS} s` }
}

/** Share of a screen dump's pixels that are not the empty screen's black. The header's first word is its length (XWDFile.h). */
export function coveredShare(dump: Buffer): number {
  const header = dump.readUInt32BE(0)
  const colours = dump.readUInt32BE(76)
  const start = header + colours * 12
  let lit = 0
  for (let at = start; at + 4 <= dump.length; at += 4) if ((dump.readUInt32LE(at) & 0xffffff) !== 0) lit++
  return lit / ((dump.length - start) / 4)
}

async function within(test: () => Promise<boolean>, signal: AbortSignal | undefined): Promise<boolean> {
  for (const deadline = Date.now() + SECONDS * 1000; Date.now() < deadline && !signal?.aborted; await sleep(200))
    if (await test()) return true
  return false
}
