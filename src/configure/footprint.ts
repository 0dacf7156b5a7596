/** What a configuration will cost: bytes of its images and the memory it needs, measured where it was built, else estimated. */
import type { CatalogEntry, Estimates } from '../catalog/types.ts'
import { KERNEL_COMPONENT } from './origins.ts'
import { componentsOf } from './resolve.ts'
import { memoryFloor } from './settings-problems.ts'
import type { Configuration, Footprint } from './types.ts'

/** Figures of real builds, by catalog id; what is absent is estimated from the catalog. */
export interface Measured {
  /** Bytes that a component adds to the machine's root file system. */
  bytes: Readonly<Record<string, number>>
  /** The kernel image, the compressed initramfs and what the root file system takes, of this very configuration. */
  kernelBytes?: number
  initramfsBytes?: number
  rootBytes?: number
}

/** zstd -19 of glibc and busybox binaries, measured: 2.2 to 1. */
const COMPRESSION = 0.45
const MIB = 1024 * 1024

/** What an entry is thought to cost, from where it comes in this configuration. */
export function estimatesOf(configuration: Pick<Configuration, 'states'>, entry: CatalogEntry): Estimates {
  const fromPackage = configuration.states.get(entry.id)?.origin === 'package'
  return entry.kind === 'component' && fromPackage ? entry.packageEstimates : entry.estimates
}

/** Sizes for the footer and the budget line. */
export function footprint(configuration: Configuration, measured: Measured = { bytes: {} }): Footprint {
  const components = componentsOf(configuration).filter((component) => configuration.states.get(component.id)?.selected)
  const sizeOf = (entry: CatalogEntry) => measured.bytes[entry.id] ?? estimatesOf(configuration, entry).bytes
  const modular = configuration.states.get(KERNEL_COMPONENT)?.origin === 'package'
  const kernel = components.find((component) => component.provides.includes('kernel') || component.id === 'linux')
  const drivers = configuration.drivers.flatMap((id) => configuration.catalog.entries.get(id) ?? [])
  const kernelBytes =
    measured.kernelBytes ??
    (kernel === undefined ? 0 : estimatesOf(configuration, kernel).bytes) +
      drivers.reduce((sum, driver) => sum + driver.estimates.bytes, 0)
  const userland = components.filter((component) => component !== kernel)
  const rootfsBytes = userland.reduce((sum, component) => sum + sizeOf(component), 0)
  const whole = configuration.profile.image.root !== 'disk'
  const inInitramfs = userland
    .filter((component) => whole || component.boot)
    .reduce((sum, component) => sum + sizeOf(component), 0)
  const initramfsBytes = measured.initramfsBytes ?? Math.round(inInitramfs * COMPRESSION)
  const floor = memoryFloor(configuration.profile.machine.boot, modular)
  const unpacked = kernelBytes * 3 + inInitramfs + initramfsBytes
  return {
    kernelBytes,
    initramfsBytes,
    rootfsBytes,
    imageBytes: kernelBytes + initramfsBytes + (measured.rootBytes ?? (whole ? 0 : rootfsBytes)),
    ...(configuration.profile.image.budget === undefined ? {} : { budgetBytes: configuration.profile.image.budget }),
    memoryFloorBytes: Math.max(floor, Math.ceil((unpacked + 8 * MIB) / (4 * MIB)) * 4 * MIB),
    estimated:
      measured.kernelBytes === undefined || userland.some((component) => measured.bytes[component.id] === undefined),
  }
}

/**
 * The estimate of a changed configuration, held against one whose figures are known: what did not change is counted as it
 * was measured, what did as the two estimates differ.
 */
export function calibrated(estimate: Footprint, base: { estimate: Footprint; exact: Footprint }): Footprint {
  const figure = (name: 'kernelBytes' | 'initramfsBytes' | 'rootfsBytes' | 'imageBytes') =>
    Math.max(0, base.exact[name] + estimate[name] - base.estimate[name])
  const figures = {
    kernelBytes: figure('kernelBytes'),
    initramfsBytes: figure('initramfsBytes'),
    rootfsBytes: figure('rootfsBytes'),
    imageBytes: figure('imageBytes'),
  }
  const same = Object.entries(figures).every(([name, bytes]) => bytes === base.exact[name as keyof typeof figures])
  return { ...estimate, ...figures, estimated: base.exact.estimated || !same }
}
