/** The kernel of a graph of steps: the step that configures and compiles it, the one that unpacks its source, and its base fragment. */
import { machine } from 'node:os'
import { join } from 'node:path'
import { baseEnvironment, readEntryRecord, stepKeys, storeEntry } from '../build/index.ts'
import type { Step } from '../build/types.ts'
import type { Configuration } from '../configure/types.ts'
import { type KconfigTree, openKconfig } from '../kconfig/index.ts'
import { readTextIfPresent } from '../system/files.ts'
import type { Project } from './types.ts'

/** A kernel that is compiled here. */
export interface KernelStep {
  build: Step
  unpack: Step
  /** Keys as the steps stand, by id. */
  keys: ReadonlyMap<string, string>
  /** Absolute; its base.config is laid over allnoconfig, below what is requested. */
  recipe: string
}

/** Undefined where the kernel comes from a package, or none is built. */
export function findKernelStep(configuration: Configuration, steps: readonly Step[]): KernelStep | undefined {
  for (const build of steps) {
    const entry = build.component === undefined ? undefined : configuration.catalog.entries.get(build.component)
    if (build.kind !== 'build' || entry?.kind !== 'component' || !entry.inputs.includes('kernel-config')) continue
    const unpack = steps.find((step) => step.kind === 'unpack' && build.needs.includes(step.id))
    if (unpack) return { build, unpack, keys: stepKeys(steps), recipe: entry.folder }
  }
  return undefined
}

/** The unpacked source, if it is in the store. Its 80,000 files are looked at by the build that reads them, not here. */
export async function unpackedSource(cache: string, { unpack, keys }: KernelStep): Promise<string | undefined> {
  const key = keys.get(unpack.id) ?? ''
  return (await readEntryRecord(cache, key)) === undefined ? undefined : storeEntry(cache, key).path
}

export async function readBaseConfig({ recipe }: KernelStep): Promise<string> {
  return (await readTextIfPresent(join(recipe, 'base.config'))) ?? ''
}

/** The tree that was opened last: a configurator asks for the same one after every change. What is in the store does not change. */
let opened: { source: string; arch: string; tree: KconfigTree } | undefined

/** The tree's Kconfig with the compiler that the sandbox has; probes and parsed tree are kept in the cache. */
export async function openKernelTree(
  { cache, configuration }: Pick<Project, 'cache' | 'configuration'>,
  source: string,
  signal?: AbortSignal,
): Promise<KconfigTree> {
  const { arch } = configuration.profile
  if (opened?.source === source && opened.arch === arch) return opened.tree
  const { PATH, LC_ALL } = baseEnvironment(arch)
  const { tree } = await openKconfig(source, {
    arch,
    given: new Map([['CC', 'gcc']]),
    outside: { variables: { PATH, LC_ALL }, machine: machine() },
    cacheDir: join(cache, 'kconfig'),
    signal,
  })
  opened = { source, arch, tree }
  return tree
}
