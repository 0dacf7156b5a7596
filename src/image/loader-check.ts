/**
 * The loader check: would everything in the composed machine start? Every program's interpreter, every needed library and
 * its symbol versions are looked for inside the rootfs, as the machine's own loader would; scripts need their interpreter,
 * symlinks must stay inside. All findings are collected, each naming who needs what. Nothing is run.
 */
import { open, readFile } from 'node:fs/promises'
import { throwIfCancelled } from '../system/error.ts'
import { type ElfFile, isElf, readElf } from './elf.ts'
import { globToRegExp } from './glob.ts'
import { configuredFolders, type Loaded, searchFolders, systemFolders } from './library-path.ts'
import { checkLinks } from './link-check.ts'
import { resolvePath } from './paths.ts'
import type { LoaderFinding, RootfsEntry, RootfsManifest } from './types.ts'

type FileEntry = Extract<RootfsEntry, { type: 'file' }>

/** Data that happens to be ELF: firmware and kernel modules are not started by the loader. */
const NOT_PROGRAMS = /^\/usr\/lib\/firmware\/|^\/lib\/firmware\//
const LD_SO_CONF = '/etc/ld.so.conf'

/** All findings, sorted by path. Empty: everything resolves. `libraryPaths`: component → what LD_LIBRARY_PATH is for its programs. */
export async function checkLoader(
  manifest: RootfsManifest,
  signal?: AbortSignal,
  libraryPaths: ReadonlyMap<string, readonly string[]> = new Map(),
): Promise<LoaderFinding[]> {
  const rootfs = await readRootfs(manifest, signal)
  const findings = [...checkLinks(manifest), ...rootfs.scripts]
  const loaderOf = (elf: ElfFile) => (elf.interpreter === undefined ? undefined : rootfs.locate(elf.interpreter))
  const anyLoader = [...rootfs.elves.values()].map(({ elf }) => loaderOf(elf)).find((path) => path !== undefined)
  const reached = new Set<string>()
  const check = (path: string, entry: FileEntry, elf: ElfFile) => {
    if (elf.interpreter !== undefined && loaderOf(elf) === undefined)
      findings.push(
        finding(
          'missing-interpreter',
          entry,
          elf.interpreter,
          `needs the dynamic loader ${elf.interpreter}, which is not in the machine`,
        ),
      )
    const system = systemFolders(loaderOf(elf) ?? anyLoader)
    const environment = libraryPaths.get(entry.component) ?? []
    const byName = new Map<string, Loaded>()
    const queue: Loaded[] = [{ path, elf }]
    for (let object = queue.shift(); object; object = queue.shift()) {
      const owner = rootfs.elves.get(object.path)?.entry ?? entry
      const firstVisit = !reached.has(object.path)
      reached.add(object.path)
      for (const name of object.elf.needed) {
        let library = byName.get(name)
        if (!library) {
          library = findLibrary(
            name,
            object,
            searchFolders(object, { environment, configured: rootfs.configured, system }),
            rootfs,
          )
          if (!library) {
            if (firstVisit)
              findings.push(finding('missing-library', owner, name, `needs ${name}, which is not in the machine`))
            continue
          }
          byName.set(name, library)
          if (library.elf.soname !== undefined && !byName.has(library.elf.soname))
            byName.set(library.elf.soname, library)
          queue.push(library)
        }
        if (firstVisit) findings.push(...missingVersions(owner, object, name, library))
      }
    }
  }
  const sorted = [...rootfs.elves].sort(([a], [b]) => (a < b ? -1 : 1))
  // Programs first: what they load is judged in their company; what nobody loaded (plugins) is judged alone.
  for (const [path, { entry, elf }] of sorted) if (elf.interpreter !== undefined) check(path, entry, elf)
  for (const [path, { entry, elf }] of sorted) {
    if (!elf.native && !NOT_PROGRAMS.test(path))
      findings.push(
        finding(
          'wrong-architecture',
          entry,
          `ELF machine ${elf.machine}`,
          `is for another architecture (ELF machine ${elf.machine}, not x86-64)`,
        ),
      )
    else if (elf.dynamic && !reached.has(path)) check(path, entry, elf)
  }
  return findings.sort((a, b) => (a.path === b.path ? compare(a.wants, b.wants) : compare(a.path, b.path)))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function findLibrary(name: string, object: Loaded, folders: string[], rootfs: Rootfs): Loaded | undefined {
  const candidates = name.includes('/') ? [name] : folders.map((folder) => `${folder}/${name}`)
  for (const candidate of candidates) {
    const path = rootfs.locate(candidate)
    const found = path === undefined ? undefined : rootfs.elves.get(path)
    // Like ld.so, go on past a library of another architecture.
    if (path !== undefined && found?.elf.native) return { path, elf: found.elf, loader: object }
  }
  return undefined
}

/** A library without any version definitions only earns a warning from ld.so, so it earns none here. */
function missingVersions(owner: FileEntry, object: Loaded, name: string, library: Loaded): LoaderFinding[] {
  const defined = new Set(library.elf.versionDefinitions)
  if (defined.size === 0) return []
  return object.elf.versionNeeds
    .filter((need) => need.file === name && !defined.has(need.version))
    .map((need) =>
      finding(
        'missing-symbol-version',
        owner,
        `${name} (${need.version})`,
        `needs version ${need.version} of ${name}, but ${library.path} does not define it`,
      ),
    )
}

function finding(kind: LoaderFinding['kind'], entry: FileEntry, wants: string, what: string): LoaderFinding {
  return {
    kind,
    path: entry.path,
    wants,
    component: entry.component,
    message: `${entry.path} (${entry.component}) ${what}`,
  }
}

interface Rootfs {
  elves: Map<string, { entry: FileEntry; elf: ElfFile }>
  /** Findings about scripts. */
  scripts: LoaderFinding[]
  /** Path with all symlinks resolved, if it is there. */
  locate(path: string): string | undefined
  configured: string[]
}

async function readRootfs(manifest: RootfsManifest, signal: AbortSignal | undefined): Promise<Rootfs> {
  const entries = new Map(manifest.entries.map((entry) => [entry.path, entry]))
  const locate = (path: string) => {
    const link = (at: string) => {
      const entry = entries.get(at)
      return entry?.type === 'symlink' ? entry.target : undefined
    }
    const resolved = resolvePath(path, link, true)
    return resolved && entries.has(resolved.path) ? resolved.path : undefined
  }
  const elves: Rootfs['elves'] = new Map()
  const scripts: LoaderFinding[] = []
  const texts = new Map<string, string>()
  for (const entry of manifest.entries) {
    if (entry.type !== 'file') continue
    throwIfCancelled(signal)
    const head = await readHead(entry.from)
    if (isElf(head)) elves.set(entry.path, { entry, elf: await parse(entry) })
    else if (entry.mode & 0o111 && head[0] === 0x23 && head[1] === 0x21) {
      const interpreter = /^#!\s*(\/[^\s]+)/.exec(head.toString('latin1').split('\n')[0] ?? '')?.[1]
      if (interpreter !== undefined && locate(interpreter) === undefined)
        scripts.push(
          finding(
            'missing-interpreter',
            entry,
            interpreter,
            `is a script for ${interpreter}, which is not in the machine`,
          ),
        )
    }
    if (entry.path.startsWith(LD_SO_CONF)) texts.set(entry.path, await readFile(entry.from, 'utf8'))
  }
  const list = (glob: string) => [...texts.keys()].filter((path) => globToRegExp(glob).test(path.slice(1))).sort()
  return { elves, scripts, locate, configured: configuredFolders(LD_SO_CONF, (path) => texts.get(path), list) }
}

async function parse(entry: FileEntry): Promise<ElfFile> {
  try {
    return readElf(await readFile(entry.from))
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    // A file that is cut short cannot run anywhere; that it is of no architecture says so.
    return {
      type: 'other',
      native: false,
      machine: 0,
      dynamic: false,
      needed: [],
      runpath: [],
      rpath: [],
      versionNeeds: [],
      versionDefinitions: [],
    }
  }
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(256), 0, 256, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
