/** The Kconfig tree of what a build would configure (the kernel, busybox), with what its recipe starts from. */
import { readFile } from 'node:fs/promises'
import { machine } from 'node:os'
import { join } from 'node:path'
import type { KconfigTree, OpenedKconfig } from '../kconfig/index.ts'
import { openKconfig, runMode } from '../kconfig/index.ts'
import { CancelledError } from '../system/error.ts'
import { findSource, kconfigComponent } from './kconfig-source.ts'
import type { Project } from './types.ts'

/** Everything that the menu of a component needs. */
export interface ConfigurableTree {
  component: string
  /** As people call it. */
  title: string
  /** Of the component's source, as its Makefile has it: 6.1.140. */
  version: string
  /** Absolute folder of the unpacked source. */
  folder: string
  tree: KconfigTree
  /** The recipe's own fragment, for the start of every configuration. */
  fragment: string
  /** Lines of a .config that come before the fragment. */
  start?: string
  /** What nobody asks for: `no` (allnoconfig) or as the tree's defaults have it. */
  unset: 'no' | 'default'
}

/** The build's PATH, so that probes find the same compiler. */
const PATH = '/usr/bin:/bin:/usr/sbin:/sbin'

/** The trees that were opened last: a configurator asks for them after every change, and nothing in the store changes. */
const opened = new Map<string, Promise<OpenedKconfig>>()
const keptTrees = 2

/**
 * The Kconfig of an unpacked source as the build's sandbox would read it; probes and parsed tree are kept in the cache. Two that
 * ask at once get one.
 */
export async function openSourceTree(
  { cache, configuration }: Pick<Project, 'cache' | 'configuration'>,
  folder: string,
  signal?: AbortSignal,
): Promise<OpenedKconfig> {
  const { arch } = configuration.profile
  const key = `${arch} ${folder}`
  // What went wrong for another, who may have been cancelled, can go well here.
  for (let known = opened.get(key); known; known = opened.get(key)) {
    const tree = await known.catch(() => undefined)
    if (tree) return tree
  }
  const fresh = openKconfig(folder, {
    arch,
    outside: { variables: { PATH, LC_ALL: 'C', HOME: '/' }, machine: machine() },
    cacheDir: join(cache, 'kconfig'),
    whole: true,
    signal,
  }).catch((error: unknown) => {
    throw signal?.aborted ? new CancelledError() : error
  })
  opened.set(key, fresh)
  fresh.catch(() => opened.get(key) === fresh && opened.delete(key))
  for (const oldest of opened.keys()) if (opened.size > keptTrees) opened.delete(oldest)
  return fresh
}

/** Undefined where the source is not unpacked here yet: see fetchSource(). Throws SmartError for a tree that cannot be read. */
export async function openConfigurableTree(
  project: Project,
  id: string,
  signal?: AbortSignal,
): Promise<ConfigurableTree | undefined> {
  const component = kconfigComponent(project, id)
  const folder = await findSource(project, id)
  if (folder === undefined) return undefined
  const [fragment, opened] = await Promise.all([
    readFile(join(component.folder, component.kconfig.fragment), 'utf8'),
    openSourceTree(project, folder, signal),
  ])
  const unset = component.kconfig.option === undefined ? 'no' : 'default'
  return {
    component: id,
    title: component.title,
    version: opened.environment.get('KERNELVERSION') ?? '',
    folder,
    tree: opened.tree,
    fragment,
    unset,
    // The recipe begins with `make defconfig`.
    ...(unset === 'default' ? { start: runMode('defconfig', opened.tree).text } : {}),
  }
}
