/** Devices of drivers: no two in one place, and what this host lacks is left out with its reason instead of stopping the machine. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadCatalog } from '../../src/catalog/index.ts'
import type { Driver } from '../../src/catalog/types.ts'
import { deviceTypes, driverDevices } from '../../src/machine/driver-devices.ts'
import { openDriverDevices } from '../../src/machine/open-devices.ts'
import { temporaryFolder } from '../../src/system/files.ts'

const PLACES = {
  drive: (id: string, name: string) => `/s/${id}-${name}.img`,
  folder: (id: string, name: string) => `/f/${id},${name}`,
  socket: (id: string, name: string) => `/r/${id}-${name}.sock`,
  memory: 64 << 20,
}
const NO_DEVICES = { args: [], drives: [], netdevs: [], folders: [], sockets: [], host: [] }

/** A driver of the catalog with other devices. */
async function driverWith(id: string, qemu: Partial<NonNullable<Driver['qemu']>>): Promise<Driver> {
  const { entries } = await loadCatalog()
  const entry = entries.get('virtio-rng')
  if (entry?.kind !== 'driver') throw new Error('virtio-rng is no driver')
  return { ...entry, id, qemu: { ...NO_DEVICES, ...qemu } }
}

test('every device of the whole catalog has a place of its own on the PCI bus, and every placeholder is filled', async () => {
  const { entries } = await loadCatalog()
  const drivers = [...entries.values()].filter((entry) => entry.kind === 'driver')
  const argv = driverDevices(drivers, PLACES)
  const places = argv.flatMap((arg) => /addr=([0-9a-f]+\.[0-7])/.exec(arg)?.[1] ?? [])
  expect(places.length).toBeGreaterThan(24)
  expect(new Set(places).size).toBe(places.length)
  // A slot without its first function is not looked at by anybody.
  for (const place of places) expect(places).toContain(`${place.split('.')[0]}.0`)
  expect(argv.filter((arg) => arg.includes('{{'))).toEqual([])
})

test('folders, sockets and memory are filled in; a comma is doubled for QEMU and left alone for programs', async () => {
  const driver = await driverWith('share', {
    folders: ['here'],
    sockets: ['control'],
    args: [
      '-chardev',
      'socket,path={{socket:control}}',
      '-fsdev',
      'path={{folder:here}}',
      '-object',
      'size={{memory}}',
    ],
  })
  expect(driverDevices([driver], PLACES)).toEqual([
    '-chardev',
    'socket,path=/r/share-control.sock',
    '-fsdev',
    'path=/f/share,,here',
    '-object',
    'size=67108864',
  ])
  expect(deviceTypes({ args: ['-device', 'nvme,x=y', '-chardev', 'null', '-device', 'usb-ehci'] })).toEqual([
    'nvme',
    'usb-ehci',
  ])
})

test('a device that QEMU does not have, and a program that is not there or ends at once, are reasons; the rest starts', async () => {
  await using folder = await temporaryFolder()
  const places = { ...PLACES, socket: (id: string) => join(folder.path, `${id}.sock`) }
  const program = (name: string, args: string[]) => ({ sockets: ['s'], host: [{ program: name, args, socket: 's' }] })
  const drivers = [
    await driverWith('good', { args: ['-device', 'virtio-rng-pci,{{pci}}'] }),
    await driverWith('unknown', { args: ['-device', 'flux-capacitor,{{pci}}'] }),
    await driverWith('absent', program('no-such-program-anywhere', [])),
    await driverWith('dies', program('sh', ['-c', 'echo out of plutonium >&2; exit 3'])),
    await driverWith('serves', program('sh', ['-c', 'touch "$0"; exec sleep 600', '{{socket:s}}'])),
  ]
  const devices = await openDriverDevices(drivers, places)
  try {
    expect(devices.argv).toEqual(['-device', 'virtio-rng-pci,multifunction=on,addr=10.0'])
    expect(devices.quick).toBe(true)
    expect([...devices.absent.keys()]).toEqual(['unknown', 'absent', 'dies'])
    expect(devices.absent.get('unknown')).toContain('no device flux-capacitor')
    expect(devices.absent.get('absent')).toContain('no-such-program-anywhere is not on this host')
    expect(devices.absent.get('dies')).toContain('ended at once: out of plutonium')
    expect(existsSync(join(folder.path, 'serves.sock'))).toBe(true)
  } finally {
    await devices[Symbol.asyncDispose]()
  }
})
