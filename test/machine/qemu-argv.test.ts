/** The QEMU command line: a person pastes it, and file names may hold anything. */
import { expect, test } from 'vitest'
import { machineSpec } from '../../src/machine/machine-spec.ts'
import { qemuArgv } from '../../src/machine/qemu-argv.ts'
import { staticSubnet } from '../../src/machine/subnet.ts'
import type { MachineSpec } from '../../src/machine/types.ts'
import type { MachineSettings } from '../../src/profile/types.ts'

const SPEC: MachineSpec = {
  name: 'a,b',
  memory: 64 << 20,
  cpus: 2,
  acceleration: 'tcg',
  boot: { type: 'bios' },
  disks: [],
  nics: [],
  display: 'none',
  extra: [],
  runtimeDir: '/run/x',
  serialLog: '/logs/serial.log',
}

const SETTINGS: MachineSettings = {
  memory: 64 << 20,
  cpus: 1,
  boot: 'direct',
  display: 'none',
  disks: [],
  network: 'user',
  nic: 'virtio-net',
  links: [],
  forward: [{ host: 8080, guest: 80, protocol: 'tcp' }],
}

const REQUEST = {
  name: 'minimal',
  settings: SETTINGS,
  network: 'dhcp' as const,
  dns: [],
  acceleration: 'tcg' as const,
  images: {
    kernel: '/o/bzImage',
    initramfs: '/o/initramfs',
    cmdline: 'console=ttyS0 root=LABEL=x rootfstype=ext4 quiet',
  },
  runtimeDir: '/run/x',
  serialLog: '/logs/serial.log',
}

test('commas in names cannot add options, line breaks are refused', () => {
  const argv = qemuArgv({
    ...SPEC,
    disks: [{ file: '/d/a,readonly=on', format: 'raw', bus: 'virtio', readonly: false }],
  })
  expect(argv).toContain('if=none,id=disk0,format=raw,file=/d/a,,readonly=on')
  expect(argv).toContain('smart-os-a,,b')
  expect(() => qemuArgv({ ...SPEC, serialLog: '/a\nb' })).toThrow('line break')
})

test('forwards listen on 127.0.0.1 only', () => {
  const argv = qemuArgv(machineSpec(REQUEST))
  expect(argv).toContain('user,id=net0,hostfwd=tcp:127.0.0.1:8080-:80')
  expect(argv.join(' ')).not.toMatch(/hostfwd=\w+::/)
})

test('every bus has the controller its disk needs, and the first disk boots', () => {
  const disk = { file: '/d', format: 'raw' as const, readonly: true }
  const text = qemuArgv({
    ...SPEC,
    disks: (['virtio', 'ahci', 'nvme', 'usb'] as const).map((bus) => ({ ...disk, bus })),
  }).join(' ')
  expect(text).toContain('virtio-blk-pci,drive=disk0,bootindex=0')
  expect(text).toContain('ich9-ahci,id=ahci')
  expect(text).toContain('nvme,drive=disk2,serial=')
  expect(text).toContain('usb-storage,bus=xhci.0,drive=disk3')
})

test('a whole initramfs without a disk is not told to look for one, with a disk it is', () => {
  const alone = machineSpec(REQUEST)
  expect(alone.boot).toMatchObject({ cmdline: expect.stringMatching(/^console=ttyS0 quiet\b(?!.*root=)/) })
  const disk = { file: '/o/disk.img', format: 'raw' as const }
  expect(machineSpec({ ...REQUEST, images: { ...REQUEST.images, disk } }).boot).toMatchObject({
    cmdline: expect.stringContaining('console=ttyS0 root=LABEL=x rootfstype=ext4 quiet'),
  })
})

test('memory that firmware is known to crash with is refused before QEMU starts', () => {
  const small = { ...SETTINGS, boot: 'uefi' as const, memory: 32 << 20 }
  expect(() => machineSpec({ ...REQUEST, settings: small })).toThrow('32 MB of memory are too little for a uefi boot')
  expect(() => machineSpec({ ...REQUEST, settings: { ...SETTINGS, boot: 'bios' } })).toThrow('no disk image')
})

test('a static address gets the network it expects, so that it reaches its gateway and its forwards reach it', () => {
  expect(staticSubnet({ address: '192.168.7.20/24', gateway: '192.168.7.1' }, ['192.168.7.53', '8.8.8.8'])).toEqual({
    net: '192.168.7.0/24',
    host: '192.168.7.1',
    dns: '192.168.7.53',
    guest: '192.168.7.20',
  })
  expect(staticSubnet({ address: '10.1.2.1/24' }, [])).toEqual({
    net: '10.1.2.0/24',
    host: '10.1.2.2',
    dns: '10.1.2.3',
    guest: '10.1.2.1',
  })
  expect(staticSubnet('dhcp', ['8.8.8.8'])).toBeUndefined()
})

test('what only speeds emulation up is left out with KVM, with a window and from a disk', () => {
  const quick = machineSpec(REQUEST)
  expect(qemuArgv(quick).join(' ')).toMatch(/-bios qboot\.rom .*norandmaps/)
  const window = machineSpec({ ...REQUEST, settings: { ...SETTINGS, display: 'window' } })
  const kvm = machineSpec({ ...REQUEST, acceleration: 'kvm' })
  for (const spec of [window, kvm, SPEC]) expect(qemuArgv(spec).join(' ')).not.toMatch(/qboot|norandmaps|-apic/)
  expect(qemuArgv(kvm)).toContain('host')
  expect(qemuArgv({ ...quick, cpus: 2 }).join(' ')).not.toContain('-apic')
})
