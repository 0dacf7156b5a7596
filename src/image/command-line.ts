/** The kernel's command line: the same words for the boot loader's menu and for a direct boot. */
import type { ImageSettings } from '../profile/types.ts'

/** Screen and serial line both show the boot; the last one is /dev/console. Level 6 hides what only developers read. */
const COMMON = 'console=tty0 console=ttyS0 loglevel=6'
/** Name of the root partition in the table; /init finds it by this. */
export const ROOT_PARTITION = 'smart-os-root'

/** The root file system on a CD: one compressed file. */
export const LIVE_ROOT = '/system.squashfs'

/** What makes /init go on to the disk; empty where everything stays in memory. */
export function rootArguments(image: Pick<ImageSettings, 'root' | 'rootfs'>): string {
  if (image.root === 'initramfs') return ''
  return `root=PARTLABEL=${ROOT_PARTITION} rootfstype=${image.rootfs} ${image.rootfs === 'squashfs' ? 'ro' : 'rw'}`
}

/** The command line in the CD's boot menu; `label` names the medium that the root is on, undefined where all is in the initramfs. */
export function isoCommandLine(label: string | undefined): string {
  return label === undefined ? COMMON : `${COMMON} root=LABEL=${label} rootfstype=iso9660 rootimage=${LIVE_ROOT} ro`
}

/** The command line in the disk's boot menu. A machine that boots directly without a disk leaves out `root=`. */
export function diskCommandLine(image: Pick<ImageSettings, 'root' | 'rootfs'>): string {
  return [COMMON, rootArguments(image)].filter((part) => part !== '').join(' ')
}
