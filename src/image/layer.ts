/** Reads one component's contribution to the machine: the tree it installed (DEST) and the files laid over the system. */
import { readdir, readlink, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { SmartError } from '../system/error.ts'
import { checkedPath, checkedTarget } from './paths.ts'

/** An entry as found on the host, not yet hashed or rendered. */
export interface FoundEntry {
  type: 'file' | 'directory' | 'symlink'
  /** Absolute in the machine. */
  path: string
  /** Absolute on the host. */
  from: string
  mode: number
  /** Of a symlink. */
  target: string
  size: number
}

/**
 * Lists a tree, sorted by path. `where` names the tree in errors; devices, sockets and pipes are errors since a build
 * run without root can only have made them by mistake.
 */
export async function listTree(root: string, where: string): Promise<FoundEntry[]> {
  const found: FoundEntry[] = []
  const visit = async (folder: string, inside: string): Promise<void> => {
    const names = await readdir(folder, { withFileTypes: true })
    names.sort((a, b) => (a.name < b.name ? -1 : 1))
    for (const entry of names) {
      const from = join(folder, entry.name)
      const path = checkedPath(`${inside}/${entry.name}`, where)
      if (entry.isSymbolicLink()) {
        found.push({
          type: 'symlink',
          path,
          from,
          mode: 0o777,
          target: checkedTarget(await readlink(from), path, where),
          size: 0,
        })
      } else if (entry.isDirectory()) {
        found.push({ type: 'directory', path, from, mode: (await stat(from)).mode & 0o7777, target: '', size: 0 })
        await visit(from, path)
      } else if (entry.isFile()) {
        const info = await stat(from)
        found.push({ type: 'file', path, from, mode: info.mode & 0o7777, target: '', size: info.size })
      } else {
        throw new SmartError(`${path} is neither a file, a folder nor a symlink`, {
          where,
          hint: 'Only device nodes that the composer itself adds may be in a machine; remove it in build.sh',
        })
      }
    }
  }
  await visit(root, '')
  return found
}

/** Modes of installed files: as installed, but only the owner may write (a sticky folder stays open to all). */
export function installedMode(mode: number): number {
  return mode & 0o1000 ? mode : mode & ~0o022
}

/** Modes of a checked-out overlay depend on the umask of whoever cloned it; only the executable bit says something. */
export function overlayMode(entry: Pick<FoundEntry, 'type' | 'mode'>): number {
  return entry.type === 'directory' || entry.mode & 0o100 ? 0o755 : 0o644
}

/** Folders and files whose mode is their point, which a version control system cannot carry. */
export const SPECIAL_MODES: ReadonlyMap<string, number> = new Map([
  ['/tmp', 0o1777],
  ['/var/tmp', 0o1777],
  ['/root', 0o700],
  ['/etc/shadow', 0o600],
  ['/etc/gshadow', 0o600],
])
