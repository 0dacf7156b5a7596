/** Files written whole or not at all, and folders that go away with their owner. */
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { SmartError } from './error.ts'

/**
 * Writes a file through a temporary neighbour and a rename, so that readers see the old or the new text, never half. `first`: whether the
 * text gets to the `disk`, which a loss of power leaves, or gets its `name`, which takes no time that a kill could fall into; then the other.
 */
export async function writeFileAtomic(
  path: string,
  data: string | Uint8Array,
  mode = 0o644,
  first: 'disk' | 'name' = 'disk',
): Promise<void> {
  await makeFolder(dirname(path))
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    const handle = await open(temporary, 'wx', mode)
    try {
      await handle.writeFile(data)
      if (first === 'disk') await handle.sync()
      await rename(temporary, path)
      if (first === 'name') await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    await rm(temporary, { force: true })
    throw describeWriteError(error, path)
  }
}

/** Turns what a write fails with into a sentence; passes on what a person cannot do anything about. */
export function describeWriteError(error: unknown, path: string): unknown {
  const code = errorCode(error)
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new SmartError(`The disk is full: ${path} could not be written`, {
      hint: 'Free some space (smart-os clean removes what no profile needs), then run the same command again',
      cause: error,
    })
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new SmartError(`No permission to write ${path}`, {
      hint: 'Choose another folder (--out DIR, or XDG_CACHE_HOME for the cache) or change its owner',
      cause: error,
    })
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR')
    return new SmartError(`${path} is no place for a file`, { hint: 'Choose another folder or name', cause: error })
  return error
}

/** The `code` of a system error (`ENOENT`, …), or undefined. */
export function errorCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined
}

/** Reads a text file; undefined if there is none. */
export async function readTextIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined
    throw error
  }
}

/** A temporary folder, removed at the end of the owning scope: `await using dir = await temporaryFolder()`. */
export async function temporaryFolder(
  prefix = 'smart-os-',
  parent = tmpdir(),
): Promise<AsyncDisposable & { path: string }> {
  await mkdir(parent, { recursive: true })
  const path = await mkdtemp(join(parent, prefix))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/**
 * Makes a folder and its parents, one by one: Node's recursive mkdir never ends below /proc. Throws SmartError when the place
 * does not take folders.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path)
  } catch (error) {
    const code = errorCode(error)
    if (code === 'EEXIST') return
    const parent = dirname(path)
    if (code !== 'ENOENT' || parent === path || (await isFolder(parent)))
      throw new SmartError(`The folder ${path} cannot be made`, {
        hint: 'Choose another folder (--out DIR, or XDG_CACHE_HOME for the cache)',
        cause: error,
      })
    await makeFolder(parent)
    await makeFolder(path)
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}
