/** The private folder of one running machine: sockets and firmware variables. Short, because a unix socket's path is. */
import { accessSync, constants } from 'node:fs'
import { mkdtemp, readdir, rm, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SmartError } from '../system/error.ts'
import { errorCode } from '../system/files.ts'

/** sockaddr_un holds 108 bytes with the closing zero (unix(7)). */
const SOCKET_PATH_LIMIT = 107
const LONGEST_NAME = 'smart-os-4194304-XXXXXX/virtiofs-control.sock'
const PREFIX = /^smart-os-(\d+)-[\w-]{6}$/

/** Files that a machine puts there; nothing else is ever removed. */
const OWN_FILES = [
  'serial',
  'qmp',
  'monitor',
  'control',
  'vars.fd',
  'probe.img',
  'snapshot.qcow2',
  'guest',
  'frames',
  'holders',
  'lock',
] as const
/** Where QEMU meets a driver's host program, and throw-away layers of disks with how far they are made. */
const NAMED_FILES = /^(?:[\w-]+\.sock|data-[\w.-]+\.qcow2(?:\.part)?|snapshot\.qcow2\.part)$/

/** Path of a socket of a driver's device. */
export function deviceSocket(runtimeDir: string, driver: string, name: string): string {
  return join(runtimeDir, `${driver}-${name}.sock`)
}

/** Makes a new empty folder, readable by nobody else. Folders that a killed smart-os left are swept on the way. */
export async function createRuntimeDir(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const base = [env.XDG_RUNTIME_DIR, tmpdir(), '/tmp'].find(
    (folder) =>
      folder?.startsWith('/') &&
      Buffer.byteLength(join(folder, LONGEST_NAME)) <= SOCKET_PATH_LIMIT &&
      isWritable(folder),
  )
  if (!base)
    throw new SmartError('There is no writable temporary folder with a path short enough for a socket', {
      hint: 'Make /tmp writable, or set TMPDIR to a short path',
      exitStatus: 3,
    })
  await sweep(base)
  return mkdtemp(join(base, `smart-os-${process.pid}-`))
}

/** Removes what a machine put in its runtime folder, and the folder if nothing else is in it. */
export async function removeRuntimeDir(folder: string): Promise<void> {
  const named = (await readdir(folder).catch(() => [])).filter((name) => NAMED_FILES.test(name))
  for (const name of [...OWN_FILES, ...named]) await rm(join(folder, name), { force: true })
  await rmdir(folder).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOTEMPTY' && errorCode(error) !== 'ENOENT') throw error
  })
}

async function sweep(base: string): Promise<void> {
  for (const name of await readdir(base)) {
    const pid = Number(PREFIX.exec(name)?.[1])
    if (pid > 0 && !isAlive(pid)) await removeRuntimeDir(join(base, name)).catch(() => undefined)
  }
}

/** Whether a process with this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCode(error) !== 'ESRCH'
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}
