/**
 * Links between machines: a small switch on unix sockets, which the first machine's start brings up and which ends by itself
 * when the last one has gone. No port of the host, no privilege.
 */
import { spawn } from 'node:child_process'
import { lstat, mkdir } from 'node:fs/promises'
import { createConnection, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CancelledError, ExitStatus, SmartError } from '../system/error.ts'
import { programRoot } from '../system/paths.ts'
import { findTool, toolPackageHint } from '../system/tools.ts'
import type { LinkCard } from './types.ts'

/** A place on a link, kept until it is left. */
interface LinkPlace {
  /** The lowest number that no other machine on the link has. */
  instance: number
  leave(): void
}

const START_SECONDS = 15
const RETRY = 20

/** The folder in which all machines of this person that name the link meet. */
export function linkFolder(name: string, env: NodeJS.ProcessEnv = process.env): string {
  const base = env.XDG_RUNTIME_DIR?.startsWith('/') ? env.XDG_RUNTIME_DIR : tmpdir()
  return join(base, `smart-os-link-${process.getuid?.() ?? 0}-${name}`)
}

/** Socket that QEMU's network back end connects to. */
export function linkSocket({ folder }: Pick<LinkCard, 'folder'>): string {
  return join(folder, 'frames')
}

/** Takes a place on every link, each card then knowing its number. Throws SmartError when that cannot be, all places left. */
export async function joinLinks(
  links: readonly LinkCard[],
  signal?: AbortSignal,
): Promise<{ links: LinkCard[]; leave: () => void }> {
  const places: LinkPlace[] = []
  const leave = (): void => {
    for (const place of places.splice(0)) place.leave()
  }
  try {
    for (const { folder } of links) places.push(await joinLink(folder, signal))
  } catch (error) {
    leave()
    throw error
  }
  return { links: links.map((link, index) => ({ ...link, instance: places[index]?.instance ?? 0 })), leave }
}

/** Brings the link's switch up if it is not, and takes a place. */
async function joinLink(folder: string, signal?: AbortSignal): Promise<LinkPlace> {
  if (!findTool('flock'))
    throw new SmartError('flock is not installed', { hint: toolPackageHint('flock'), exitStatus: ExitStatus.host })
  await privateFolder(folder)
  const deadline = performance.now() + START_SECONDS * 1000
  for (let started = false; ; ) {
    if (signal?.aborted) throw new CancelledError()
    const place = await takePlace(join(folder, 'holders'))
    if (place) return place
    if (performance.now() > deadline)
      throw new SmartError(`The switch of the link in ${folder} did not come up within ${START_SECONDS} s`)
    // One that is just ending still holds the lock: the next start succeeds.
    if (!started) startSwitch(folder).then(() => (started = false))
    started = true
    await sleep(RETRY)
  }
}

/** Resolves when the switch has ended, at once where another one holds the lock. It outlives this process while others need it. */
function startSwitch(folder: string): Promise<void> {
  const program = join(programRoot(), 'templates', 'links', 'switch.mjs')
  const child = spawn('flock', ['--nonblock', '--no-fork', join(folder, 'lock'), process.execPath, program, folder], {
    stdio: 'ignore',
    detached: true,
    cwd: '/',
  })
  child.unref()
  return new Promise((resolve) => {
    child.once('error', () => resolve())
    child.once('exit', () => resolve())
  })
}

function takePlace(path: string): Promise<LinkPlace | undefined> {
  return new Promise((resolve) => {
    const socket: Socket = createConnection(path)
    socket.on('error', () => resolve(undefined))
    socket.once('close', () => resolve(undefined))
    socket.once('data', (bytes) => {
      // It is not this connection that keeps a program running.
      socket.unref()
      resolve({ instance: Number.parseInt(bytes.toString('latin1'), 10), leave: () => socket.destroy() })
    })
  })
}

/** /tmp is everybody's: a folder that somebody else made in our name is not used. */
async function privateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const found = await lstat(folder)
  if (!found.isDirectory() || (process.getuid && found.uid !== process.getuid()) || (found.mode & 0o077) !== 0)
    throw new SmartError(`${folder} is not a private folder of yours, so that no link can be made in it`, {
      hint: 'Remove it, or set XDG_RUNTIME_DIR to a folder of your own',
      exitStatus: ExitStatus.host,
    })
}
