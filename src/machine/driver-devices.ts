/** Drivers' QEMU devices: `{{drive:NAME}}` and `{{netdev:NAME}}` of their argv become backends that are made for this run. */
import type { Driver } from '../catalog/types.ts'
import { SmartError } from '../system/error.ts'

/** Where a driver's scratch drive lies, by driver and drive name. */
export type DriveFile = (driver: string, drive: string) => string

/** Networks of extra cards, apart from each other and from the first card's 10.0.2.0/24. */
const FIRST_NETWORK = 3

/** Argv for the spec's `extra`. Throws SmartError for a placeholder that the driver does not declare. */
export function driverDevices(drivers: readonly Driver[], driveFile: DriveFile): string[] {
  let network = FIRST_NETWORK
  return drivers.flatMap((driver) => {
    const { qemu } = driver
    if (!qemu) return []
    const id = (name: string): string => `${driver.id}-${name}`
    const drives = qemu.drives.flatMap(({ name, format }) => [
      '-drive',
      `if=none,id=${id(name)},format=raw${isReadOnly(format) ? ',readonly=on' : ''},file=${driveFile(driver.id, name).replaceAll(',', ',,')}`,
    ])
    const netdevs = qemu.netdevs.flatMap((name) => ['-netdev', `user,id=${id(name)},net=10.0.${network++}.0/24`])
    const args = qemu.args.map((arg) =>
      arg.replaceAll(/\{\{(drive|netdev):([\w-]+)\}\}/g, (_text, kind: string, name: string) => {
        const known = kind === 'drive' ? qemu.drives.some((drive) => drive.name === name) : qemu.netdevs.includes(name)
        if (!known)
          throw new SmartError(`The driver ${driver.id} uses a ${kind} “${name}” that it does not declare`, {
            where: driver.folder,
          })
        return id(name)
      }),
    )
    return [...drives, ...netdevs, ...args]
  })
}

function isReadOnly(format: string): boolean {
  return format === 'iso9660' || format === 'squashfs'
}
