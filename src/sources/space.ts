/** Bytes on the disk: how many something takes, and whether there is room for more. */
import { readdir, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { describeWriteError } from '../system/files.ts'

/** Bytes of a file or of everything below a folder; 0 where there is nothing. */
export async function bytesOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined)
  if (!found) return 0
  if (!found.isDirectory()) return found.size
  const names = await readdir(path).catch(() => [])
  const sizes = await Promise.all(names.map((name) => bytesOf(join(path, name))))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** Foresees a full disk: throws SmartError when the disk of a folder has less room than `bytes`. */
export async function demandSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  if (bytes > bavail * bsize) throw describeWriteError({ code: 'ENOSPC' }, folder)
}
