/**
 * What kernel symbols add to the kernel: the sizes of the objects that builds on this machine have made of them. Read from the tree
 * that the last build left for the next one, and kept by source, so that what any build ever made stays known.
 */
import { access } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { readScratchState, scratchFolder } from '../build/index.ts'
import type { Step, StoreEntry } from '../build/types.ts'
import { loadedBytes } from '../image/elf-sections.ts'
import { type BroughtObjects, objectsOfSymbols, parseDotConfig, sourceArch } from '../kconfig/index.ts'
import { readTextIfPresent, writeFileAtomic } from '../system/files.ts'
import type { ConfigurableTree } from './kconfig-tree.ts'
import { findKernelStep } from './kernel-step.ts'
import type { Project } from './types.ts'

/** Bytes, uncompressed and without what is zero at the start (.bss). */
export interface SymbolCost {
  /** All objects of the symbol. */
  bytes: number
  /** Those of them that other symbols bring as well. */
  shared: number
}

/** `kconfig/costs/<key of the unpacked source>.<arch>.json` in the cache. */
interface KeptCosts {
  /** Keys of the builds whose trees were read to the end. */
  builds: string[]
  symbols: Record<string, SymbolCost>
}

/** A tree takes a second; on a machine that is busy this is enough. */
const MOST_MS = 20_000
const AT_ONCE = 16

/** By name without `CONFIG_`; empty where nothing was built yet, or for a component whose Makefiles are not the kernel's. */
export async function symbolCosts(
  { cache, catalog, configuration }: Pick<Project, 'cache' | 'catalog' | 'configuration'>,
  { component, folder }: Pick<ConfigurableTree, 'component' | 'folder'>,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, SymbolCost>> {
  const entry = catalog.entries.get(component)
  if (entry?.kind !== 'component' || !entry.kconfig || entry.kconfig.option !== undefined) return new Map()
  const { arch } = configuration.profile
  // The source is an entry of the store: <key>/output.
  const source = basename(dirname(folder))
  const file = join(cache, 'kconfig', 'costs', `${source}.${arch}.json`)
  const kept = await readKept(file)
  const step = `build:${component}`
  const scratch = scratchFolder(cache, step)
  const state = await readScratchState(scratch)
  const fits = state?.finished && state.inputs.arch === arch && Object.values(state.needs).includes(source)
  if (!state || !fits || kept.builds.includes(state.key)) return new Map(Object.entries(kept.symbols))
  const limit = AbortSignal.timeout(MOST_MS)
  const stop = signal ? AbortSignal.any([signal, limit]) : limit
  const fresh = await measureBuild(folder, join(scratch, 'tree', 'build'), arch, stop)
  // A build that ended meanwhile has put its own tree there.
  const same = (await readScratchState(scratch))?.key === state.key
  // Then the figures are half of one tree and half of the other.
  if (!same) return new Map(Object.entries(kept.symbols))
  // Noted where the time was too short, too: the next build must not wait for it again.
  const builds = signal?.aborted ? kept.builds : [...kept.builds, state.key]
  const symbols = { ...kept.symbols, ...Object.fromEntries(fresh) }
  await writeFileAtomic(file, `${JSON.stringify({ builds, symbols } satisfies KeptCosts)}\n`)
  return new Map(Object.entries(symbols))
}

/**
 * Notes what a build has compiled, before another takes the place of its tree. The build is done without it: what goes wrong here
 * is found again when a menu asks.
 */
export async function noteCosts(
  project: Pick<Project, 'cache' | 'catalog' | 'configuration'>,
  steps: readonly Step[],
  outputs: ReadonlyMap<string, StoreEntry>,
  signal?: AbortSignal,
): Promise<void> {
  const kernel = findKernelStep(project.configuration, steps)
  const source = kernel && outputs.get(kernel.unpack.id)
  if (kernel?.build.component === undefined || !source) return
  const tree = { component: kernel.build.component, folder: source.path }
  await symbolCosts(project, tree, signal).catch(() => undefined)
}

/** Sizes in one tree of objects, of the symbols all of whose objects are there. */
export async function measureBuild(
  source: string,
  build: string,
  arch: string,
  stop?: AbortSignal,
): Promise<Map<string, SymbolCost>> {
  const config = parseDotConfig((await readTextIfPresent(join(build, '.config'))) ?? '')
  const brought = await objectsOfSymbols({
    makefile: (place) => (stop?.aborted ? Promise.resolve(undefined) : makefileOf(source, build, place)),
    sourceArch: sourceArch(arch),
    variables: new Map([['BITS', config.values.get('64BIT') === 'y' ? '64' : '32']]),
  })
  // With Makefiles unread, what is always there looks like a symbol's own.
  if (stop?.aborted) return new Map()
  const sizes = await sizesOf(build, brought, stop)
  const sum = (objects: readonly string[]) =>
    objects.reduce<number | undefined>((total, object) => {
      const size = sizes.get(object)
      return total === undefined || size === undefined ? undefined : total + size
    }, 0)
  const costs = new Map<string, SymbolCost>()
  for (const [symbol, { own, shared }] of brought) {
    const alone = sum(own)
    const together = sum(shared)
    if (alone !== undefined && together !== undefined) costs.set(symbol, { bytes: alone + together, shared: together })
  }
  return costs
}

/** Only of folders that the build went into: there is nothing to measure in the others. */
async function makefileOf(source: string, build: string, place: string): Promise<string | undefined> {
  if (place.endsWith('Makefile')) return readTextIfPresent(join(source, place))
  const entered = await access(join(build, place)).then(
    () => true,
    () => false,
  )
  if (!entered) return undefined
  return (await readTextIfPresent(join(source, place, 'Kbuild'))) ?? readTextIfPresent(join(source, place, 'Makefile'))
}

async function sizesOf(
  build: string,
  brought: ReadonlyMap<string, BroughtObjects>,
  stop: AbortSignal | undefined,
): Promise<Map<string, number>> {
  const objects = [...new Set([...brought.values()].flatMap(({ own, shared }) => [...own, ...shared]))]
  const sizes = new Map<string, number>()
  for (let at = 0; at < objects.length && !stop?.aborted; at += AT_ONCE)
    await Promise.all(
      objects.slice(at, at + AT_ONCE).map(async (object) => {
        const size = await loadedBytes(join(build, object))
        if (size !== undefined) sizes.set(object, size)
      }),
    )
  return sizes
}

/** What was measured before; nothing where the file is not there or not as it was written. */
async function readKept(file: string): Promise<KeptCosts> {
  const nothing: KeptCosts = { builds: [], symbols: {} }
  const text = await readTextIfPresent(file)
  if (text === undefined) return nothing
  try {
    const value: unknown = JSON.parse(text)
    return isKept(value) ? value : nothing
  } catch {
    return nothing
  }
}

function isKept(value: unknown): value is KeptCosts {
  if (typeof value !== 'object' || value === null || !('builds' in value) || !('symbols' in value)) return false
  const { builds, symbols } = value
  if (!Array.isArray(builds) || typeof symbols !== 'object' || symbols === null) return false
  return Object.values(symbols).every(
    (cost: unknown) =>
      typeof cost === 'object' &&
      cost !== null &&
      'bytes' in cost &&
      'shared' in cost &&
      typeof cost.bytes === 'number' &&
      typeof cost.shared === 'number',
  )
}
