/** What no single value shows: settings that do not go together, or that cannot work. Found before anything is built. */
import { existsSync } from 'node:fs'
import { bootableBoot, firmwareOf, fromIso, hasDisk } from '../profile/boot.ts'
import type { Profile } from '../profile/types.ts'
import { ExitStatus, SmartError } from '../system/error.ts'
import { formatSize } from '../system/size.ts'
import { diskProblems } from './disk-problems.ts'
import type { Problem } from './types.ts'

const MIB = 1024 * 1024

/** Guest memory below which firmware or kernel is known to fail. Measured with the minimal profile, see the README. */
export const MEMORY_FLOORS = { none: 32, bios: 32, uefi: 64 } as const
/** The same with the distribution's kernel, whatever the firmware: it dies with 64 MB. */
export const PACKAGE_MEMORY_FLOOR = 128

/** Bytes below which a system does not start: the firmware's need, or the distribution's kernel's. */
export function memoryFloor(boot: Profile['machine']['boot'], modular: boolean): number {
  return (modular ? PACKAGE_MEMORY_FLOOR : MEMORY_FLOORS[firmwareOf(boot)]) * MIB
}

/** The memory that the machine gets: a profile written for a small kernel is given what the distribution's kernel needs, visibly. */
export function resolveMemory({ machine }: Profile, modular: boolean): { bytes: number; problems: Problem[] } {
  const floor = memoryFloor(machine.boot, true)
  if (!modular || machine.memory >= floor) return { bytes: machine.memory, problems: [] }
  return {
    bytes: floor,
    problems: [
      {
        severity: 'warning',
        about: 'machine.memory',
        message: `The distribution’s kernel needs ${formatSize(floor)} of memory: the machine gets that instead of ${formatSize(machine.memory)}`,
        hint: `Set machine.memory to ${formatSize(floor)} or more, or take the kernel from source (components.linux.origin)`,
      },
    ],
  }
}

/** Throws SmartError where a machine is asked for with less memory than its kernel and firmware start in. */
export function refuseLittleMemory(memory: number, boot: Profile['machine']['boot'], modular: boolean): void {
  const floor = memoryFloor(boot, modular)
  if (memory >= floor) return
  const whose = modular ? 'the distribution’s kernel does not start' : `nothing boots ${howItBoots(boot)}`
  throw new SmartError(`${formatSize(memory)} of memory are too little: ${whose} below ${formatSize(floor)}`, {
    hint: `Give it ${formatSize(floor)} or more${modular ? ', or take the kernel from source (components.linux.origin)' : ''}`,
    exitStatus: ExitStatus.usage,
  })
}

function howItBoots(boot: Profile['machine']['boot']): string {
  const firmware = firmwareOf(boot)
  return firmware === 'none' ? 'directly' : `under ${firmware.toUpperCase()}`
}

/** Problems of system, image and machine settings. */
export function settingsProblems(profile: Profile, modular = false): Problem[] {
  const { system, image, machine } = profile
  const problems: Problem[] = []
  const error = (about: string, message: string, hint: string) =>
    problems.push({ severity: 'error', about, message, hint })
  const warn = (about: string, message: string, hint: string) =>
    problems.push({ severity: 'warning', about, message, hint })
  const firmware = firmwareOf(machine.boot)
  const floor = memoryFloor(machine.boot, false)
  if (!modular && machine.memory < floor)
    error(
      'machine.memory',
      `machine.memory is ${formatSize(machine.memory)}, but nothing boots ${howItBoots(machine.boot)} below ${formatSize(floor)}`,
      `Set machine.memory to ${formatSize(floor)} or more${firmware === 'uefi' ? `, or machine.boot to ${machine.boot.replace('uefi', 'bios')}` : ''}`,
    )
  if (image.root !== 'disk' && machine.boot !== 'direct' && image.formats.length === 0)
    error(
      'image.formats',
      'image.formats is empty, but machine.boot wants a disk',
      'Add disk to image.formats or set machine.boot to direct',
    )
  if (image.root === 'disk' && image.formats.length === 0)
    error(
      'image.formats',
      'image.root is disk, but no disk image is made',
      'Add disk to image.formats or set image.root to initramfs',
    )
  if (fromIso(bootableBoot(machine.boot, image)) && !image.formats.includes('iso'))
    error(
      'machine.boot',
      `machine.boot is ${machine.boot}, but no CD image is made`,
      'Add iso to image.formats, or set machine.boot to bios or uefi',
    )
  if (image.size !== undefined && !hasDisk(image))
    warn(
      'image.size',
      `image.size is set, but no disk is made: image.formats is ${image.formats.join(', ') || 'empty'}`,
      'Add disk to image.formats, or take image.size out',
    )
  if (image.root === 'initrd' && image.rootfs !== 'ext4')
    error(
      'image.rootfs',
      `image.rootfs is ${image.rootfs}, but an initrd is mounted by the kernel, which lays nothing writable over it`,
      'Set image.rootfs to ext4',
    )
  if (image.root === 'initrd' && image.formats.includes('iso'))
    error('image.formats', 'A CD with an initrd is not made', 'Set image.root to initramfs or disk, or take iso out')
  if (image.overlay === 'disk' && (image.root !== 'disk' || image.rootfs !== 'squashfs'))
    error(
      'image.overlay',
      'image.overlay is disk, but only a squashfs root on a disk has changes that are kept apart',
      'Set image.root to disk and image.rootfs to squashfs, or image.overlay to memory',
    )
  if (image.budget !== undefined && image.size !== undefined && image.size > image.budget && image.root !== 'disk')
    warn(
      'image.size',
      'image.size is larger than image.budget; the budget counts contents, not free space',
      'Nothing to do if that is meant',
    )
  if (
    system.login === 'password' &&
    system.rootPassword === undefined &&
    !system.users.some((user) => user.password !== undefined || (user.sshKeys?.length ?? 0) > 0)
  )
    warn(
      'system.login',
      'Nobody can log in: login is password, root is locked and no user has a password or key',
      'Set system.login to auto, or give a user a password hash',
    )
  const duplicates = (values: readonly string[]) => [
    ...new Set(values.filter((value, index) => values.indexOf(value) !== index)),
  ]
  for (const name of duplicates(['root', ...system.users.map((user) => user.name)]))
    error('system.users', `The user ${name} is there twice`, 'Give each user a name of its own')
  for (const port of duplicates(machine.forward.map(({ host, protocol }) => `${host}/${protocol}`)))
    error('machine.forward', `The host port ${port} is forwarded twice`, 'Choose another host port for one of them')
  for (const path of duplicates(system.files.map((file) => file.path)))
    error('system.files', `The file ${path} is there twice`, 'Take one of them out')
  problems.push(...diskProblems(profile))
  for (const file of system.files)
    if (file.source !== undefined && !existsSync(file.source))
      error(
        'system.files',
        `${file.source}, wanted as ${file.path}, does not exist`,
        'Correct `source`; it is relative to the profile',
      )
  if (typeof system.network === 'object' && system.network.gateway === undefined)
    warn(
      'system.network',
      `The static address ${system.network.address} has no gateway: only its own link can be reached`,
      'Add gateway: to system.network',
    )
  if (machine.network === 'none' && machine.forward.length > 0)
    error(
      'machine.forward',
      'Ports are forwarded, but machine.network is none',
      'Set machine.network to user or take the forwards out',
    )
  return problems
}
