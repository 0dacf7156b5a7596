/** Further disks that could not be made, found or mounted. */
import { DISK_FLOOR, diskLabel, VFAT_LABEL_LENGTH } from '../profile/disks.ts'
import type { Profile } from '../profile/types.ts'
import { formatSize, sizeToText } from '../system/size.ts'
import type { Problem } from './types.ts'

/** Folders that the system itself is in, or that the kernel provides: a disk mounted there would hide it. */
const TAKEN = [
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/lib',
  '/lib64',
  '/proc',
  '/run',
  '/sbin',
  '/sys',
  '/tmp',
  '/usr',
  '/var',
]

/** Sizes below what a file system needs, labels that find nothing or two disks, mounts that collide. */
export function diskProblems({ system, machine }: Pick<Profile, 'system' | 'machine'>): Problem[] {
  const problems: Problem[] = []
  const labels = machine.disks.map(diskLabel)
  const paths = [...system.mounts.map(({ path }) => path), ...machine.disks.map(({ mount }) => mount)]
  machine.disks.forEach((disk, index) => {
    const about = `machine.disks[${index}]`
    const error = (message: string, hint: string) => problems.push({ severity: 'error', about, message, hint })
    const label = diskLabel(disk, index)
    const floor = DISK_FLOOR[disk.filesystem]
    if (disk.size < floor)
      error(
        `The disk ${label} has ${formatSize(disk.size)}, which is less than ${disk.filesystem === 'none' ? 'a disk' : `${disk.filesystem} on it`} needs`,
        `Set size to ${sizeToText(floor)} or more`,
      )
    if (labels.indexOf(label) < index)
      error(`Two disks have the label ${label}`, 'Labels find the disks; give each its own')
    if (label.startsWith('smart-os-'))
      error(`The label ${label} is one of the system's own`, 'Choose one that does not start with smart-os-')
    if (disk.filesystem === 'vfat' && label.length > VFAT_LABEL_LENGTH)
      error(
        `The label ${label} is too long for vfat, which has room for ${VFAT_LABEL_LENGTH} characters`,
        'Choose a shorter one, or filesystem: ext4',
      )
    if (disk.mount === undefined) return
    if (disk.filesystem === 'none')
      error(
        `The disk ${label} is to be mounted at ${disk.mount}, but has no file system`,
        'Set filesystem to ext4 or vfat',
      )
    if (TAKEN.includes(disk.mount))
      error(`A disk mounted at ${disk.mount} would hide the system's own files`, 'Choose a folder such as /data')
    if (paths.indexOf(disk.mount) < index + system.mounts.length)
      error(`${disk.mount} is mounted twice`, 'Give each disk a folder of its own')
  })
  return problems
}
