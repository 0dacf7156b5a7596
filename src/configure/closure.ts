/** Which entries are on: chosen ones, essential ones, those a setting asks for, and everything these require. */
import type { Catalog, CatalogEntry } from '../catalog/types.ts'
import { hasDisk } from '../profile/boot.ts'
import type { Profile } from '../profile/types.ts'
import type { Reason } from './types.ts'

/** Entry id → why it is on; entries that are off are absent. `missing` are ids that nothing in the catalog is or provides. */
export interface Closure {
  selected: Map<string, Reason>
  missing: { id: string; by: string }[]
}

/** Ids that the profile itself switches on. */
export function chosenIds(profile: Profile): string[] {
  return [...Object.entries(profile.components), ...Object.entries(profile.drivers)]
    .filter(([, value]) => value !== false)
    .map(([id]) => id)
}

/** Ids that the profile switches off. */
function refusedIds(profile: Profile): Set<string> {
  const values = [...Object.entries(profile.components), ...Object.entries(profile.drivers)]
  return new Set(values.flatMap(([id, value]) => (value === false ? [id] : [])))
}

/** Entries that settings of the profile make necessary: id → dotted path of the setting. */
export function settingNeeds(profile: Profile): Map<string, string> {
  const needs = new Map<string, string>()
  if (profile.system.timezone !== 'UTC') needs.set('tzdata', 'system.timezone')
  const onMedium = profile.image.root === 'disk'
  if (onMedium && hasDisk(profile.image)) {
    needs.set(profile.image.rootfs, 'image.rootfs')
    needs.set('virtio-blk', 'image.root')
  }
  if (onMedium && profile.image.rootfs === 'squashfs' && profile.image.overlay === 'disk')
    needs.set('ext4', 'image.overlay')
  if (profile.image.root === 'initrd') {
    needs.set('ramdisk', 'image.root')
    needs.set(profile.image.rootfs, 'image.rootfs')
  }
  // A live system: a compressed file on the CD, made a disk, with a layer in memory (overlayfs comes with squashfs).
  if (onMedium && profile.image.formats.includes('iso'))
    for (const id of LIVE_DRIVERS) if (!needs.has(id)) needs.set(id, 'image.formats')
  if (profile.system.firewall) needs.set('firewall', 'system.firewall')
  if (profile.system.firewall?.masquerade) needs.set('firewall-nat', 'system.firewall.masquerade')
  for (const { nic } of profile.machine.links) needs.set(nic, 'machine.links')
  for (const disk of profile.machine.disks) {
    needs.set(DISK_DRIVERS[disk.bus], 'machine.disks')
    if (disk.filesystem !== 'none') needs.set(disk.filesystem, 'machine.disks')
  }
  if (profile.machine.network === 'user' && profile.system.network !== 'none')
    needs.set(profile.machine.nic, 'machine.nic')
  return needs
}

const LIVE_DRIVERS = ['cdrom', 'iso9660', 'loop', 'squashfs']

export const DISK_DRIVERS = { virtio: 'virtio-blk', ahci: 'ahci', nvme: 'nvme', usb: 'usb-storage' } as const

/**
 * The least set that holds all of these; for a name that several entries provide it takes a chosen one, else the first by id that
 * the profile does not switch off.
 */
export function closure(profile: Profile, catalog: Catalog): Closure {
  const selected = new Map<string, Reason>()
  const missing: Closure['missing'] = []
  const chosen = new Set(chosenIds(profile))
  const refused = refusedIds(profile)
  const queue: { id: string; reason: Reason; by: string }[] = []
  for (const id of chosen) queue.push({ id, reason: { type: 'chosen' }, by: 'the profile' })
  for (const entry of catalog.entries.values())
    if (entry.kind === 'component' && entry.essential)
      queue.push({ id: entry.id, reason: { type: 'essential' }, by: 'every system' })
  for (const [id, setting] of settingNeeds(profile))
    queue.push({ id, reason: { type: 'setting', setting }, by: setting })
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const entry = find(catalog, next.id, chosen, refused)
    if (entry === undefined) {
      missing.push({ id: next.id, by: next.by })
      continue
    }
    const known = selected.get(entry.id)
    if (known !== undefined) {
      if (known.type === 'required' && next.reason.type === 'required')
        known.by.push(...next.reason.by.filter((by) => !known.by.includes(by)))
      continue
    }
    selected.set(entry.id, next.reason)
    for (const id of entry.requires) queue.push({ id, reason: { type: 'required', by: [entry.id] }, by: entry.id })
  }
  return { selected, missing }
}

function find(
  catalog: Catalog,
  id: string,
  chosen: ReadonlySet<string>,
  refused: ReadonlySet<string>,
): CatalogEntry | undefined {
  const direct = catalog.entries.get(id)
  if (direct !== undefined) return direct
  const providers = [...catalog.entries.values()].filter((entry) => entry.provides.includes(id))
  return (
    providers.find((entry) => chosen.has(entry.id)) ?? providers.find((entry) => !refused.has(entry.id)) ?? providers[0]
  )
}

/** True where `entry` satisfies a need for `id`. */
export function satisfies(entry: CatalogEntry, id: string): boolean {
  return entry.id === id || entry.provides.includes(id)
}
