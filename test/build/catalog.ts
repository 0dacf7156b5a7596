/** A tiny catalog in a temporary folder, and configurations of it, for tests of component steps. */
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Catalog, Component } from '../../src/catalog/types.ts'
import type { Configuration, EntryState, KernelRequest } from '../../src/configure/types.ts'
import type { OptionValue, Profile } from '../../src/profile/types.ts'
import type { ResolvedSource } from '../../src/sources/types.ts'
import { sha256File } from '../../src/system/hash.ts'

export interface Recipe {
  script: string
  more?: Partial<Component>
  /** Further files of the entry: path → text. */
  files?: Record<string, string>
}

export async function writeTree(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
    if (path.endsWith('.sh')) await chmod(join(folder, path), 0o755)
  }
}

/** A configuration in which every component of `recipes` is selected, unless `selected` says which. */
export async function configurationOf(
  root: string,
  recipes: Readonly<Record<string, Recipe>>,
  options: {
    selected?: string[]
    kernel?: Record<string, string>
    values?: Record<string, Record<string, OptionValue>>
  } = {},
): Promise<Configuration> {
  await mkdir(join(root, 'lib'), { recursive: true })
  const components = await Promise.all(Object.entries(recipes).map(([id, recipe]) => writeComponent(root, id, recipe)))
  const catalog: Catalog = {
    entries: new Map(components.map((component) => [component.id, component])),
    folders: [root],
  }
  const selected = options.selected ?? Object.keys(recipes)
  const state = (entry: Component): EntryState => ({
    entry,
    selected: selected.includes(entry.id),
    reason: { type: 'chosen' },
    options: {
      ...Object.fromEntries(Object.entries(entry.options).map(([name, spec]) => [name, spec.default])),
      ...options.values?.[entry.id],
    },
    blocks: [],
    neededBy: [],
  })
  const request = ([symbol, value]: [string, string]): [string, KernelRequest] => [
    symbol,
    { symbol, value, by: ['test'] },
  ]
  return {
    profile: { name: 'test', arch: 'x86_64' } as Profile,
    catalog,
    states: new Map(components.map((component) => [component.id, state(component)])),
    components: selected,
    drivers: [],
    kernel: new Map(Object.entries(options.kernel ?? {}).map(request)),
    memory: 64 * 1024 ** 2,
    problems: [],
  }
}

async function writeComponent(root: string, id: string, { script, more, files }: Recipe): Promise<Component> {
  const folder = join(root, 'components', id)
  await writeTree(folder, { 'build.sh': script, ...files })
  const patches = Object.keys(files ?? {}).filter((path) => path.startsWith('patches/'))
  return {
    ...{ kind: 'component', id, title: id, summary: '', help: '', category: '', licence: '', homepage: '' },
    ...{
      requires: [],
      conflicts: [],
      provides: [],
      kernel: {},
      folder,
      sources: [],
      packages: [],
      options: {},
      buildRequires: [],
    },
    ...{
      boot: false,
      essential: false,
      hidden: false,
      incremental: false,
      inputs: [],
      services: [],
      users: [],
      ports: [],
      sourceName: id,
    },
    ...{ modules: [], packagesOnly: [], packagesToBuild: [], rootfs: { include: [], exclude: [] } },
    ...{ packageRootfs: { include: [], exclude: [] }, packageEstimates: { cpuSeconds: 1, bytes: 1, downloadBytes: 0 } },
    estimates: { cpuSeconds: 1, bytes: 1000, downloadBytes: 0 },
    build: join(folder, 'build.sh'),
    patches: patches.sort().map((path) => join(folder, path)),
    ...more,
  }
}

/** A source that is a file on this machine. */
export async function sourceOf(name: string, file: string): Promise<ResolvedSource> {
  return {
    name,
    candidate: { type: 'local', path: file },
    version: '1.0',
    file,
    sha256: await sha256File(file),
    from: file,
  }
}
