/** The ways in which a machine starts, what each starts from, and who reads it. */
import type { ImageSettings } from './types.ts'

/** `direct`: the emulator loads kernel and initramfs. `bios`, `uefi`: firmware reads the disk. `iso-*`: firmware reads the CD. */
export const BOOTS = ['direct', 'bios', 'uefi', 'iso-bios', 'iso-uefi'] as const
export type Boot = (typeof BOOTS)[number]

/** What a person sees beside the word. */
export const BOOT_TITLES: Record<Boot, string> = {
  direct: 'kernel and initramfs, no firmware',
  bios: 'the disk, by BIOS',
  uefi: 'the disk, by UEFI',
  'iso-bios': 'the CD, by BIOS',
  'iso-uefi': 'the CD, by UEFI',
}

/** The firmware that runs first; `none` for a direct boot. */
export function firmwareOf(boot: Boot): 'none' | 'bios' | 'uefi' {
  if (boot === 'direct') return 'none'
  return boot === 'uefi' || boot === 'iso-uefi' ? 'uefi' : 'bios'
}

/** True where the machine starts from the CD image. */
export function fromIso(boot: Boot): boolean {
  return boot === 'iso-bios' || boot === 'iso-uefi'
}

/** Whether a disk image is made: for itself, or as what disk.qcow2 is made from. */
export function hasDisk(image: Pick<ImageSettings, 'formats'>): boolean {
  return image.formats.includes('disk') || image.formats.includes('qcow2')
}

/** The same firmware with the medium that there is: a profile with a CD and no disk boots the CD. */
export function bootableBoot(boot: Boot, image: Pick<ImageSettings, 'formats'>): Boot {
  if (hasDisk(image) || !image.formats.includes('iso')) return boot
  return boot === 'bios' ? 'iso-bios' : boot === 'uefi' ? 'iso-uefi' : boot
}
