/** The kernel of a graph of steps: the step that configures and compiles it, the one that unpacks its source, and its fragment. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readEntryRecord, stepKeys, storeEntry } from '../build/index.ts'
import type { Step } from '../build/types.ts'
import type { Configuration } from '../configure/types.ts'

/** A kernel that is compiled here. */
export interface KernelStep {
  build: Step
  unpack: Step
  /** Keys as the steps stand, by id. */
  keys: ReadonlyMap<string, string>
  /** Absolute path of what is laid over allnoconfig, below what is requested. */
  fragment: string
}

/** Undefined where the kernel comes from a package, or none is built. */
export function findKernelStep({ catalog }: Configuration, steps: readonly Step[]): KernelStep | undefined {
  for (const build of steps) {
    const entry = build.component === undefined ? undefined : catalog.entries.get(build.component)
    if (build.kind !== 'build' || entry?.kind !== 'component' || !entry.kconfig) continue
    if (!entry.inputs.includes('kernel-config')) continue
    const unpack = steps.find((step) => step.kind === 'unpack' && build.needs.includes(step.id))
    if (unpack) return { build, unpack, keys: stepKeys(steps), fragment: join(entry.folder, entry.kconfig.fragment) }
  }
  return undefined
}

/** The unpacked source, if it is in the store. Its 80,000 files are looked at by the build that reads them, not here. */
export async function unpackedSource(cache: string, { unpack, keys }: KernelStep): Promise<string | undefined> {
  const key = keys.get(unpack.id) ?? ''
  return (await readEntryRecord(cache, key)) === undefined ? undefined : storeEntry(cache, key).path
}

export function readFragment({ fragment }: KernelStep): Promise<string> {
  return readFile(fragment, 'utf8')
}
