/**
 * Parsed trees in the cache folder. One is taken again only where everything that it was made of is the same: the text of each file
 * (by stamp, and by hash where a stamp differs or is too young), every variable that was looked up, every answer of a command, and
 * the program that parsed it.
 */
import { readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeFolder } from '../system/files.ts'
import { sha256 } from '../system/hash.ts'
import type { KconfigTree } from './ast.ts'
import { deserialiseTree } from './deserialise.ts'
import { removeOldest } from './probes/store.ts'
import { serialiseTree } from './serialise.ts'
import { fullPath, hashText, readText, type SourceFiles, stampFile } from './source-files.ts'
import type { Position } from './syntax-error.ts'
import { readTreeFile, type TreeFile, writeTreeFile } from './tree-file.ts'
import { FORMAT } from './tree-format.ts'

/** Trees of this many kernels and architectures are kept; one takes about 6 MB. */
const KEPT = 24
/** Milliseconds. A file that is younger than this when its stamp is taken can change again without the stamp telling. */
const TOO_YOUNG = 2000

export interface Inputs {
  treeDir: string
  variable: (name: string) => string | undefined
  /** Undefined where the answer would have to be worked out anew. */
  answer: (command: string, at: Position) => string | undefined
  /** Texts of files that are not on the disk. */
  generated: ReadonlyMap<string, string>
  /** All but the help is read at once: what is damaged is found when the tree can still be parsed. */
  whole: boolean
}

/** The file for a tree that is read in this way. `identity`: all that tells one reading from another. */
export function treeCacheFile(folder: string, identity: readonly string[]): string {
  return join(folder, `${sha256(JSON.stringify([FORMAT, programIdentity(), ...identity]))}.tree`)
}

/** The tree, if it is there and nothing has changed since. `refresh`: its stamps are old, though its texts are the same. */
export function readCachedTree(file: string, inputs: Inputs): { tree: KconfigTree; refresh?: TreeFile } | undefined {
  const stored = load(file)
  if (!stored) return undefined
  const state = isOfSameInputs(stored, inputs) ? filesState(stored, inputs) : 'changed'
  // Stored anew, it is read whole, too.
  const isNeeded = inputs.whole || state === 'touched'
  if (state === 'changed' || (isNeeded && !hasPlaces(stored))) {
    stored.close?.()
    return undefined
  }
  const tree = deserialiseTree(stored.tables)
  return state === 'same' ? { tree } : { tree, refresh: stored }
}

function hasPlaces({ tables }: TreeFile): boolean {
  try {
    tables.places()
    return true
  } catch {
    return false
  }
}

function isOfSameInputs({ variables, answers }: TreeFile, inputs: Inputs): boolean {
  return (
    Object.entries(variables).every(([name, value]) => (inputs.variable(name) ?? null) === value) &&
    answers.every(([command, output, file, line]) => inputs.answer(command, { file, line, column: 1 }) === output)
  )
}

function load(file: string): TreeFile | undefined {
  try {
    return readTreeFile(file)
  } catch {
    // None there, or none that this program wrote: parsing makes a new one.
    return undefined
  }
}

/** Sets new stamps where only they differ. */
function filesState({ paths, stamps, hashes, written }: TreeFile, inputs: Inputs): 'same' | 'touched' | 'changed' {
  let state: 'same' | 'touched' = 'same'
  const now = Date.now()
  for (const [index, path] of paths.entries()) {
    const made = inputs.generated.get(path)
    const full = fullPath(inputs.treeDir, path)
    const stamp = made === undefined ? stampFile(full) : undefined
    if (stamp) {
      const [size, mtime, ctime, inode] = stamp
      const at = index * 4
      const same =
        stamps[at] === size && stamps[at + 1] === mtime && stamps[at + 2] === ctime && stamps[at + 3] === inode
      if (same && Math.max(mtime, ctime) < written - TOO_YOUNG) continue
      stamps.set(stamp, at)
      if (!same || Math.max(mtime, ctime) < now - TOO_YOUNG) state = 'touched'
    }
    const text = made ?? readText(full)
    if (text === undefined || !hashText(text).equals(hashes.subarray(index * 32, index * 32 + 32))) return 'changed'
  }
  return state
}

/** `files` are those that the tree was parsed from; variables and answers those that were asked for. */
export async function writeCachedTree(
  file: string,
  tree: KconfigTree,
  files: SourceFiles,
  variables: ReadonlyMap<string, string | undefined>,
  answers: TreeFile['answers'],
  written: number,
): Promise<void> {
  await store(file, {
    variables: Object.fromEntries([...variables].map(([name, value]) => [name, value ?? null])),
    answers,
    written,
    tables: serialiseTree(tree),
    paths: tree.files,
    stamps: Float64Array.from(tree.files.flatMap((path) => [...files.stampOf(path)])),
    hashes: Buffer.concat(tree.files.map((path) => files.hashOf(path))),
  })
}

/** Writes a tree whose stamps are new. */
export async function refreshCachedTree(file: string, stored: TreeFile): Promise<void> {
  await store(file, { ...stored, written: Date.now() })
}

async function store(file: string, content: TreeFile): Promise<void> {
  await makeFolder(dirname(file))
  // Not writeFileAtomic(): waiting for the disk would take longer than parsing does, and what is cut short is recognised.
  const staging = `${file}.${process.pid}.tmp`
  try {
    writeTreeFile(staging, content)
    renameSync(staging, file)
  } catch (error) {
    // Of a disk that is full it would keep what is there.
    rmSync(staging, { force: true })
    throw error
  }
  await removeOldest(dirname(file), KEPT, '.tree')
}

/** A part of the bundle whose name says what is in it, and in all that it imports. */
const HASHED = /-[A-Z0-9]{8}\.js$/

/**
 * Changes with the program: the part of the bundle that this file is in, which has or imports the parser, or the files beside this one.
 * The bundle of `kconfig` has parts of its own, and so its own trees.
 */
function programIdentity(): string {
  const own = fileURLToPath(import.meta.url)
  if (HASHED.test(own)) return basename(own)
  const folder = dirname(own)
  const names = readdirSync(folder).filter((name) => /\.(js|ts)$/.test(name))
  return names
    .sort()
    .map((name) => {
      const { size, mtimeMs } = statSync(join(folder, name))
      return `${name} ${size} ${mtimeMs}`
    })
    .join('\n')
}
