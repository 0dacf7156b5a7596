/** The composed root file system as a folder: what a manifest describes, laid out with hard links to the bytes in the store. */
import { copyFile, link, mkdir, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { throwIfCancelled } from '../system/error.ts'
import { errorCode } from '../system/files.ts'
import type { RootfsManifest } from './types.ts'

/**
 * Lays the manifest's entries out below `root`, which must be empty or missing. Nothing below it may be written to: the files are
 * the store's own. Owners, and modes that differ from the store's, are left out, as are device nodes: both would need root.
 */
export async function layOutTree(manifest: RootfsManifest, root: string, signal?: AbortSignal): Promise<void> {
  await mkdir(root, { recursive: true })
  for (const entry of manifest.entries) {
    throwIfCancelled(signal)
    const target = join(root, entry.path)
    if (entry.type === 'directory') await mkdir(target, { recursive: true })
    else if (entry.type === 'symlink') await symlink(entry.target, target)
    else if (entry.type === 'file') await linkOrCopy(entry.from, target)
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    const code = errorCode(error) ?? ''
    if (code === 'ENOENT') await mkdir(dirname(to), { recursive: true })
    // Another file system, too many links, or a kernel that protects links: a copy does as well.
    else if (!['EXDEV', 'EMLINK', 'EPERM'].includes(code)) throw error
    await copyFile(from, to)
  }
}
