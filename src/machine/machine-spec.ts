/** From a profile's machine settings and the files of a build to a MachineSpec. Pure; folders and firmware come as arguments. */

import { firmwareOf, fromIso } from '../profile/boot.ts'
import type { MachineSettings, SystemSettings } from '../profile/types.ts'
import { SmartError } from '../system/error.ts'
import { parseSize } from '../system/size.ts'
import { findTool } from '../system/tools.ts'
import { linkFolder } from './links.ts'
import type { Firmware } from './ovmf.ts'
import { qemuCard } from './qemu-argv.ts'
import { staticSubnet } from './subnet.ts'
import type { Acceleration, DiskAttachment, LinkCard, MachineSpec } from './types.ts'

export interface MachineRequest {
  name: string
  settings: MachineSettings
  network: SystemSettings['network']
  dns: string[]
  acceleration: Acceleration
  /** Absolute paths of what the build left. `disk` is absent where the initramfs is the whole system and boots directly. */
  images: {
    kernel: string
    initramfs: string
    cmdline: string
    disk?: { file: string; format: 'raw' | 'qcow2'; base?: string }
    iso?: string
  }
  /** Further disks after the image's own. */
  disks?: DiskAttachment[]
  /** From prepareFirmware; needed for UEFI only. */
  firmware?: Firmware
  /** Expanded driver devices. */
  extra?: string[]
  /** False where a direct boot is to have the ordinary firmware even under emulation. Default: true. */
  quick?: boolean
  /** Where the machines of a link meet; default: one place for all of this person's. */
  linkFolder?: (link: string) => string
  runtimeDir: string
  serialLog: string
}

/** Least memory that each way of booting has been seen to work with, in bytes: below it firmware itself crashes. */
const MEMORY_FLOOR = { none: parseSize('16M') ?? 0, bios: parseSize('16M') ?? 0, uefi: parseSize('64M') ?? 0 }

/** Throws SmartError for settings that cannot work: too little memory, UEFI without firmware, a disk boot without a disk. */
export function machineSpec(request: MachineRequest): MachineSpec {
  const { settings, images } = request
  const floor = MEMORY_FLOOR[firmwareOf(settings.boot)]
  if (settings.memory < floor)
    throw new SmartError(`${settings.memory / 1024 ** 2} MB of memory are too little for a ${settings.boot} boot`, {
      hint: `Set machine.memory to ${floor / 1024 ** 2}M or more`,
      where: 'machine.memory',
    })
  if (fromIso(settings.boot) && !images.iso)
    throw new SmartError('There is no CD image to boot from', {
      hint: 'Add iso to image.formats and build, or choose machine.boot: bios',
      where: 'machine.boot',
    })
  if (firmwareOf(settings.boot) !== 'none' && !fromIso(settings.boot) && !images.disk)
    throw new SmartError('There is no disk image to boot from', {
      hint: 'Add disk to image.formats and build, or choose machine.boot: direct',
      where: 'machine.boot',
    })
  const subnet = staticSubnet(request.network, request.dns)
  return {
    name: request.name,
    memory: settings.memory,
    cpus: settings.cpus,
    acceleration: request.acceleration,
    boot: bootOf(request),
    disks: [
      ...(fromIso(settings.boot) && images.iso
        ? [{ file: images.iso, format: 'raw' as const, bus: 'cdrom' as const, readonly: true }]
        : []),
      ...(images.disk ? [{ ...images.disk, bus: 'virtio' as const, readonly: false }] : []),
      ...(request.disks ?? []),
    ],
    nics:
      settings.network === 'user'
        ? [{ model: settings.nic, backend: 'user', forward: settings.forward, ...(subnet ? { subnet } : {}) }]
        : [],
    ...(settings.links.length > 0 ? { links: profileLinks(request) } : {}),
    display: settings.display,
    extra: request.extra ?? [],
    runtimeDir: request.runtimeDir,
    serialLog: request.serialLog,
  }
}

/** The profile's own cards on links, counted from 1. */
function profileLinks({ name, settings, linkFolder: folderOf = linkFolder }: MachineRequest): LinkCard[] {
  return settings.links.map(({ name: link, nic }, index) => ({
    folder: folderOf(link),
    profile: name,
    card: index + 1,
    instance: 0,
    args: cardArgs(nic),
  }))
}

/** A card of this model on a link. `romfile=` leaves the network boot ROM out. */
export function cardArgs(model: MachineSettings['nic']): string[] {
  return ['-device', `${qemuCard(model)},netdev={{card}},romfile=`]
}

/**
 * Words that only make emulation faster and are never part of a build: QEMU reuses the code that it translated for one
 * process in the next when libraries lie at the same addresses, and a delay loop that need not be measured saves a moment.
 */
const EMULATION_WORDS = ['lpj=4000000', 'norandmaps']

const QUICK_FIRMWARE = '/usr/share/qemu/qboot.rom'

function bootOf({
  settings,
  images,
  firmware,
  acceleration,
  quick: allowed = true,
}: MachineRequest): MachineSpec['boot'] {
  const kind = firmwareOf(settings.boot)
  if (kind === 'bios') return { type: 'bios' }
  if (kind === 'uefi') {
    if (!firmware) throw new Error('a UEFI boot needs prepareFirmware() first')
    return { type: 'uefi', ...firmware }
  }
  const quick =
    allowed && acceleration === 'tcg' && settings.display === 'none' && findTool(QUICK_FIRMWARE) !== undefined
  // A whole initramfs started without a disk must not be told to look for one.
  const onDisk = /(?:^|\s)root=(?!\/dev\/ram)/.test(images.cmdline)
  const words = images.cmdline
    .split(/\s+/)
    .filter((word) => word && (images.disk || !onDisk || !/^(?:root(?:fstype|flags)?|overlay)=/.test(word)))
  if (quick) words.push(...EMULATION_WORDS.filter((word) => !words.includes(word)))
  return {
    type: 'direct',
    kernel: images.kernel,
    initramfs: images.initramfs,
    cmdline: words.join(' '),
    ...(quick ? { quick } : {}),
  }
}
