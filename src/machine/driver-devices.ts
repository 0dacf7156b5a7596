/** Drivers' QEMU devices: the placeholders of their argv become back ends and places that are made for this run. */
import type { Driver, HostProgram } from '../catalog/types.ts'
import { SmartError } from '../system/error.ts'

/** Where the things of this run lie, by driver and name. */
export interface DevicePlaces {
  drive(driver: string, name: string): string
  folder(driver: string, name: string): string
  socket(driver: string, name: string): string
  /** Bytes of the machine's memory. */
  memory: number
}

/** Networks of extra cards, apart from each other and from the first card's 10.0.2.0/24. */
const FIRST_NETWORK = 3

/**
 * Slots from here on are drivers' devices', eight to a slot: one bus has 32 slots, and the catalog has more devices than that.
 * Slots below are given out by QEMU itself; the last one is the chipset's on q35.
 */
const FIRST_SLOT = 0x10
const FUNCTIONS = 8

type Qemu = NonNullable<Driver['qemu']>
type Fill = (text: string) => string

/** Argv for the spec's `extra`. Throws SmartError for a placeholder that the driver does not declare. */
export function driverDevices(drivers: readonly Driver[], places: DevicePlaces): string[] {
  let network = FIRST_NETWORK
  let device = 0
  const nextPlace = (): string => {
    const slot = FIRST_SLOT + Math.floor(device / FUNCTIONS)
    return `multifunction=on,addr=${slot.toString(16)}.${device++ % FUNCTIONS}`
  }
  return drivers.flatMap((driver) => {
    const { qemu } = driver
    if (!qemu) return []
    const fill = filler(driver, qemu, places)
    const drives = qemu.drives.flatMap(({ name, format }) => [
      '-drive',
      `if=none,id=${driver.id}-${name},format=raw${isReadOnly(format) ? ',readonly=on' : ''},file=${escapeCommas(places.drive(driver.id, name))}`,
    ])
    const netdevs = qemu.netdevs.flatMap((name) => [
      '-netdev',
      `user,id=${driver.id}-${name},net=10.0.${network++}.0/24`,
    ])
    return [...drives, ...netdevs, ...qemu.args.map((arg) => fill(arg.replaceAll('{{pci}}', nextPlace)))]
  })
}

/** Whether a direct boot may have the quick firmware; its machine has no screen. */
export function goesQuickly(drivers: readonly Driver[]): boolean {
  return !drivers.some(({ qemu }) => qemu?.firmware === 'ordinary')
}

/** Argv of the devices that every run of a machine with these drivers has. */
export function lastingDevices(drivers: readonly Driver[], memory: number): string[] {
  const none = (driver: string, name: string): string => {
    throw new SmartError(`The driver ${driver} wants ${name} in every run, where there are no back ends`, {
      hint: 'Take `always` or the back end out of its driver.yaml',
    })
  }
  const lasting = drivers.filter(({ qemu }) => qemu?.always)
  for (const { id, qemu } of lasting)
    for (const name of [...(qemu?.drives ?? []), ...(qemu?.netdevs ?? [])]) none(id, String(name))
  return driverDevices(lasting, { drive: none, folder: none, socket: none, memory })
}

/** The command lines of a driver's host programs; the program itself is still as the catalog names it. */
export function hostCommands(driver: Driver, places: DevicePlaces): (HostProgram & { path: string })[] {
  const { qemu } = driver
  if (!qemu) return []
  // Outside QEMU's option lists a comma is a comma.
  const fill = filler(driver, qemu, places, (path) => path)
  return qemu.host.map((program) => ({
    ...program,
    args: program.args.map(fill),
    path: places.socket(driver.id, program.socket),
  }))
}

/** Types of the devices that the driver's argv adds: `nvme`, `usb-tablet`. */
export function deviceTypes({ args }: Pick<Qemu, 'args'>): string[] {
  return args.flatMap((arg, index) => (args[index - 1] === '-device' ? [arg.split(',')[0] ?? arg] : []))
}

function filler(driver: Driver, qemu: Qemu, places: DevicePlaces, quote = escapeCommas): Fill {
  const declared: Record<string, readonly string[]> = {
    drive: qemu.drives.map(({ name }) => name),
    netdev: qemu.netdevs,
    folder: qemu.folders,
    socket: qemu.sockets,
  }
  const value = (kind: string, name: string): string => {
    if (!declared[kind]?.includes(name))
      throw new SmartError(`The driver ${driver.id} uses a ${kind} “${name}” that it does not declare`, {
        where: driver.folder,
      })
    if (kind === 'folder') return quote(places.folder(driver.id, name))
    if (kind === 'socket') return quote(places.socket(driver.id, name))
    return `${driver.id}-${name}`
  }
  return (text) =>
    text
      .replaceAll('{{memory}}', String(places.memory))
      .replaceAll(/\{\{(drive|netdev|folder|socket):([\w-]+)\}\}/g, (_text, kind: string, name: string) =>
        value(kind, name),
      )
}

/** In QEMU's option lists a comma inside a value is written twice. */
function escapeCommas(value: string): string {
  return value.replaceAll(',', ',,')
}

function isReadOnly(format: string): boolean {
  return format === 'iso9660' || format === 'squashfs'
}
