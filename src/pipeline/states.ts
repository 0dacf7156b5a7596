/** Saved machines of a project, below `<out>/machine/states`: made of one that runs, listed, deleted, taken up again. */
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setAside } from '../image/index.ts'
import {
  createRuntimeDir,
  missingFiles,
  openControl,
  prepareFirmware,
  readState,
  removeRuntimeDir,
  resumeBytes,
  resumeSpec,
  type SavedState,
  STATE_RECORD,
  saveState,
  stateBytes,
} from '../machine/index.ts'
import type { Machine, MachineSpec } from '../machine/types.ts'
import { ExitStatus, SmartError } from '../system/error.ts'
import { errorCode, readTextIfPresent, writeFileAtomic } from '../system/files.ts'
import { freeBytes } from '../system/free-space.ts'
import { didYouMean } from '../system/nearest.ts'
import { formatSize } from '../system/size.ts'
import type { PreparedMachine } from './machine.ts'
import { settlePorts } from './ports.ts'
import type { ListedState, Project } from './types.ts'

const NAME = /^[A-Za-z0-9][\w.-]{0,63}$/

function statesFolder(project: Pick<Project, 'out'>): string {
  return join(project.out, 'machine', 'states')
}

function stateFolder(project: Pick<Project, 'out'>, name: string): string {
  if (!NAME.test(name) || name.endsWith('.part'))
    throw new SmartError(`${JSON.stringify(name)} cannot be the name of a saved machine`, {
      hint: 'Use at most 64 letters, digits, - _ .',
      exitStatus: ExitStatus.usage,
    })
  return join(statesFolder(project), name)
}

/** Notes that a machine of this project may be running, so that another command can find it. */
export async function announceMachine(project: Pick<Project, 'out'>, spec: MachineSpec): Promise<void> {
  const folder = join(project.out, 'machine', 'running')
  await mkdir(folder, { recursive: true })
  await writeFileAtomic(join(folder, `${basename(spec.runtimeDir)}.json`), `${JSON.stringify(spec)}\n`)
}

/** Saves the running machine under a name; an earlier one of that name is replaced. Throws SmartError where none or several run. */
export async function saveMachine(project: Project, name: string, signal?: AbortSignal): Promise<void> {
  const folder = stateFolder(project, name)
  const running = await runningMachines(project)
  const [spec] = running
  if (spec === undefined || running.length > 1)
    throw new SmartError(
      spec === undefined
        ? `No machine of ${project.loaded.profile.name} is running`
        : `${running.length} machines of ${project.loaded.profile.name} are running; which one is meant?`,
      {
        hint: spec === undefined ? 'Start it in another terminal: smart-os run' : 'Power the others off first',
        exitStatus: ExitStatus.usage,
      },
    )
  await using control = await openControl(spec)
  await saveInto(folder, { spec, qmp: control.qmp }, signal)
}

/** Saves a machine that this process runs. Throws SmartError where the disk has no room for it, or QEMU cannot. */
export async function saveRunning(
  project: Project,
  machine: Pick<Machine, 'qmp' | 'spec'>,
  name: string,
  signal?: AbortSignal,
): Promise<void> {
  await saveInto(stateFolder(project, name), machine, signal)
}

async function saveInto(
  folder: string,
  machine: Pick<Machine, 'qmp' | 'spec'>,
  signal: AbortSignal | undefined,
): Promise<void> {
  await mkdir(dirname(folder), { recursive: true })
  const free = await freeBytes(dirname(folder))
  const needed = await mostBytes(machine.spec)
  if (free < needed)
    throw new SmartError(
      `Saving the machine may take ${formatSize(needed)}, and ${formatSize(free)} are free in ${dirname(folder)}`,
      { hint: 'Make room, or delete an older one: smart-os snapshot delete NAME' },
    )
  await saveState(machine, folder, signal)
}

/** All of the memory, and what the disks that it writes to take now. */
async function mostBytes({ memory, disks }: MachineSpec): Promise<number> {
  const written = disks.filter(({ readonly }) => !readonly)
  const sizes = await Promise.all(written.map(async ({ file }) => (await stat(file)).blocks * 512))
  return sizes.reduce((sum, bytes) => sum + bytes, memory)
}

/** Specs of those that answer; notes of those that are gone are removed. */
async function runningMachines(project: Pick<Project, 'out'>): Promise<MachineSpec[]> {
  const folder = join(project.out, 'machine', 'running')
  const alive: MachineSpec[] = []
  for (const file of await list(folder)) {
    const spec = parseSpec(await readTextIfPresent(join(folder, file)))
    const there = spec && (await stat(join(spec.runtimeDir, 'monitor')).catch(() => undefined))
    if (spec && there) alive.push(spec)
    else await rm(join(folder, file), { force: true })
  }
  return alive
}

function parseSpec(text: string | undefined): MachineSpec | undefined {
  try {
    const value: Partial<MachineSpec> | null = JSON.parse(text ?? 'null')
    return typeof value?.runtimeDir === 'string' ? (value as MachineSpec) : undefined
  } catch {
    return undefined
  }
}

/** All that are whole, by name. */
export async function listSaved(project: Pick<Project, 'out'>): Promise<ListedState[]> {
  const listed: ListedState[] = []
  for (const name of (await list(statesFolder(project))).sort()) {
    const folder = join(statesFolder(project), name)
    const state = name.endsWith('.part') ? undefined : await readState(folder)
    if (state)
      listed.push({ name, created: state.created, bytes: await stateBytes(folder, state), memory: state.spec.memory })
  }
  return listed
}

/** Removes one. Throws SmartError (usage) where there is none of that name. */
export async function deleteSaved(project: Pick<Project, 'out'>, name: string): Promise<void> {
  await requireState(project, name)
  // First off the list: what is half deleted is no saved machine.
  await rm(join(stateFolder(project, name), STATE_RECORD))
  await rm(stateFolder(project, name), { recursive: true })
}

/** The machine that goes on from what was saved. Disks go back, too; what is on them now is set aside, never lost. */
export async function prepareSaved(project: Project, name: string): Promise<PreparedMachine> {
  const state = await requireState(project, name)
  const missing = await missingFiles(state.spec)
  if (missing.length > 0)
    throw new SmartError(`The saved machine ${name} was started from files that are gone: ${missing.join(', ')}`, {
      hint: `Build ${project.loaded.profile.name} again, or delete it: smart-os snapshot delete ${name}`,
    })
  const { serialLog, disks } = state.spec
  const inTheWay = (await runningMachines(project)).some(
    (other) =>
      other.serialLog === serialLog ||
      other.disks.some(({ file, readonly }) => !readonly && disks.some((disk) => disk.file === file)),
  )
  if (inTheWay)
    throw new SmartError(`A machine of ${project.loaded.profile.name} is running on these disks`, {
      hint: 'Power it off first; then this one can take its place',
      exitStatus: ExitStatus.usage,
    })
  const needed = await resumeBytes(stateFolder(project, name), state)
  const free = await freeBytes(project.out)
  if (free < needed)
    throw new SmartError(
      `Going on from ${name} takes ${formatSize(needed)}, and ${formatSize(free)} are free in ${project.out}`,
      { hint: 'Make room: its disks are copied, so that it can be gone on from again' },
    )
  const runtimeDir = await createRuntimeDir()
  try {
    return await resume(project, name, state, runtimeDir)
  } catch (error) {
    await removeRuntimeDir(runtimeDir).catch(() => undefined)
    throw error
  }
}

async function resume(project: Project, name: string, state: SavedState, runtimeDir: string): Promise<PreparedMachine> {
  const notes: string[] = []
  if (state.spec.boot.type === 'uefi') await prepareFirmware(runtimeDir)
  const resumed = await resumeSpec(stateFolder(project, name), state, {
    runtimeDir,
    // A throw-away layer lay in the folder of the machine that is gone.
    place: ({ file }) => (file.startsWith(`${state.spec.runtimeDir}/`) ? join(runtimeDir, basename(file)) : file),
    async replace(file) {
      if (await stat(file).catch(() => undefined))
        notes.push(`${file} goes back to how it was saved; as it was until now it is ${await setAside(file)}`)
    },
  })
  const accelerationReason = `as ${name} was saved`
  const { spec, argv, moved } = await settlePorts(resumed)
  return { spec, argv, accelerationReason, notes: [...notes, ...moved] }
}

async function requireState(project: Pick<Project, 'out'>, name: string) {
  const state = await readState(stateFolder(project, name))
  if (state) return state
  const names = (await listSaved(project)).map((saved) => saved.name)
  throw new SmartError(`There is no saved machine ${name}`, {
    hint: didYouMean(name, names) || 'smart-os snapshot list shows all',
    exitStatus: ExitStatus.usage,
  })
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}
