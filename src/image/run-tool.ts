/** How the image room starts host programs: given by the caller (a step's context, a test), with one fixed environment. */
import type { RunResult } from '../system/exec.ts'

/** Runs a program to its end; throws when it fails. `StepContext.run` is one, `exec.run` another. */
export type RunTool = (
  argv: readonly [string, ...string[]],
  options?: { cwd?: string; env?: Record<string, string>; input?: string | Uint8Array },
) => Promise<RunResult>

/** Seconds since the epoch that every file, file system and archive carries: 1980-01-01, the first day that FAT knows. */
export const IMAGE_TIME = 315532800

/**
 * The whole environment of a tool: nothing of the caller's gets in. E2FSPROGS_FAKE_TIME holds the clock of mke2fs and
 * debugfs, SOURCE_DATE_EPOCH that of mksquashfs, xorriso and grub-mkimage.
 */
export function toolEnvironment(extra: Record<string, string> = {}): Record<string, string> {
  return {
    PATH: `${process.env.PATH ?? '/usr/bin:/bin'}:/usr/sbin:/sbin`,
    LC_ALL: 'C',
    TZ: 'UTC',
    SOURCE_DATE_EPOCH: String(IMAGE_TIME),
    E2FSPROGS_FAKE_TIME: String(IMAGE_TIME),
    ...extra,
  }
}
