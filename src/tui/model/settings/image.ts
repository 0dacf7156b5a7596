/** Image: what is made, and how big it may be. */
import { group, type SettingSpec } from './spec.ts'

const size = group('image', 'size')
const root = group('image', 'root file system')
const made = group('image', 'what is made')

export const IMAGE_SETTINGS: readonly SettingSpec[] = [
  size(
    'image.budget',
    'Budget',
    'size',
    'The most that kernel, initramfs and system may take together. A build that exceeds it fails and says by how much and because of what.',
    { optional: true, example: '64M', unset: 'none' },
  ),
  size(
    'image.size',
    'Disk size',
    'size',
    'Size of the disk image. It is sparse: empty space takes none. Without it the disk is as small as its contents allow.',
    { optional: true, example: '1G', unset: 'as small as can be' },
  ),
  size('image.compression', 'Compression', 'choice', 'Of the initramfs. zstd unpacks faster, xz is smaller.', {
    values: ['zstd', 'xz'],
  }),
  root(
    'image.root',
    'Root',
    'choice',
    'disk: a small initramfs finds the disk, loads its driver and goes over to it (switch_root), so files survive a reboot. initramfs: the kernel unpacks the whole system into memory and stays there; no disk is needed. initrd: the whole system is the image of a disk, which the kernel copies to /dev/ram0 and mounts, as it was done before there was the initramfs.',
    { values: ['disk', 'initramfs', 'initrd'] },
  ),
  root(
    'image.memoryFs',
    'Memory file system',
    'choice',
    'What the files of an initramfs are in, for root: initramfs. tmpfs takes at most half of the memory and knows how much is free. ramfs, its ancestor, is the page cache itself: no limit, no figures, and a program that writes without end takes the machine down.',
    { values: ['tmpfs', 'ramfs'] },
  ),
  root(
    'image.rootfs',
    'File system',
    'choice',
    'What the root on the disk is. ext4 can be written to; squashfs is compressed and read-only.',
    { values: ['ext4', 'squashfs'] },
  ),
  root(
    'image.overlay',
    'Changes to a squashfs root',
    'choice',
    'A squashfs is never written to; overlayfs lays a second file system over it that takes the changes. memory: they are gone after a reboot, and every start is the first. disk: they are kept on an ext4 partition of the same disk, which takes all that image.size leaves; wiping it brings the system back as it was built.',
    { values: ['memory', 'disk'] },
  ),
  made(
    'image.formats',
    'Formats',
    'list',
    'What is made: a disk image, the same for clouds (qcow2), a CD image, container archives.',
    { values: ['disk', 'qcow2', 'iso', 'oci'], example: 'disk, iso' },
  ),
  made(
    'image.debug',
    'Debugging boot',
    'bool',
    'The kernel speaks from its first moment on (earlyprintk), with all its messages, and /init shows every command on the console before it runs. For a machine that does not come up.',
  ),
]
