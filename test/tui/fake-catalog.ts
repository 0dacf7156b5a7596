/** A catalog of the size and kind of the real one, as data for the configurator's tests. */
import type { Catalog, CatalogEntry, Component, Driver } from '../../src/catalog/types.ts'

const component = (
  id: string,
  category: string,
  title: string,
  summary: string,
  more: Partial<Component> = {},
): Component => ({
  kind: 'component',
  id,
  title,
  summary,
  category,
  help: `${summary}. One wants it because a system without it could not do what it is for; leave it out to save its size.`,
  requires: [],
  conflicts: [],
  provides: [],
  kernel: {},
  folder: `/catalog/${id}`,
  estimates: { cpuSeconds: 40, bytes: 600_000, downloadBytes: 1_000_000 },
  licence: 'MIT',
  homepage: 'https://example.org',
  boot: false,
  essential: false,
  hidden: false,
  sources: [],
  sourceName: id,
  packages: [],
  options: {},
  buildRequires: [],
  incremental: false,
  inputs: [],
  rootfs: { include: ['**'], exclude: [] },
  services: [],
  users: [],
  ports: [],
  patches: [],
  ...more,
})

const driver = (
  id: string,
  category: string,
  summary: string,
  symbol: string,
  modes: Driver['modes'],
  more: Partial<Driver> = {},
): Driver => ({
  kind: 'driver',
  id,
  title: id,
  summary,
  category,
  help: `${summary}. Exercised by a device of the virtual machine.`,
  requires: [],
  conflicts: [],
  provides: [],
  kernel: { [symbol]: 'y' },
  along: [],
  folder: `/catalog/${id}`,
  estimates: { cpuSeconds: 3, bytes: 60_000, downloadBytes: 0 },
  symbol,
  modes,
  modules: [id],
  ...more,
})

const entries: CatalogEntry[] = [
  component('linux', 'base', 'Linux kernel', 'The kernel', {
    essential: true,
    boot: true,
    provides: ['kernel'],
    licence: 'GPL-2.0',
    estimates: { cpuSeconds: 430, bytes: 2_150_000, downloadBytes: 130_000_000 },
  }),
  component('glibc', 'base', 'GNU C library', 'The C library that everything is linked against', {
    essential: true,
    boot: true,
    estimates: { cpuSeconds: 660, bytes: 3_100_000, downloadBytes: 18_000_000 },
  }),
  component('busybox', 'base', 'BusyBox', 'Shell and a hundred small tools in one file', {
    essential: true,
    boot: true,
    requires: ['glibc'],
    estimates: { cpuSeconds: 80, bytes: 1_000_000, downloadBytes: 2_400_000 },
    options: {
      telnet: { type: 'bool', title: 'Telnet client', help: 'Unencrypted; for old devices.', default: false },
      editor: {
        type: 'choice',
        title: 'Editor',
        help: 'Which editor comes along.',
        default: 'vi',
        values: ['vi', 'ed', 'none'],
      },
      history: { type: 'int', title: 'History', help: 'Lines of shell history.', default: 256, min: 0, max: 10000 },
    },
  }),
  component('base', 'base', 'Skeleton', 'Init scripts, users, network', {
    essential: true,
    boot: true,
    estimates: { cpuSeconds: 0, bytes: 40_000, downloadBytes: 0 },
  }),
  component('tzdata', 'base', 'Time zones', 'The time zone in which the machine lives'),
  component('gcc', 'development', 'GNU compilers', 'C and C++ compilers inside the machine', {
    requires: ['binutils', 'gmp'],
    estimates: { cpuSeconds: 4200, bytes: 95_000_000, downloadBytes: 85_000_000 },
  }),
  component('binutils', 'development', 'GNU binutils', 'Assembler and linker', {
    requires: ['glibc'],
    estimates: { cpuSeconds: 300, bytes: 22_000_000, downloadBytes: 24_000_000 },
  }),
  component('gmp', 'development', 'GMP', 'Big numbers, for the compilers', {
    estimates: { cpuSeconds: 90, bytes: 700_000, downloadBytes: 2_000_000 },
  }),
  component('openssh', 'network', 'OpenSSH', 'Login and file copy over the network', {
    requires: ['zlib'],
    conflicts: ['dropbear'],
    ports: [{ port: 22, protocol: 'tcp' }],
  }),
  component('dropbear', 'network', 'Dropbear', 'A small SSH server', {
    conflicts: ['openssh'],
    ports: [{ port: 22, protocol: 'tcp' }],
  }),
  component('zlib', 'network', 'zlib', 'Compression library'),
  component('nginx-rtmp', 'streaming', 'nginx with RTMP', 'Takes and serves live streams', {
    requires: ['zlib'],
    ports: [
      { port: 1935, protocol: 'tcp' },
      { port: 8080, protocol: 'tcp' },
    ],
    estimates: { cpuSeconds: 120, bytes: 1_900_000, downloadBytes: 1_100_000 },
  }),
  component('headers', 'base', 'Kernel headers', 'Only for building', { hidden: true }),
  driver('virtio-blk', 'disks', 'Disks of a virtual machine', 'VIRTIO_BLK', ['builtin']),
  driver('ahci', 'disks', 'SATA disks', 'SATA_AHCI', ['builtin', 'module']),
  driver('nvme', 'disks', 'NVMe disks', 'BLK_DEV_NVME', ['builtin', 'module']),
  driver('usb-storage', 'disks', 'USB sticks', 'USB_STORAGE', ['builtin', 'module']),
  driver('ext4', 'file systems', 'The usual file system of Linux', 'EXT4_FS', ['builtin']),
  driver('squashfs', 'file systems', 'Compressed, read-only', 'SQUASHFS', ['builtin', 'module']),
  driver('virtio-net', 'network', 'Network card of a virtual machine', 'VIRTIO_NET', ['builtin']),
  driver('e1000', 'network', 'Intel PRO/1000 network cards', 'E1000', ['builtin', 'module']),
]

export const fakeCatalog: Catalog = {
  entries: new Map(entries.map((entry) => [entry.id, entry])),
  folders: ['/catalog'],
}
