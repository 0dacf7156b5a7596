/** The profile's own settings as rows of the configurator: path in the words of the file, how it is edited, what it means. */
import { BOOTS } from '../../profile/boot.ts'

export interface SettingSpec {
  /** Dotted path of a profile file. */
  path: string
  section: 'system' | 'network' | 'image' | 'machine'
  title: string
  help: string
  type: 'text' | 'size' | 'int' | 'choice' | 'list' | 'address'
  /** Of a choice, in order; of a list, what its members may be. */
  values?: readonly string[]
  /** May be empty: then there is none. */
  optional?: boolean
  /** An example for the input line. */
  example?: string
}

const row = (
  section: SettingSpec['section'],
  path: string,
  title: string,
  type: SettingSpec['type'],
  help: string,
  more: Partial<SettingSpec> = {},
): SettingSpec => ({
  section,
  path,
  title,
  type,
  help,
  ...more,
})

export const SETTINGS: readonly SettingSpec[] = [
  row(
    'system',
    'system.hostname',
    'Host name',
    'text',
    'The name that the machine calls itself, on its prompt and to the network.',
    { example: 'box' },
  ),
  row(
    'system',
    'system.timezone',
    'Time zone',
    'text',
    'An IANA name such as Europe/Berlin. Anything but UTC brings the time zone data along.',
    { example: 'Europe/Berlin' },
  ),
  row(
    'system',
    'system.login',
    'Login on the consoles',
    'choice',
    'auto: root is logged in on the screen and on the serial line, which is what one wants for a machine on the desk. password: they ask. The network never logs anybody in by itself.',
    { values: ['auto', 'password'] },
  ),
  row(
    'system',
    'system.modules',
    'Loading of modules',
    'choice',
    'For drivers that are modules. listed: those of the drivers that were chosen, by name, in order. auto: each device says what it is (modalias), modules.alias says which module drives such a device, and that one is loaded; also for what is plugged in while the machine runs.',
    { values: ['listed', 'auto'] },
  ),
  row(
    'system',
    'origin',
    'Origin',
    'choice',
    'source: everything is compiled here. package: the distribution’s binaries are taken, verified by apt, so that a system is there within a minute; its kernel is larger and needs 128 MB. A single component can differ: components.NAME.origin in the profile.',
    { values: ['source', 'package'] },
  ),
  row('system', 'title', 'Title', 'text', 'What the list of profiles calls this system.'),
  row('system', 'summary', 'Summary', 'text', 'One line about what it is for.', { optional: true }),

  row(
    'network',
    'system.network',
    'Address',
    'address',
    'dhcp: ask the network for an address. none: loopback only. Or a fixed address with its prefix, and the gateway after a space.',
    { example: 'dhcp, none, or 10.0.2.20/24 10.0.2.2' },
  ),
  row(
    'network',
    'system.dns',
    'Name servers',
    'list',
    'Used with a fixed address, and instead of those that DHCP offers.',
    { optional: true, example: '10.0.2.3, 9.9.9.9' },
  ),
  row(
    'network',
    'machine.network',
    'Link',
    'choice',
    'user: QEMU gives the machine a private network with a way out, without privileges on the host. none: no card at all.',
    { values: ['user', 'none'] },
  ),
  row(
    'network',
    'machine.nic',
    'Card',
    'choice',
    'The model of the first network card. virtio-net is the fast one; e1000 is found in real and virtual machines everywhere.',
    { values: ['virtio-net', 'e1000'] },
  ),
  row(
    'network',
    'machine.forward',
    'Forwards',
    'list',
    'Ports of this computer (127.0.0.1 only) that lead into the machine, as HOST:GUEST or HOST:GUEST/udp.',
    { optional: true, example: '2222:22, 8080:80' },
  ),

  row(
    'image',
    'image.budget',
    'Budget',
    'size',
    'The most that kernel, initramfs and system may take together. A build that exceeds it fails and says by how much and because of what.',
    { optional: true, example: '64M' },
  ),
  row(
    'image',
    'image.root',
    'Root',
    'choice',
    'disk: a small initramfs finds the disk, loads its driver and goes over to it (switch_root), so files survive a reboot. initramfs: the kernel unpacks the whole system into memory and stays there; no disk is needed. initrd: the whole system is the image of a disk, which the kernel copies to /dev/ram0 and mounts, as it was done before there was the initramfs.',
    { values: ['disk', 'initramfs', 'initrd'] },
  ),
  row(
    'image',
    'image.memoryFs',
    'Memory file system',
    'choice',
    'What the files of an initramfs are in, for root: initramfs. tmpfs takes at most half of the memory and knows how much is free. ramfs, its ancestor, is the page cache itself: no limit, no figures, and a program that writes without end takes the machine down.',
    { values: ['tmpfs', 'ramfs'] },
  ),
  row(
    'image',
    'image.rootfs',
    'File system',
    'choice',
    'ext4 can be written to; squashfs is compressed and read-only.',
    { values: ['ext4', 'squashfs'] },
  ),
  row(
    'image',
    'image.overlay',
    'Changes to a squashfs root',
    'choice',
    'A squashfs is never written to; overlayfs lays a second file system over it that takes the changes. memory: they are gone after a reboot, and every start is the first. disk: they are kept on an ext4 partition of the same disk, which takes all that image.size leaves; wiping it brings the system back as it was built.',
    { values: ['memory', 'disk'] },
  ),
  row(
    'image',
    'image.debug',
    'Debugging boot',
    'choice',
    'true: the kernel speaks from its first moment on (earlyprintk), with all its messages, and /init shows every command on the console before it runs. For a machine that does not come up.',
    { values: ['false', 'true'] },
  ),
  row('image', 'image.compression', 'Compression', 'choice', 'Of the initramfs. zstd unpacks faster, xz is smaller.', {
    values: ['zstd', 'xz'],
  }),
  row(
    'image',
    'image.size',
    'Disk size',
    'size',
    'Size of the disk image. It is sparse: empty space takes none. Without it the disk is as small as its contents allow.',
    { optional: true, example: '1G' },
  ),
  row(
    'image',
    'image.formats',
    'Formats',
    'list',
    'What is made: a disk image, the same for clouds (qcow2), a CD image, container archives.',
    {
      values: ['disk', 'qcow2', 'iso', 'oci'],
      example: 'disk, iso',
    },
  ),

  row('machine', 'machine.memory', 'Memory', 'size', 'Of the machine that run and verify start.', { example: '64M' }),
  row('machine', 'machine.cpus', 'CPUs', 'int', 'Virtual processors.', { example: '1' }),
  row(
    'machine',
    'machine.boot',
    'Boots by',
    'choice',
    'direct: QEMU loads kernel and initramfs itself, the quickest. bios and uefi boot the disk image as a real computer does, iso-bios and iso-uefi the CD.',
    { values: [...BOOTS] },
  ),
  row('machine', 'machine.display', 'Display', 'choice', 'none: serial console only. window: a screen as well.', {
    values: ['none', 'window'],
  }),
]

/** A value in the file's words as one line of text. */
export function settingText(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map(settingText).join(', ')
  if (typeof value === 'object' && 'address' in value)
    return [value.address, 'gateway' in value ? value.gateway : ''].filter(Boolean).join(' ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** What was typed, as the value that the profile's schema judges; null takes an optional setting away. */
export function parseSetting(spec: Pick<SettingSpec, 'type' | 'optional'>, text: string): unknown {
  const trimmed = text.trim()
  if (spec.type === 'list') return trimmed === '' ? [] : trimmed.split(/[\s,]+/).filter(Boolean)
  if (trimmed === '' && spec.optional) return spec.type === 'text' ? '' : null
  if (spec.type === 'int') return /^-?\d+$/.test(trimmed) ? Number(trimmed) : trimmed
  if (spec.type === 'address' && trimmed !== 'dhcp' && trimmed !== 'none') {
    const [address, gateway] = trimmed.split(/\s+(?:via\s+)?/)
    return { address, ...(gateway ? { gateway } : {}) }
  }
  return trimmed
}

/** The value under a dotted path. */
export function valueAt(data: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
      data,
    )
}
