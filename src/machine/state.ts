/**
 * A running machine put down into a folder and taken up again: memory and devices as QEMU's migration stream (which needs no
 * particular disk format, nor any disk), a copy of each disk that it writes to, and the spec it was started from.
 */
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SmartError, throwIfCancelled } from '../system/error.ts'
import { run } from '../system/exec.ts'
import { readTextIfPresent, writeFileAtomic } from '../system/files.ts'
import { shellQuote } from '../system/shell-words.ts'
import type { DiskAttachment, Machine, MachineSpec } from './types.ts'

/** `state.json`. */
export interface SavedState {
  schema: 1
  /** ISO 8601. */
  created: string
  spec: MachineSpec
  /** Index of a disk in the spec → its copy's name in the folder; disks that are only read are not in it. */
  disks: Record<string, string>
}

const MEMORY = 'memory'
export const STATE_RECORD = 'state.json'
/** Seconds that writing the memory may take. */
const PATIENCE = 600

/** Saves the machine into `folder`, which appears whole or not at all. It stands still meanwhile, and goes on afterwards. */
export async function saveState(
  machine: Pick<Machine, 'qmp' | 'spec'>,
  folder: string,
  signal?: AbortSignal,
): Promise<SavedState> {
  const { spec } = machine
  const temporary = `${folder}.part`
  await rm(temporary, { recursive: true, force: true })
  await mkdir(temporary, { recursive: true })
  try {
    await machine.qmp('stop')
    await migrate(machine, `exec:cat >${shellQuote(join(temporary, MEMORY))}`, signal)
    const stands = await runState(machine)
    const disks: SavedState['disks'] = {}
    for (const [index, disk] of spec.disks.entries()) {
      if (disk.readonly) continue
      disks[index] = `disk${index}`
      await copyDisk(disk.file, join(temporary, `disk${index}`), signal)
    }
    // Whoever let it go on meanwhile wrote to the disks: they would not fit the memory, and the file system would break at once.
    if ((await runState(machine)) !== stands)
      throw new SmartError('The machine went on while it was being saved, so that its disks no longer fit its memory', {
        hint: 'Save it again, and leave it alone until it is saved',
      })
    const state: SavedState = { schema: 1, created: new Date().toISOString(), spec, disks }
    await writeFileAtomic(join(temporary, STATE_RECORD), `${JSON.stringify(state, null, 2)}\n`)
    await rm(folder, { recursive: true, force: true })
    await rename(temporary, folder)
    return state
  } finally {
    await machine.qmp('cont').catch(() => undefined)
    await rm(temporary, { recursive: true, force: true })
  }
}

/** `postmigrate` where it stands still after its memory was written; anything else once it was let go (QEMU's RunState). */
async function runState(machine: Pick<Machine, 'qmp'>): Promise<string | undefined> {
  return ((await machine.qmp('query-status')) as { status?: string } | undefined)?.status
}

async function migrate(machine: Pick<Machine, 'qmp'>, uri: string, signal: AbortSignal | undefined): Promise<void> {
  await machine.qmp('migrate', { uri })
  try {
    await finished((command) => machine.qmp(command), 'saved', signal)
  } catch (error) {
    await machine.qmp('migrate_cancel').catch(() => undefined)
    throw error
  }
}

/** Waits until a machine that was started with `incoming` has taken up what was saved. Throws SmartError when it cannot. */
export function stateLoaded(qmp: (command: string) => Promise<unknown>): Promise<void> {
  return finished(qmp, 'taken up')
}

async function finished(qmp: (command: string) => Promise<unknown>, what: string, signal?: AbortSignal): Promise<void> {
  for (const deadline = Date.now() + PATIENCE * 1000; ; await sleep(50)) {
    throwIfCancelled(signal)
    const answer = (await qmp('query-migrate')) as { status?: string; 'error-desc'?: string }
    if (answer.status === 'completed') return
    const ended = answer.status === 'failed' || answer.status === 'cancelled'
    if (ended || Date.now() > deadline)
      throw new SmartError(
        `The machine's memory could not be ${what}: ${answer['error-desc'] ?? answer.status ?? 'it took too long'}`,
      )
  }
}

/** What a folder holds; undefined where it holds no whole state. */
export async function readState(folder: string): Promise<SavedState | undefined> {
  const text = await readTextIfPresent(join(folder, STATE_RECORD))
  if (text === undefined) return undefined
  try {
    const state: Partial<SavedState> | null = JSON.parse(text)
    return state?.schema === 1 ? (state as SavedState) : undefined
  } catch {
    return undefined
  }
}

/** Bytes that the folder takes on the disk. */
export async function stateBytes(folder: string, state: SavedState): Promise<number> {
  return allocated(folder, [MEMORY, ...Object.values(state.disks)])
}

/** Bytes that going on from it takes beside that: its disks are copied, and what is in their places is kept. */
export async function resumeBytes(folder: string, state: SavedState): Promise<number> {
  return allocated(folder, Object.values(state.disks))
}

async function allocated(folder: string, names: readonly string[]): Promise<number> {
  // One that is being deleted just now must not hide the others.
  const sizes = names.map(async (name) => ((await stat(join(folder, name)).catch(() => undefined))?.blocks ?? 0) * 512)
  return (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0)
}

export interface ResumeOptions {
  /** The new machine's own. */
  runtimeDir: string
  /** Where a disk's copy goes, which the machine then writes to. */
  place(disk: DiskAttachment): string
  /** Called before a copy takes its place, when all of them are whole. */
  replace?(file: string): Promise<void>
  serialLog?: string
  signal?: AbortSignal
}

/** The spec that goes on where the saved machine stood; its disks are copied to their places, all of them or none. */
export async function resumeSpec(folder: string, state: SavedState, options: ResumeOptions): Promise<MachineSpec> {
  const { spec } = state
  const { runtimeDir } = options
  const copies = spec.disks.flatMap((disk, index) => {
    const copy = state.disks[index]
    return copy === undefined ? [] : [{ disk, copy: join(folder, copy), file: options.place(disk) }]
  })
  try {
    for (const { copy, file } of copies) {
      await mkdir(dirname(file), { recursive: true })
      await copyDisk(copy, partOf(file), options.signal)
    }
    for (const { file } of copies) {
      await options.replace?.(file)
      await rename(partOf(file), file)
    }
  } finally {
    for (const { file } of copies) await rm(partOf(file), { force: true })
  }
  const disks = spec.disks.map((disk) => {
    const file = copies.find((copied) => copied.disk === disk)?.file
    return file === undefined ? disk : { ...disk, file }
  })
  // The firmware's variables travel with the memory; the file only has to be there, of the same size.
  const boot =
    spec.boot.type === 'uefi' ? { ...spec.boot, vars: join(runtimeDir, basename(spec.boot.vars)) } : spec.boot
  return {
    ...spec,
    boot,
    disks,
    runtimeDir,
    serialLog: options.serialLog ?? spec.serialLog,
    incoming: join(folder, MEMORY),
  }
}

function partOf(file: string): string {
  return `${file}.part`
}

function copyDisk(from: string, to: string, signal: AbortSignal | undefined) {
  return run(['cp', '--sparse=always', '--reflink=auto', '--', from, to], signal ? { signal } : {})
}

/** The files that a spec is started from besides its disks; a state is of no use without them. */
export async function missingFiles({ boot }: MachineSpec): Promise<string[]> {
  const files = boot.type === 'direct' ? [boot.kernel, boot.initramfs] : boot.type === 'uefi' ? [boot.code] : []
  const found = await Promise.all(
    files.map((file) =>
      stat(file)
        .then(() => true)
        .catch(() => false),
    ),
  )
  return files.filter((_file, index) => !found[index])
}
