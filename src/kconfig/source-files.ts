/** The files a tree is parsed from: read once, with a stamp and a hash by which a later run sees that they are still the same. */
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { SmartError } from '../system/error.ts'
import { errorCode } from '../system/files.ts'

/** Size, mtime, ctime (milliseconds) and inode. */
export type Stamp = readonly [number, number, number, number]

export interface SourceFiles {
  /** For parseKconfig(): undefined where there is no file. */
  read(path: string): string | undefined
  /** Of a file that read() found. */
  stampOf(path: string): Stamp
  /** SHA-256 of its text. */
  hashOf(path: string): Buffer
}

/** `treeDir` is where relative paths begin. `generated`: texts of files that are not on the disk, or not as they are there. */
export function createSourceFiles(treeDir: string, generated: ReadonlyMap<string, string> = new Map()): SourceFiles {
  const texts = new Map<string, { text: string; stamp: Stamp }>()

  function read(path: string): string | undefined {
    const made = generated.get(path)
    if (made !== undefined) return made
    const known = texts.get(path)
    if (known) return known.text
    const full = fullPath(treeDir, path)
    // Before reading: should the file change in between, the stamp is too old, and the next run looks closer.
    const stamp = stampFile(full)
    const text = readText(full)
    if (text !== undefined) texts.set(path, { text, stamp: stamp ?? none })
    return text
  }

  return {
    read,
    stampOf: (path) => texts.get(path)?.stamp ?? none,
    hashOf: (path) => hashText(generated.get(path) ?? texts.get(path)?.text ?? ''),
  }
}

/** Where a file of the tree is; `..` goes by the text, and not by where links lead. */
export function fullPath(treeDir: string, path: string): string {
  if (isAbsolute(path)) return path
  return path.includes('..') ? join(treeDir, path) : `${treeDir}/${path}`
}

const none: Stamp = [0, 0, 0, 0]

export function stampFile(path: string): Stamp | undefined {
  const found = statSync(path, { throwIfNoEntry: false })
  return found?.isFile() ? [found.size, found.mtimeMs, found.ctimeMs, found.ino] : undefined
}

export function hashText(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest()
}

/** Undefined where there is no file. Throws SmartError for one that may not be read. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined
    throw new SmartError(`${path} cannot be read`, { where: path, hint: 'Check its permissions', cause: error })
  }
}
