/** Room on the disk of a folder that need not be there yet. */
import { statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/** Bytes that anybody may still write there. */
export async function freeBytes(folder: string): Promise<number> {
  for (let path = resolve(folder); ; path = dirname(path))
    try {
      const { bavail, bsize } = await statfs(path)
      return bavail * bsize
    } catch (error) {
      if (path === dirname(path)) throw error
    }
}
