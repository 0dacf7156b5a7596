/** What can be started of what a build left. */
import type { RunKind } from './types.ts'
import type { VerifyInput } from './verify-images.ts'

/** Names in the output folder, see DESIGN, "What a build leaves". */
export const KERNEL = 'bzImage'
export const INITRAMFS = 'initramfs'
export const DISK = 'disk.img'
export const ISO = 'disk.iso'
export const QCOW2 = 'disk.qcow2'
export const OCI = 'oci.tar'
export const ROOTFS = 'rootfs.tar'

/** Ways of booting that a build's files allow, in the order they are tried. */
export function possibleBoots({ files, initramfs }: VerifyInput['record']): RunKind[] {
  const direct = files[KERNEL] && files[INITRAMFS] && (initramfs === 'whole' || files[DISK])
  return [
    ...(direct ? (['direct'] as const) : []),
    ...(files[DISK] ? (['bios', 'uefi'] as const) : []),
    ...(files[ISO] ? (['iso-bios', 'iso-uefi'] as const) : []),
    ...(files[OCI] && files[ROOTFS] ? (['container'] as const) : []),
  ]
}
