/** Compresses an archive for the kernel's own unpackers: same bytes on every run, windows small enough for 32 MB machines. */
import { rename } from 'node:fs/promises'
import type { ImageSettings } from '../profile/types.ts'
import { type RunTool, toolEnvironment } from './run-tool.ts'

export type Compression = ImageSettings['compression']

/**
 * Options per format. The kernel's xz knows only CRC32 checks, and reads a whole dictionary into memory: 1 MiB is what a
 * 32 MB machine can spare. zstd: one thread (its frames depend on the number), a 1 MiB window for the same reason.
 */
const TOOLS: Record<Compression, { tool: 'xz' | 'zstd'; suffix: string; args: string[] }> = {
  xz: {
    tool: 'xz',
    suffix: '.xz',
    args: ['--compress', '--keep', '--force', '--threads=1', '--check=crc32', '--lzma2=dict=1MiB'],
  },
  zstd: {
    tool: 'zstd',
    suffix: '.zst',
    args: ['--force', '--quiet', '--single-thread', '--no-check', '--ultra', '-20', '--zstd=wlog=20'],
  },
}

/** The program that does it, for doctor and for the identity in a key. */
export function compressionTool(compression: Compression): string {
  return TOOLS[compression].tool
}

/**
 * `small`: as small as it gets, for a kernel that counts its kilobytes. `quick`: a tenth larger in a tenth of the time, for systems
 * made of packages, whose kernel is four times as large anyway.
 */
export type Effort = 'small' | 'quick'

const QUICK_ARGS: Record<Compression, (arg: string) => string[]> = {
  xz: (arg) => [arg],
  zstd: (arg) => (arg === '--ultra' ? [] : [arg === '-20' ? '-9' : arg]),
}

/** Compresses `file` to `output`. */
export async function compress(
  run: RunTool,
  compression: Compression,
  file: string,
  output: string,
  effort: Effort = 'small',
): Promise<void> {
  const { tool, suffix, args: small } = TOOLS[compression]
  const args = effort === 'quick' ? small.flatMap(QUICK_ARGS[compression]) : small
  // Both tools read variables (XZ_OPT, ZSTD_CLEVEL), so the environment is wholly ours.
  await run([tool, ...args, file], { env: toolEnvironment() })
  await rename(`${file}${suffix}`, output)
}
