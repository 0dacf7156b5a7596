/** Machine: the virtual machine in which the system runs and is verified. */
import { BOOTS } from '../../../profile/boot.ts'
import { field, group, type SettingSpec } from './spec.ts'

const board = group('machine', 'board')
const disks = group('machine', 'disks')

const text = (value: unknown) => (typeof value === 'string' ? value : '')

export const MACHINE_SETTINGS: readonly SettingSpec[] = [
  board(
    'machine.memory',
    'Memory',
    'size',
    'Of the machine that run and verify start. The footer says how much the system needs.',
    {
      example: '64M',
    },
  ),
  board('machine.cpus', 'CPUs', 'int', 'Virtual processors. More than one brings SMP into the kernel.', {
    example: '1',
    min: 1,
    max: 64,
  }),
  board(
    'machine.boot',
    'Boots by',
    'choice',
    'direct: QEMU loads kernel and initramfs itself, the quickest. bios and uefi boot the disk image as a real computer does, iso-bios and iso-uefi the CD.',
    { values: [...BOOTS] },
  ),
  board('machine.display', 'Display', 'choice', 'none: serial console only. window: a screen as well.', {
    values: ['none', 'window'],
  }),
  disks(
    'machine.disks',
    'Disks',
    'items',
    'Further disks, made, partitioned and formatted at the first run, and mounted by their label. What is on them stays from run to run.',
    {
      items: {
        noun: 'disk',
        ordered: true,
        fields: [
          field(
            'size',
            'Size',
            'size',
            'How much it holds. The file on this computer is sparse: empty space takes none.',
            {
              example: '1G',
            },
          ),
          field('bus', 'Bus', 'choice', 'How the machine sees it; the driver comes along by itself.', {
            values: ['virtio', 'ahci', 'nvme', 'usb'],
          }),
          field('label', 'Label', 'text', 'Of the partition and its file system; without one it is disk1, disk2, …', {
            optional: true,
            example: 'data',
          }),
          field(
            'filesystem',
            'File system',
            'choice',
            'Made together with the disk, once. none leaves the disk empty.',
            {
              values: ['ext4', 'vfat', 'none'],
            },
          ),
          field(
            'mount',
            'Mounted at',
            'text',
            'The folder where the machine mounts it at boot; without one it does not.',
            {
              optional: true,
              example: '/data',
              unset: 'not mounted',
            },
          ),
        ],
        title: (item, index) => text(item.label) || `disk${index + 1}`,
        summary: (item) =>
          [text(item.size), text(item.bus), text(item.filesystem), item.mount ? `at ${text(item.mount)}` : '']
            .filter(Boolean)
            .join(', '),
      },
    },
  ),
]
