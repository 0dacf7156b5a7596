/**
 * The listing of a step's output: type, mode, size and hash of every file. Its own hash is the proof that a store entry is what
 * was built; sizes and times make a quick check of the same possible without reading a byte of the files.
 */
import { createHash } from 'node:crypto'
import { closeSync, lstatSync, lutimesSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../system/hash.ts'
import { Pace } from '../system/pace.ts'

/** Seconds since the epoch that every file of the store has, and that SOURCE_DATE_EPOCH says: 2024-01-01. */
export const SOURCE_DATE_EPOCH = 1_704_067_200

export type ManifestEntry =
  | { type: 'file'; path: string; mode: number; size: number; sha256: string }
  | { type: 'directory'; path: string; mode: number }
  | { type: 'symlink'; path: string; target: string }

export interface OutputManifest {
  /** Sorted by path; paths are relative, without the output folder itself. */
  entries: ManifestEntry[]
  /** Bytes of all files. */
  bytes: number
}

/**
 * Lists a folder and gives everything in it the fixed time. Synchronous, because a source tree has 80,000 files and the
 * asynchronous calls cost five times the CPU; events keep flowing all the same.
 */
export async function recordOutput(folder: string): Promise<OutputManifest> {
  const entries: ManifestEntry[] = []
  const buffer = Buffer.allocUnsafe(1 << 20)
  const pace = new Pace()
  let bytes = 0
  const visit = async (relative: string): Promise<void> => {
    for (const name of readdirSync(join(folder, relative)).sort()) {
      const path = relative === '' ? name : `${relative}/${name}`
      const absolute = join(folder, path)
      const stat = lstatSync(absolute)
      const mode = stat.mode & 0o7777
      if (stat.isDirectory()) {
        entries.push({ type: 'directory', path, mode })
        await visit(path)
      } else if (stat.isSymbolicLink()) entries.push({ type: 'symlink', path, target: readlinkSync(absolute) })
      else if (stat.isFile()) {
        entries.push({ type: 'file', path, mode, size: stat.size, sha256: hashFile(absolute, buffer) })
        bytes += stat.size
      } else throw new Error(`${path} is neither a file, a folder nor a symbolic link: a step's output cannot hold it`)
      lutimesSync(absolute, SOURCE_DATE_EPOCH, SOURCE_DATE_EPOCH)
      if (pace.due) await pace.rest()
    }
  }
  await visit('')
  return { entries, bytes }
}

function hashFile(path: string, buffer: Buffer): string {
  const hash = createHash('sha256')
  const fd = openSync(path, 'r')
  try {
    for (;;) {
      const count = readSync(fd, buffer)
      if (count === 0) return hash.digest('hex')
      hash.update(buffer.subarray(0, count))
    }
  } finally {
    closeSync(fd)
  }
}

/** The text form, one line an entry: `f MODE SIZE SHA256 PATH`, `d MODE PATH`, `l PATH-JSON TARGET-JSON`. Names are JSON strings. */
export function formatManifest(manifest: OutputManifest): string {
  const lines = manifest.entries.map((entry) => {
    const path = JSON.stringify(entry.path)
    if (entry.type === 'file') return `f ${entry.mode.toString(8)} ${entry.size} ${entry.sha256} ${path}`
    return entry.type === 'directory'
      ? `d ${entry.mode.toString(8)} ${path}`
      : `l ${path} ${JSON.stringify(entry.target)}`
  })
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}

const LINE = /^(?:f ([0-7]+) (\d+) ([0-9a-f]{64}) (".*")|d ([0-7]+) (".*")|l ("(?:[^"\\]|\\.)*") (".*"))$/

/** Reads the text form back, entry by entry. Throws SyntaxError on anything that formatManifest does not write. */
export function* manifestEntries(text: string): Generator<ManifestEntry, void> {
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    if (end > start) yield parseLine(text.slice(start, end))
    start = end + 1
  }
}

function parseLine(line: string): ManifestEntry {
  const match = LINE.exec(line)
  if (!match) throw new SyntaxError(`Not a manifest line: ${line}`)
  const [, fileMode, size, hash, file, folderMode, folder, link, target] = match
  if (file !== undefined && hash !== undefined)
    return {
      type: 'file',
      path: String(JSON.parse(file)),
      mode: Number.parseInt(fileMode ?? '', 8),
      size: Number(size),
      sha256: hash,
    }
  if (folder !== undefined)
    return { type: 'directory', path: String(JSON.parse(folder)), mode: Number.parseInt(folderMode ?? '', 8) }
  return { type: 'symlink', path: String(JSON.parse(link ?? '')), target: String(JSON.parse(target ?? '')) }
}

/** Hash that stands for a whole output. */
export function manifestHash(text: string): string {
  return sha256(text)
}

/**
 * Compares a folder with its manifest by types, sizes, times and link targets. Resolves with the first difference as a phrase
 * (`usr/bin/ls has another size`), or undefined. Modes count, owners do not. In slices: a source tree takes a second, and people
 * go on typing. Throws the signal's reason.
 */
export async function findDifference(
  folder: string,
  entries: Iterable<ManifestEntry>,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const pace = new Pace()
  const counts = new Map<string, number>()
  const folders = ['']
  for (const entry of entries) {
    if (pace.due) await pace.rest(signal)
    const difference = differenceOf(join(folder, entry.path), entry)
    if (difference !== undefined) return `${entry.path} ${difference}`
    const parent = entry.path.includes('/') ? entry.path.slice(0, entry.path.lastIndexOf('/')) : ''
    counts.set(parent, (counts.get(parent) ?? 0) + 1)
    if (entry.type === 'directory') folders.push(entry.path)
  }
  for (const path of folders) {
    if (pace.due) await pace.rest(signal)
    if (readdirSync(join(folder, path)).length !== (counts.get(path) ?? 0))
      return `${path === '' ? 'the top folder' : path} holds a file that was not built`
  }
  return undefined
}

function differenceOf(absolute: string, entry: ManifestEntry): string | undefined {
  const stat = lstatSync(absolute, { throwIfNoEntry: false })
  if (!stat) return 'is missing'
  if (entry.type === 'symlink')
    return stat.isSymbolicLink() && readlinkSync(absolute) === entry.target ? undefined : 'is another link'
  if (entry.type === 'directory' ? !stat.isDirectory() : !stat.isFile()) return 'is of another type'
  if ((stat.mode & 0o7777) !== entry.mode) return 'has another mode'
  if (entry.type === 'directory') return undefined
  if (stat.size !== entry.size) return 'has another size'
  return Math.floor(stat.mtimeMs / 1000) === SOURCE_DATE_EPOCH ? undefined : 'was written to'
}
