/** The identity of a local folder: every path, kind, mode and content, so that any edit gives another hash. */
import { lstat, readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf, SmartError, throwIfCancelled } from '../system/error.ts'
import { readTextIfPresent, writeFileAtomic } from '../system/files.ts'
import { sha256, sha256File } from '../system/hash.ts'

/** Left out of the identity; whoever copies a local source leaves it out too. Its contents change without the source changing. */
export const IGNORED_FOLDER = '.git'

/** A file written within this time of being looked at may change again without its times showing it. */
const RACY_MS = 2000

interface Found {
  path: string
  kind: 'file' | 'directory' | 'symlink'
  mode: number
  /** Size, times and inode: equal as long as nobody touched it. */
  stamp: string
  changedMs: number
}

/** Hex SHA-256 of a folder or a single file. Unchanged since last time (by size, times, inode): taken from the memo in `<cache>/local`. */
export async function hashLocal(path: string, cache: string, signal?: AbortSignal): Promise<string> {
  const found = await listTree(path, signal)
  const stamp = sha256(found.map((entry) => `${entry.path}\0${entry.mode}\0${entry.stamp}`).join('\n'))
  const memo = join(cache, 'local', `${sha256(path)}.txt`)
  const [knownStamp, known] = ((await readTextIfPresent(memo)) ?? '').trim().split(' ')
  if (knownStamp === stamp && known !== undefined) return known
  const single = found[0]?.kind === 'file'
  const hash = single ? await sha256File(path, signal) : await hashTree(path, found, signal)
  const quiet = found.every((entry) => entry.changedMs < Date.now() - RACY_MS)
  if (quiet) await writeFileAtomic(memo, `${stamp} ${hash}\n`)
  return hash
}

async function hashTree(root: string, found: readonly Found[], signal: AbortSignal | undefined): Promise<string> {
  const lines: string[] = []
  for (const { path, kind, mode } of found) {
    throwIfCancelled(signal)
    const full = join(root, path)
    const content =
      kind === 'file' ? await sha256File(full, signal) : kind === 'symlink' ? sha256(await readlink(full)) : ''
    lines.push(`${JSON.stringify(path)} ${kind} ${mode.toString(8)} ${content}`)
  }
  return sha256(lines.join('\n'))
}

/** Everything below a path, sorted by path; the path itself is the entry ''. */
async function listTree(root: string, signal: AbortSignal | undefined): Promise<Found[]> {
  const found: Found[] = []
  const visit = async (path: string): Promise<void> => {
    throwIfCancelled(signal)
    const full = join(root, path)
    const info = await lstat(full, { bigint: true })
    const kind = info.isFile()
      ? 'file'
      : info.isDirectory()
        ? 'directory'
        : info.isSymbolicLink()
          ? 'symlink'
          : undefined
    if (kind === undefined)
      throw new SmartError(`${full} is neither file, folder nor link, so the folder cannot be a source`)
    // A folder's times say only that entries came and went; the entries themselves say that better.
    const stamp = kind === 'directory' ? kind : `${kind} ${info.size} ${info.mtimeNs} ${info.ctimeNs} ${info.ino}`
    const changedMs = kind === 'directory' ? 0 : Number(info.ctimeMs)
    found.push({ path, kind, mode: kind === 'symlink' ? 0 : Number(info.mode) & 0o777, stamp, changedMs })
    if (kind !== 'directory') return
    for (const name of (await readdir(full)).sort())
      if (name !== IGNORED_FOLDER) await visit(path === '' ? name : `${path}/${name}`)
  }
  try {
    await visit('')
  } catch (error) {
    if (error instanceof SmartError) throw error
    throw new SmartError(`The local source ${root} cannot be read: ${messageOf(error)}`, { cause: error })
  }
  return found
}
