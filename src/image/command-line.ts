/** The kernel's command line: the same words for the boot loader's menu and for a direct boot. */
import type { ImageSettings } from '../profile/types.ts'

/** Screen and serial line both show the boot; the last one is /dev/console. Level 6 hides what only developers read. */
const COMMON = 'console=tty0 console=ttyS0 loglevel=6'
/** Name of the root partition in the table; /init finds it by this. */
export const ROOT_PARTITION = 'smart-os-root'

/** The root file system on a CD: one compressed file. */
export const LIVE_ROOT = '/system.squashfs'

/** Partition that keeps the changes to a root that cannot be written. */
export const DATA_PARTITION = 'smart-os-data'

/** Kilobytes that the disk of an initrd may have; memory is taken only for what is written on it. */
const RAMDISK_KILOBYTES = 1 << 20

type Form = Pick<ImageSettings, 'root' | 'rootfs' | 'memoryFs' | 'overlay' | 'debug'>

/** What makes the kernel tell everything from its first moment on, and /init show every command. */
export const DEBUG_WORDS = ['debug', 'earlyprintk=serial,ttyS0,115200', 'loglevel=8', 'ignore_loglevel']

/** Where the root is: nothing to say where the initramfs is the system, in the file system that the kernel takes for it. */
export function rootArguments(image: Form): string {
  switch (image.root) {
    case 'initramfs':
      return image.memoryFs === 'ramfs' ? 'rootfstype=ramfs' : ''
    case 'initrd':
      return `root=/dev/ram0 rootfstype=${image.rootfs} rw ramdisk_size=${RAMDISK_KILOBYTES}`
    case 'disk': {
      const root = `root=PARTLABEL=${ROOT_PARTITION} rootfstype=${image.rootfs}`
      if (image.rootfs === 'ext4') return `${root} rw`
      return image.overlay === 'disk' ? `${root} ro overlay=PARTLABEL=${DATA_PARTITION}` : `${root} ro`
    }
  }
}

/** The command line in the CD's boot menu; `label` names the medium that the root is on, undefined where all is in the initramfs. */
export function isoCommandLine(label: string | undefined): string {
  return label === undefined ? COMMON : `${COMMON} root=LABEL=${label} rootfstype=iso9660 rootimage=${LIVE_ROOT} ro`
}

/** The command line in the disk's boot menu. A machine that boots directly without a disk leaves out `root=`. */
export function diskCommandLine(image: Form): string {
  return [COMMON, rootArguments(image), ...(image.debug ? DEBUG_WORDS : [])].filter((part) => part !== '').join(' ')
}
