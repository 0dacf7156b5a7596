/**
 * The initramfs: one or two compressed cpio archives behind each other. The first holds what components installed and is
 * kept from build to build; the second what settings change. Thus a new hostname costs no second compression of libc.
 */
import { appendFile, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Compression, compress, type Effort } from './compress.ts'
import { writeCpio } from './cpio.ts'
import { parentsOf } from './paths.ts'
import type { RunTool } from './run-tool.ts'
import type { RootfsEntry, RootfsManifest } from './types.ts'

/** What the first archive holds: enough to know that a manifest's entry is the very same. */
export interface SegmentContents {
  files: { path: string; mode: number; sha256: string }[]
}

export interface PackOptions {
  run: RunTool
  compression: Compression
  effort?: Effort
  scratch: string
  signal?: AbortSignal
}

export interface Segment extends SegmentContents {
  /** Absolute path of the compressed archive. */
  file: string
}

/**
 * Which entries belong into the initramfs. With everything in it (`whole`) that is all; for a machine that goes on to its
 * disk only the components with `boot: true` are taken.
 */
export function initramfsEntries(
  manifest: RootfsManifest,
  bootComponents: ReadonlySet<string>,
  whole: boolean,
): RootfsEntry[] {
  if (whole) return manifest.entries
  const chosen = manifest.entries.filter((entry) => bootComponents.has(entry.component))
  const parents = new Set(chosen.flatMap((entry) => parentsOf(entry.path)))
  return manifest.entries.filter((entry) => bootComponents.has(entry.component) || parents.has(entry.path))
}

/** Compresses the installed files of a manifest on their own. Their folders come along, with plain modes. */
export async function writeSegment(
  entries: readonly RootfsEntry[],
  output: string,
  options: PackOptions,
): Promise<SegmentContents> {
  const files = entries.filter((entry) => entry.type === 'file')
  const folders = [...new Set(files.flatMap((entry) => parentsOf(entry.path)))].map(
    (path): RootfsEntry => ({ type: 'directory', path, mode: 0o755, uid: 0, gid: 0, component: '' }),
  )
  await pack([...folders, ...files], output, options)
  return { files: files.map(({ path, mode, sha256 }) => ({ path, mode, sha256 })) }
}

/** Writes the initramfs. The segment is used when all that it holds is wanted; otherwise everything is packed anew. */
export async function writeInitramfs(
  entries: readonly RootfsEntry[],
  output: string,
  options: PackOptions & { segment?: Segment },
): Promise<void> {
  const { segment } = options
  const wanted = new Map(entries.map((entry) => [entry.path, entry]))
  const usable = segment?.files.every((held) => wanted.get(held.path)?.type === 'file') ?? false
  if (!segment || !usable) return await pack(entries, output, options)
  const held = new Map(segment.files.map((file) => [file.path, file]))
  const rest = entries.filter((entry) => {
    if (entry.type !== 'file') return true
    const same = held.get(entry.path)
    return !(same && same.sha256 === entry.sha256 && same.mode === entry.mode && entry.uid === 0 && entry.gid === 0)
  })
  await pack(rest, output, options)
  const settings = await readFile(output)
  const first = await readFile(segment.file)
  await rm(output)
  // The kernel unpacks one compressed archive after the other, without padding; so do zstd and xz themselves.
  for (const part of [first, settings]) await appendFile(output, part)
}

async function pack(entries: readonly RootfsEntry[], output: string, options: PackOptions): Promise<void> {
  const archive = join(options.scratch, 'archive.cpio')
  await writeCpio(archive, entries, options.signal)
  await compress(options.run, options.compression, archive, output, options.effort)
  await rm(archive, { force: true })
}
