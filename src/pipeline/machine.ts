/** From what a build left to a machine that can be started: files, memory, disks that keep what was written, acceleration. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Driver } from '../catalog/types.ts'
import { refuseLittleMemory } from '../configure/index.ts'
import { DEBUG_WORDS, placeDisk, prepareDataDisk } from '../image/index.ts'
import type { BuildRecord } from '../image/types.ts'
import {
  createOverlay,
  createRuntimeDir,
  goesQuickly,
  lastingDevices,
  machineSpec,
  prepareFirmware,
  probeAcceleration,
  removeRuntimeDir,
} from '../machine/index.ts'
import type { DiskAttachment, MachineSpec } from '../machine/types.ts'
import { bootableBoot, firmwareOf, fromIso } from '../profile/boot.ts'
import { diskLabel } from '../profile/disks.ts'
import type { MachineSettings } from '../profile/types.ts'
import { requireBuild } from './outputs.ts'
import { settlePorts } from './ports.ts'
import { staleNotes } from './stale.ts'
import type { LaunchOptions, Project } from './types.ts'

export interface PreparedMachine {
  spec: MachineSpec
  /** The command to paste. */
  argv: string[]
  accelerationReason: string
  /** What a person should know: an earlier disk was set aside, a disk was grown, a port was moved. */
  notes: string[]
}

/**
 * The machine that `run` starts. `disk.img` itself stays as it was built and proven: the machine writes to its own copy,
 * `<out>/machine/disk.img`, or with `snapshot` to a layer that is thrown away.
 */
export async function prepareMachine(project: Project, options: LaunchOptions = {}): Promise<PreparedMachine> {
  const record = await requireBuild(project)
  const { machine, system } = project.loaded.profile
  const { memory } = project.configuration
  const asked: MachineSettings = { ...machine, memory, ...withoutUndefined(options) }
  const { image } = project.loaded.profile
  // The words in a boot loader's menu are part of the image; only a direct start can be given others.
  const boot = options.debug ? 'direct' : bootableBoot(asked.boot, image)
  const { instance = 1, promised = [] } = options
  const settings: MachineSettings = { ...asked, boot }
  if (options.memory !== undefined)
    refuseLittleMemory(options.memory, boot, project.configuration.states.get('linux')?.origin === 'package')
  const choice = await probeAcceleration(project.cache)
  const stale = await staleNotes(project)
  const runtimeDir = await createRuntimeDir()
  try {
    const folder = instanceFolder(project, instance)
    const { disk, notes } = await systemDisk(project, record, settings, { runtimeDir, folder }, options)
    const extra = await extraDisks(folder, settings, options.snapshot ? runtimeDir : undefined)
    const wanted: MachineSpec = {
      ...machineSpec({
        name: project.loaded.profile.name,
        settings,
        network: system.network,
        dns: system.dns,
        acceleration: choice.acceleration,
        images: {
          kernel: join(project.out, 'bzImage'),
          initramfs: join(project.out, 'initramfs'),
          cmdline: [record.cmdline, ...(options.debug ? DEBUG_WORDS : [])].join(' '),
          ...(disk === undefined ? {} : { disk }),
          ...(record.files['disk.iso'] === undefined ? {} : { iso: join(project.out, 'disk.iso') }),
        },
        disks: extra.disks,
        extra: lastingDevices(selectedDrivers(project), settings.memory),
        quick: goesQuickly(selectedDrivers(project)),
        ...(firmwareOf(settings.boot) === 'uefi' ? { firmware: await prepareFirmware(runtimeDir) } : {}),
        runtimeDir,
        serialLog: join(project.out, 'logs', instance > 1 ? `serial-${instance}.log` : 'serial.log'),
      }),
      // For `snapshot save` from another terminal.
      monitor: true,
    }
    // A further machine of a profile leaves the first its ports, even where that one is off just now.
    const { spec, argv, moved } = await settlePorts(wanted, [...promised, ...(instance > 1 ? asked.forward : [])])
    return { spec, argv, accelerationReason: choice.reason, notes: [...stale, ...notes, ...extra.notes, ...moved] }
  } catch (error) {
    await removeRuntimeDir(runtimeDir).catch(() => undefined)
    throw error
  }
}

/** Where a machine's own disks are: those of further machines below those of the first. */
function instanceFolder({ out }: Pick<Project, 'out'>, instance: number): string {
  return instance > 1 ? join(out, 'machine', String(instance)) : join(out, 'machine')
}

function selectedDrivers({ configuration }: Pick<Project, 'configuration'>): Driver[] {
  return configuration.drivers.flatMap((id) => {
    const entry = configuration.states.get(id)?.entry
    return entry?.kind === 'driver' ? [entry] : []
  })
}

function withoutUndefined({ memory, cpus, boot, display, network, forward }: LaunchOptions): Partial<MachineSettings> {
  return Object.fromEntries(
    Object.entries({ memory, cpus, boot, display, network, forward }).filter(([, value]) => value !== undefined),
  )
}

/** None for a direct boot of an initramfs that is the whole system, and for a live system on a CD. */
async function systemDisk(
  project: Project,
  record: BuildRecord,
  settings: MachineSettings,
  { runtimeDir, folder }: { runtimeDir: string; folder: string },
  options: LaunchOptions,
): Promise<{ disk?: { file: string; format: 'raw' | 'qcow2'; base?: string }; notes: string[] }> {
  const built = record.files['disk.img']
  if (
    built === undefined ||
    fromIso(settings.boot) ||
    (settings.boot === 'direct' && record.initramfs === 'whole' && !options.debug)
  )
    return { notes: [] }
  const shipped = join(project.out, 'disk.img')
  if (options.snapshot) {
    const file = join(runtimeDir, 'snapshot.qcow2')
    await createOverlay(shipped, file)
    return { disk: { file, format: 'qcow2', base: shipped }, notes: [] }
  }
  const file = join(folder, 'disk.img')
  const { notes } = await placeDisk({ built: shipped, target: file, fresh: options.fresh ?? false })
  return { disk: { file, format: 'raw' }, notes }
}

/** `machine.disks`: sparse files beside the system disk, made when they are not there; what is on them stays. */
async function extraDisks(folder: string, settings: MachineSettings, snapshot: string | undefined) {
  if (settings.disks.length > 0) await mkdir(folder, { recursive: true })
  const notes: string[] = []
  const disks: DiskAttachment[] = []
  for (const [index, disk] of settings.disks.entries()) {
    const label = diskLabel(disk, index)
    const file = join(folder, `data-${label}.img`)
    notes.push(...(await prepareDataDisk({ file, disk, index })))
    const layer = snapshot && join(snapshot, `data-${label}.qcow2`)
    if (layer) await createOverlay(file, layer)
    disks.push({
      ...(layer ? { file: layer, format: 'qcow2' as const, base: file } : { file, format: 'raw' as const }),
      bus: disk.bus,
      readonly: false,
      serial: label,
    })
  }
  return { disks, notes }
}
