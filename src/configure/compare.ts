/** Two configurations side by side: settings, components and drivers, sizes. Pure; what was measured and locked comes with each side. */
import { diffProfiles, type ProfileDifferenceLine } from '../profile/save.ts'
import type { DriverMode, Origin } from '../profile/types.ts'
import { estimatesOf, footprint, type Measured } from './footprint.ts'
import { KERNEL_COMPONENT } from './origins.ts'
import type { Configuration } from './types.ts'

export interface ComparedSide {
  configuration: Configuration
  measured?: Measured | undefined
  /** By component, as far as they are known: what the lock file says. */
  versions?: Readonly<Record<string, string>> | undefined
}

/** Bytes, and whether they are a guess. */
export interface ComparedSize {
  bytes: number
  estimated: boolean
}

/** A component or driver as one side has it. */
export interface ComparedForm {
  origin?: Origin
  mode?: DriverMode
  version?: string
  size: ComparedSize
}

export interface ComparedEntry {
  id: string
  title: string
  kind: 'component' | 'driver'
  change: 'added' | 'removed' | 'changed'
  before?: ComparedForm
  after?: ComparedForm
}

export const COMPARED_SIZES = ['image', 'kernel', 'initramfs', 'rootfs', 'memory floor'] as const

export interface Comparison {
  /** What is chosen otherwise, components and drivers apart. */
  settings: ProfileDifferenceLine[]
  /** What is in one only, or in both but of another origin, version or mode; components first, each in catalog order. */
  entries: ComparedEntry[]
  sizes: { name: (typeof COMPARED_SIZES)[number]; before: ComparedSize; after: ComparedSize }[]
}

/** What `after` has otherwise than `before`. */
export function compare(first: ComparedSide, second: ComparedSide): Comparison {
  const [before, after] = [likeWithLike(first, second), likeWithLike(second, first)]
  const ids = new Set([...before.configuration.states.keys(), ...after.configuration.states.keys()])
  const entries = [...ids].flatMap((id) => compareEntry(id, before, after) ?? [])
  const [left, right] = [sizesOf(before), sizesOf(after)]
  return {
    settings: diffProfiles(before.configuration.profile, after.configuration.profile).filter(
      // Whether one is on is told by the entries, and rightly where something else switched it on.
      ({ path }) => !/^(?:components|drivers)\.[^.]+$/.test(path),
    ),
    entries: [
      ...entries.filter(({ kind }) => kind === 'component'),
      ...entries.filter(({ kind }) => kind === 'driver'),
    ],
    sizes: COMPARED_SIZES.map((name) => ({ name, before: left[name], after: right[name] })),
  }
}

/** A figure that only one side measured would show a difference that is none: of components it holds for both, of images for neither. */
function likeWithLike(side: ComparedSide, other: ComparedSide): ComparedSide {
  const [own, others] = [side.measured, other.measured]
  const origin = ({ configuration }: ComparedSide, id: string) => configuration.states.get(id)?.origin
  const shared = Object.entries(others?.bytes ?? {}).filter(([id]) => origin(side, id) === origin(other, id))
  return {
    ...side,
    measured: {
      bytes: { ...Object.fromEntries(shared), ...own?.bytes },
      ...(own?.kernelBytes === undefined || others?.kernelBytes === undefined ? {} : { kernelBytes: own.kernelBytes }),
      ...(own?.initramfsBytes === undefined || others?.initramfsBytes === undefined
        ? {}
        : { initramfsBytes: own.initramfsBytes }),
    },
  }
}

function compareEntry(id: string, before: ComparedSide, after: ComparedSide): ComparedEntry | undefined {
  const [was, is] = [formOf(id, before), formOf(id, after)]
  const entry = (after.configuration.states.get(id) ?? before.configuration.states.get(id))?.entry
  if (!entry || (!was && !is)) return undefined
  const { title, kind } = entry
  if (!was) return { id, title, kind, change: 'added', ...(is ? { after: is } : {}) }
  if (!is) return { id, title, kind, change: 'removed', before: was }
  // A version that only one side knows says nothing.
  const versions = was.version !== undefined && is.version !== undefined && was.version !== is.version
  if (was.origin === is.origin && was.mode === is.mode && !versions) return undefined
  return { id, title, kind, change: 'changed', before: was, after: is }
}

function formOf(id: string, { configuration, measured, versions }: ComparedSide): ComparedForm | undefined {
  const state = configuration.states.get(id)
  if (!state?.selected) return undefined
  const { entry, origin, mode } = state
  const known = id === KERNEL_COMPONENT ? measured?.kernelBytes : measured?.bytes[id]
  return {
    ...(origin === undefined ? {} : { origin }),
    ...(mode === undefined ? {} : { mode }),
    ...(versions?.[id] === undefined ? {} : { version: versions[id] }),
    size: { bytes: known ?? estimatesOf(configuration, entry).bytes, estimated: known === undefined },
  }
}

function sizesOf({ configuration, measured }: ComparedSide): Record<(typeof COMPARED_SIZES)[number], ComparedSize> {
  const figures = footprint(configuration, measured)
  const size = (bytes: number, estimated = figures.estimated): ComparedSize => ({ bytes, estimated })
  return {
    image: size(figures.imageBytes),
    kernel: size(figures.kernelBytes, measured?.kernelBytes === undefined),
    initramfs: size(figures.initramfsBytes, measured?.initramfsBytes === undefined),
    rootfs: size(figures.rootfsBytes),
    'memory floor': size(figures.memoryFloorBytes),
  }
}
