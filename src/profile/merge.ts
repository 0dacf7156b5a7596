/** Laying a profile file over the complete profile it extends, and the reverse: the differences that are worth saving. */
import { isDeepStrictEqual } from 'node:util'
import { sizeToText } from '../system/size.ts'
import type { ProfileFile } from './schema.ts'
import type { ComponentChoice, Forward, Profile } from './types.ts'

/** The complete profile that `file` describes over `base`. Lists replace; maps merge; null takes a value away. */
export function mergeProfile(base: Profile, file: ProfileFile): Profile {
  const { extends: parent, ...inherited } = base
  void parent
  return {
    ...inherited,
    name: file.name,
    title: file.title ?? base.title,
    summary: file.summary ?? base.summary,
    ...(file.extends === undefined ? {} : { extends: file.extends }),
    origin: file.origin ?? base.origin,
    components: mergeComponents(base.components, file.components ?? {}),
    drivers: { ...base.drivers, ...file.drivers },
    kernel: overlay(base.kernel, file.kernel?.config ?? {}),
    system: overlay(base.system, file.system ?? {}),
    image: overlay(base.image, file.image ?? {}),
    machine: overlay(base.machine, file.machine ?? {}),
  }
}

function mergeComponents(base: Profile['components'], over: Record<string, ComponentChoice>): Profile['components'] {
  const merged = { ...base }
  for (const [id, choice] of Object.entries(over)) {
    const before = merged[id]
    if (typeof choice === 'object' && typeof before === 'object') merged[id] = { ...before, ...choice }
    else if (choice !== true || typeof before !== 'object') merged[id] = choice
  }
  return merged
}

function overlay<T extends object>(base: T, over: { [K in keyof T]?: T[K] | null | undefined }): T {
  const merged = { ...base } as Record<string, unknown>
  for (const [key, value] of Object.entries(over)) {
    if (value === null) delete merged[key]
    else if (value !== undefined) merged[key] = value
  }
  return merged as T
}

/** A profile in the words of the file: sizes as `64M`, forwards as `8080:80`, the kernel's values under `config`. */
export function profileAsFile(profile: Profile): Record<string, unknown> {
  const {
    name,
    title,
    summary,
    extends: parent,
    arch,
    origin,
    components,
    drivers,
    kernel,
    system,
    image,
    machine,
  } = profile
  const sizes = (section: object) =>
    Object.fromEntries(
      Object.entries(section).map(([key, value]) => [key, isSizeKey(key) ? sizeToText(Number(value)) : value]),
    )
  return {
    schema: 1,
    name,
    title,
    summary,
    ...(parent === undefined ? {} : { extends: parent }),
    arch,
    origin,
    components,
    drivers,
    kernel: { config: kernel },
    system,
    image: sizes(image),
    machine: {
      ...sizes(machine),
      disks: machine.disks.map((disk) => ({ ...disk, size: sizeToText(disk.size) })),
      forward: machine.forward.map(forwardText),
    },
  }
}

function isSizeKey(key: string): boolean {
  return key === 'budget' || key === 'size' || key === 'memory'
}

/** `8080:80`, `5353:53/udp`. */
export function forwardText({ host, guest, protocol }: Forward): string {
  return `${host}:${guest}${protocol === 'udp' ? '/udp' : ''}`
}

/** Only what differs from `base`, in the file's words; keys sorted below the heading lines. */
export function profileDifference(profile: Profile, base: Profile): Record<string, unknown> {
  const now = profileAsFile(profile)
  const before = profileAsFile(base)
  const { schema, name, extends: parent, ...rest } = now
  const difference: Record<string, unknown> = { schema, name }
  if (parent !== undefined) difference.extends = parent
  for (const key of ['title', 'summary']) if (rest[key] !== before[key]) difference[key] = rest[key]
  for (const key of Object.keys(rest).sort()) {
    if (key in difference) continue
    const changed = deepDifference(withoutIdleSwitches(key, rest[key], before[key]), before[key])
    if (changed !== undefined) difference[key] = changed
  }
  return difference
}

/** A component or driver that is off and was never on is no difference. */
function withoutIdleSwitches(section: string, now: unknown, before: unknown): unknown {
  if ((section !== 'components' && section !== 'drivers') || !isPlainMap(now) || !isPlainMap(before)) return now
  return Object.fromEntries(Object.entries(now).filter(([id, value]) => value !== false || before[id] !== undefined))
}

/** Undefined where equal. A key that is gone becomes null (settings) or false (components, drivers by their own type). */
function deepDifference(now: unknown, before: unknown): unknown {
  if (isDeepStrictEqual(now, before)) return undefined
  if (!isPlainMap(now) || !isPlainMap(before)) return now
  const difference: Record<string, unknown> = {}
  for (const key of [...new Set([...Object.keys(now), ...Object.keys(before)])].sort()) {
    if (now[key] === undefined && before[key] !== undefined) difference[key] = null
    else {
      const changed = deepDifference(now[key], before[key])
      if (changed !== undefined) difference[key] = changed
    }
  }
  return Object.keys(difference).length > 0 ? difference : undefined
}

function isPlainMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
