/** Finds what a build left in its scratch tree: config.log, .config. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** The newest file of a name at most `depth` folders below; undefined when there is none. */
export async function findFile(folder: string, name: string, depth: number): Promise<string | undefined> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const found: string[] = entries.some((entry) => entry.isFile() && entry.name === name) ? [join(folder, name)] : []
  if (depth > 0)
    for (const entry of entries) {
      const inner = entry.isDirectory() ? await findFile(join(folder, entry.name), name, depth - 1) : undefined
      if (inner !== undefined) found.push(inner)
    }
  const times = await Promise.all(found.map(async (path) => ({ path, at: (await stat(path)).mtimeMs })))
  return times.sort((a, b) => b.at - a.at)[0]?.path
}
