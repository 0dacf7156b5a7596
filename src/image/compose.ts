/**
 * Composes the machine's root file system as a manifest: what each component installed, the files laid over it, the
 * profile's own files and users. Nothing is copied and nobody needs to be root; owners and modes are data.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SystemSettings } from '../profile/types.ts'
import { throwIfCancelled } from '../system/error.ts'
import { sha256, sha256File } from '../system/hash.ts'
import { checkAccounts, parseGroup, parsePasswd } from './accounts.ts'
import { rootfsFilter } from './glob.ts'
import { type FoundEntry, installedMode, listTree, overlayMode, SPECIAL_MODES } from './layer.ts'
import { type Layer, type LayeredEntry, mergeEntries } from './merge.ts'
import { parentsOf } from './paths.ts'
import {
  accountHomes,
  mountPointFolders,
  type PlannedFile,
  PROFILE_OWNER,
  profileFiles,
  userHomes,
  withRoot,
} from './profile-files.ts'
import { renderTemplate, TEMPLATE_SUFFIX, type TemplateVariables } from './render.ts'
import type { RootfsEntry, RootfsManifest } from './types.ts'

/** One component's part. */
export interface ComponentLayer {
  component: string
  /** Absolute folder of what its build installed. */
  installed?: string
  /** Absolute folder of its rootfs/. */
  overlay?: string
  rootfs: { include: readonly string[]; exclude: readonly string[] }
  /** `options` of its templates. */
  options: Readonly<Record<string, unknown>>
}

export interface ComposeRequest {
  /** Dependencies first. */
  layers: readonly ComponentLayer[]
  /** All template variables but `options`. */
  variables: TemplateVariables
  system: Pick<SystemSettings, 'files' | 'users' | 'rootKeys'>
  /** The components' system accounts; those with a home get the folder. */
  accounts?: readonly { name: string; home: string; component: string }[]
  /** Folders that disks are mounted at: a root that cannot be written has to have them. */
  mountPoints?: readonly string[]
  /** Where `source` of system.files is looked for. */
  profileFolder?: string
  /** Empty folder for rendered files; stays as long as the manifest is used. */
  rendered: string
  signal?: AbortSignal
}

/** The component that owns the skeleton; its overlay may replace what others installed. */
const SKELETON = 'base'
/** Placeholder that keeps an otherwise empty folder in version control. */
const PLACEHOLDER = '.gitkeep'

/** Nodes a kernel needs before devtmpfs is mounted; numbers from the kernel's admin-guide/devices.txt. */
const DEVICES: RootfsEntry[] = [
  {
    type: 'device',
    path: '/dev/console',
    mode: 0o600,
    uid: 0,
    gid: 0,
    device: 'char',
    major: 5,
    minor: 1,
    component: SKELETON,
  },
  {
    type: 'device',
    path: '/dev/null',
    mode: 0o666,
    uid: 0,
    gid: 0,
    device: 'char',
    major: 1,
    minor: 3,
    component: SKELETON,
  },
]

/** The whole root file system, sorted by path. Throws SmartError for collisions, unsafe paths and broken templates. */
export async function composeRootfs(request: ComposeRequest): Promise<RootfsManifest> {
  const layered: LayeredEntry[] = DEVICES.map((entry) => ({ entry, layer: 'base' }))
  for (const layer of request.layers) {
    throwIfCancelled(request.signal)
    layered.push(...(await installedEntries(layer)), ...(await overlayEntries(layer, request)))
  }
  const system = mergeEntries(layered)
  const accounts = parsePasswd(await textOf(system, '/etc/passwd'))
  const groups = parseGroup(await textOf(system, '/etc/group'))
  checkAccounts(accounts, groups)
  const own = [
    ...mountPointFolders(request.mountPoints ?? []),
    ...userHomes(withRoot(request.system), accounts),
    ...(await profileFiles(request.system.files, request.profileFolder, accounts, groups)),
  ]
  for (const { component, ...folder } of accountHomes(request.accounts ?? [], accounts))
    layered.push({ entry: { ...folder, component }, layer: 'profile' })
  for (const file of own) layered.push({ entry: await place(file, PROFILE_OWNER, request.rendered), layer: 'profile' })
  const entries = mergeEntries(layered)
  return { entries: entries.map(withSpecialMode) }
}

/** What a build installed, filtered for the machine. Files are hashed; symlinks stay as they are. */
export async function installedEntries(layer: ComponentLayer): Promise<LayeredEntry[]> {
  if (layer.installed === undefined) return []
  const keep = rootfsFilter(layer.rootfs)
  const entries: LayeredEntry[] = []
  const all = await listTree(layer.installed, layer.component)
  for (const found of all) {
    if (!keep(found.path)) continue
    const common = { path: found.path, uid: 0, gid: 0, component: layer.component }
    const mode = installedMode(found.mode)
    if (found.type === 'symlink')
      entries.push({ entry: { type: 'symlink', target: found.target, ...common }, layer: 'installed' })
    else if (found.type === 'directory')
      entries.push({ entry: { type: 'directory', mode, ...common }, layer: 'installed' })
    else {
      const sha = await sha256File(found.from)
      entries.push({
        entry: { type: 'file', mode, size: found.size, sha256: sha, from: found.from, ...common },
        layer: 'installed',
      })
    }
  }
  return withoutEmptied(entries, all)
}

/** A folder of which the filter left nothing is not wanted either, unless it was installed empty. */
function withoutEmptied(entries: readonly LayeredEntry[], found: readonly FoundEntry[]): LayeredEntry[] {
  const before = new Set(found.flatMap(({ path }) => parentsOf(path)))
  const after = new Set(
    entries.filter(({ entry }) => entry.type !== 'directory').flatMap(({ entry }) => parentsOf(entry.path)),
  )
  return entries.filter(({ entry }) => entry.type !== 'directory' || after.has(entry.path) || !before.has(entry.path))
}

async function overlayEntries(layer: ComponentLayer, request: ComposeRequest): Promise<LayeredEntry[]> {
  if (layer.overlay === undefined) return []
  const kind: Layer = layer.component === SKELETON ? 'base' : 'overlay'
  const variables = { ...request.variables, options: layer.options }
  const entries: LayeredEntry[] = []
  for (const found of await listTree(layer.overlay, layer.component)) {
    if (found.path.endsWith(`/${PLACEHOLDER}`)) continue
    const mode = overlayMode(found)
    const common = { path: found.path, uid: 0, gid: 0 }
    if (found.type === 'symlink')
      entries.push({
        entry: { type: 'symlink', target: found.target, component: layer.component, ...common },
        layer: kind,
      })
    else if (found.type === 'directory')
      entries.push({ entry: { type: 'directory', mode, component: layer.component, ...common }, layer: kind })
    else {
      const template = found.path.endsWith(TEMPLATE_SUFFIX)
      const path = template ? found.path.slice(0, -TEMPLATE_SUFFIX.length) : found.path
      const content = template ? Buffer.from(await renderTemplate(found.from, variables)) : await readFile(found.from)
      entries.push({
        entry: await place({ type: 'file', ...common, path, mode, content }, layer.component, request.rendered),
        layer: kind,
      })
    }
  }
  return entries
}

/** Puts a file's bytes into the folder of rendered files, under their hash. */
async function place(file: PlannedFile, component: string, rendered: string): Promise<RootfsEntry> {
  if (file.type === 'directory') return { ...file, component }
  const { content, ...rest } = file
  const hash = sha256(content)
  const from = join(rendered, hash)
  await mkdir(rendered, { recursive: true })
  await writeFile(from, content, { mode: 0o644 })
  return { ...rest, size: content.byteLength, sha256: hash, from, component }
}

async function textOf(entries: readonly RootfsEntry[], path: string): Promise<string> {
  const entry = entries.find((candidate) => candidate.path === path)
  return entry?.type === 'file' ? await readFile(entry.from, 'utf8') : ''
}

/** Modes that are the point of a path. The profile's own files have the mode that was asked for. */
function withSpecialMode(entry: RootfsEntry): RootfsEntry {
  const mode = SPECIAL_MODES.get(entry.path)
  if (mode === undefined || entry.component === PROFILE_OWNER || (entry.type !== 'file' && entry.type !== 'directory'))
    return entry
  return { ...entry, mode }
}

/**
 * Only what was installed, at the places where it will be: the part of a root file system that no setting changes.
 * The overlays take part with their symlinks alone, which decide those places.
 */
export async function composeInstalled(layers: readonly ComponentLayer[]): Promise<RootfsEntry[]> {
  const layered: LayeredEntry[] = []
  for (const layer of layers) {
    layered.push(...(await installedEntries(layer)))
    for (const { path, target } of await overlayLinks(layer))
      layered.push({
        entry: { type: 'symlink', path, target, uid: 0, gid: 0, component: layer.component },
        layer: 'base',
      })
  }
  return mergeEntries(layered).filter((entry) => entry.type === 'file')
}

/** Symlinks of a component's overlay. */
export async function overlayLinks(layer: ComponentLayer): Promise<{ path: string; target: string }[]> {
  if (layer.overlay === undefined) return []
  const found = await listTree(layer.overlay, layer.component)
  return found.flatMap(({ type, path, target }) => (type === 'symlink' ? [{ path, target }] : []))
}
