/** Lays the components' entries over each other: merged /usr through base's symlinks, collisions named, parents filled in. */
import { SmartError } from '../system/error.ts'
import { byPath, parentsOf, resolvePath } from './paths.ts'
import type { RootfsEntry } from './types.ts'

/** Where an entry came from decides who wins: a profile's own files, then base's overlay, then everybody else's. */
export type Layer = 'installed' | 'overlay' | 'base' | 'profile'
export interface LayeredEntry {
  entry: RootfsEntry
  layer: Layer
}

const RANK: Record<Layer, number> = { installed: 0, overlay: 0, base: 1, profile: 2 }
/** The component whose symlinks (applets of one program) give way to real programs of the same name. */
const MULTI_CALL = 'busybox'

/** Sorted, complete entries. Throws SmartError for two components that bring different things under one path. */
export function mergeEntries(layered: readonly LayeredEntry[]): RootfsEntry[] {
  const links = folderLinks(layered)
  const linkTarget = (path: string) => links.get(path)
  const merged = new Map<string, LayeredEntry>()
  for (const { entry, layer } of layered) {
    // A folder that another component made a symlink (/lib → usr/lib) is that symlink; what is in it moves along.
    const resolved = resolvePath(entry.path, linkTarget, entry.type === 'directory')
    if (!resolved)
      throw new SmartError(`The symlinks on the way to ${entry.path} go in a circle`, { where: entry.component })
    if (resolved.escaped)
      throw new SmartError(`${entry.path} leads out of the machine's root`, { where: entry.component })
    if (resolved.path === '/') continue
    const placed: LayeredEntry = { entry: { ...entry, path: resolved.path }, layer }
    const present = merged.get(resolved.path)
    merged.set(resolved.path, present ? settle(present, placed) : placed)
  }
  for (const { entry, layer } of [...merged.values()])
    for (const path of parentsOf(entry.path)) {
      const present = merged.get(path)
      if (!present)
        merged.set(path, {
          entry: { type: 'directory', path, mode: 0o755, uid: 0, gid: 0, component: entry.component },
          layer,
        })
      else if (present.entry.type !== 'directory') throw collision(present.entry, entry)
    }
  return [...merged.values()].map(({ entry }) => entry).sort(byPath)
}

/** Every symlink, the stronger layer's where two differ. */
function folderLinks(layered: readonly LayeredEntry[]): Map<string, string> {
  const links = new Map<string, string>()
  for (const { entry } of [...layered].sort((a, b) => RANK[a.layer] - RANK[b.layer]))
    if (entry.type === 'symlink') links.set(entry.path, entry.target)
  return links
}

function settle(present: LayeredEntry, added: LayeredEntry): LayeredEntry {
  const a = present.entry
  const b = added.entry
  if (a.type === 'directory' && b.type === 'directory') {
    // The more particular mode wins, whoever came first: 0755 is what everybody gets without asking.
    return RANK[added.layer] > RANK[present.layer] || a.mode === 0o755
      ? { entry: { ...b, component: a.component }, layer: added.layer }
      : present
  }
  if (same(a, b)) return present
  if (RANK[added.layer] !== RANK[present.layer]) return RANK[added.layer] > RANK[present.layer] ? added : present
  if (a.component === b.component && present.layer !== added.layer) return added.layer === 'overlay' ? added : present
  if (a.component === MULTI_CALL && a.type === 'symlink') return added
  if (b.component === MULTI_CALL && b.type === 'symlink') return present
  throw collision(a, b)
}

function same(a: RootfsEntry, b: RootfsEntry): boolean {
  if (a.type === 'file' && b.type === 'file') return a.sha256 === b.sha256 && a.mode === b.mode
  if (a.type === 'symlink' && b.type === 'symlink') return a.target === b.target
  return false
}

function collision(a: RootfsEntry, b: RootfsEntry): SmartError {
  const what = (entry: RootfsEntry) => (entry.type === 'symlink' ? `a symlink to ${entry.target}` : `a ${entry.type}`)
  return new SmartError(
    `${a.component} and ${b.component} both bring ${a.path}: ${what(a)} and ${what(b)}, not the same`,
    {
      where: a.path,
      hint: `Leave one out with rootfs.exclude in the component.yaml of ${a.component} or ${b.component}`,
    },
  )
}
