/** What a further disk is called and how small it may be: the words that configuration, images and machine share. */
import type { DiskSettings, MachineSettings } from './types.ts'

/** Label of the partition and of its file system, and the disk's serial number: how the machine finds it. */
export function diskLabel(disk: Pick<DiskSettings, 'label'>, index: number): string {
  return disk.label ?? `disk${index + 1}`
}

/** Least bytes of a disk with such a file system: the partition table and a file system that is of some use. */
export const DISK_FLOOR = { ext4: 4 * 1024 ** 2, vfat: 1024 ** 2, none: 64 * 1024 } as const

/** FAT has room for eleven characters (Microsoft, "FAT: General Overview of On-Disk Format" 1.03). */
export const VFAT_LABEL_LENGTH = 11

/** The disks that the machine mounts, in order. */
export function mountedDisks(disks: MachineSettings['disks']): { label: string; type: string; path: string }[] {
  return disks.flatMap((disk, index) =>
    disk.mount === undefined || disk.filesystem === 'none'
      ? []
      : [{ label: diskLabel(disk, index), type: disk.filesystem, path: disk.mount }],
  )
}
