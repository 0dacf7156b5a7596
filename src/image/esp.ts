/** The EFI system partition of disks and CDs: the loader for UEFI, and the kernel and initramfs that both firmwares' loaders read. */
import { sha256 } from '../system/hash.ts'
import { buildFat16 } from './fat.ts'
import { seededUuid } from './guid.ts'

export interface EspContents {
  /** BOOTX64.EFI */
  efi: Uint8Array
  kernel: Uint8Array
  initramfs: Uint8Array
  /** The kernel's command line, for UEFI. */
  cmdline: string
  /** For GRUB, where it reads its menu here. */
  grubConfig?: string
}

/** The file system; its serial number derives from `identity`. */
export function buildEsp(contents: EspContents, identity: string): Buffer {
  return buildFat16(
    [
      { path: '/EFI/BOOT/BOOTX64.EFI', content: contents.efi },
      ...(contents.grubConfig === undefined
        ? []
        : [{ path: '/grub/grub.cfg', content: Buffer.from(contents.grubConfig) }]),
      { path: '/cmdline', content: Buffer.from(contents.cmdline) },
      { path: '/bzimage', content: contents.kernel },
      { path: '/initrd', content: contents.initramfs },
    ],
    { label: 'SMART-OS', serial: Number.parseInt(seededUuid(identity, 'esp-serial').slice(0, 8), 16) },
  )
}

/** Hash of what an EFI system partition is made from, as a seed of identities. */
export function espHashes({ efi, kernel, initramfs }: Pick<EspContents, 'efi' | 'kernel' | 'initramfs'>): string[] {
  return [efi, kernel, initramfs].map((bytes) => sha256(bytes))
}
