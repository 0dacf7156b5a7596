/**
 * A squashfs root: read-only, compressed, the smallest. Made from an empty folder and a list of pseudo files, so that
 * owners need no root. (A tar on mksquashfs's input would be simpler, but then the root folder belongs to whoever runs it.)
 */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { shellQuote } from '../system/exec.ts'
import type { Compression } from './compress.ts'
import { type RunTool, toolEnvironment } from './run-tool.ts'
import type { RootfsEntry, RootfsManifest } from './types.ts'

/** Writes the file system to `output`. The number of processors does not change the bytes (`-reproducible`). */
export async function writeSquashfs(
  output: string,
  manifest: RootfsManifest,
  options: { run: RunTool; scratch: string; compression: Compression; processors: number },
): Promise<void> {
  const empty = join(options.scratch, 'empty')
  const list = join(options.scratch, 'squashfs.list')
  await mkdir(empty, { recursive: true })
  await writeFile(list, manifest.entries.map((entry) => `${pseudoFile(entry)}\n`).join(''))
  const level = options.compression === 'zstd' ? ['-Xcompression-level', '19'] : []
  const root = ['-root-mode', '0755', '-root-uid', '0', '-root-gid', '0']
  const common = ['-pf', list, '-quiet', '-no-progress', '-noappend', '-reproducible', '-no-xattrs', ...root]
  const packing = ['-processors', String(options.processors), '-comp', options.compression, ...level]
  await rm(output, { force: true })
  // SOURCE_DATE_EPOCH holds every time in it: all are later, and later ones are cut to it. The -time options would exclude it.
  await options.run(['mksquashfs', empty, output, ...common, ...packing], { env: toolEnvironment() })
}

/** One definition as mksquashfs(1) has it under "Pseudo file definition format". */
function pseudoFile(entry: RootfsEntry): string {
  const name = `"${entry.path.replace(/[\\"]/g, '\\$&')}"`
  const mode = entry.type === 'symlink' ? '777' : entry.mode.toString(8)
  const owned = (type: string) => `${name} ${type} ${mode} ${entry.uid} ${entry.gid}`
  if (entry.type === 'directory') return owned('d')
  if (entry.type === 'symlink') return `${owned('s')} ${entry.target}`
  if (entry.type === 'device') return `${owned(entry.device === 'char' ? 'c' : 'b')} ${entry.major} ${entry.minor}`
  // mksquashfs runs this with a shell; the path is the store's, quoted.
  return `${owned('f')} cat ${shellQuote(entry.from)}`
}
