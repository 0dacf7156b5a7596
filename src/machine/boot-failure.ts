/** A boot that did not come to its prompt: the likely cause, read from the serial log, and the last lines to look at. */
import { readFile } from 'node:fs/promises'
import { formatSize } from '../system/size.ts'
import type { MachineSpec, Milestone } from './types.ts'

/** A line after which no prompt will ever come; waiting on is of no use. */
export const FATAL_LINE =
  /Kernel panic - not syncing|System is deadlocked on memory|System halted|The root file system could not be used|EFI stub: ERROR|Failed to boot both default and fallback entries|grub rescue>/

const CAUSES: readonly [RegExp, string | ((spec: MachineSpec) => string)][] = [
  [
    /deadlocked on memory|Out of memory(?: and no killable processes|:)/,
    (spec) => `the guest ran out of memory with ${formatSize(spec.memory)}`,
  ],
  [
    /Initramfs unpacking failed: (?:write error|no memory)/i,
    (spec) => `the initramfs does not fit into ${formatSize(spec.memory)} of memory`,
  ],
  [
    /Initramfs unpacking failed|invalid magic at start of compressed archive|decompressor not configured/i,
    'the kernel cannot unpack the initramfs',
  ],
  [
    /No working init found|Failed to execute \/init|Requested init .* failed/,
    'the kernel found no init it can start (is the dynamic loader in its place?)',
  ],
  [
    /VFS: Unable to mount root fs|Cannot open root device/,
    'the kernel found no root file system (a driver or the initramfs is missing)',
  ],
  [
    /The root file system could not be used/,
    'the root file system was not found or not mounted (is the driver of its disk in the kernel?)',
  ],
  [/Attempted to kill init/, 'init ended, and the kernel cannot go on without it'],
  [
    /error: (?:no such (?:device|partition)|file `.*' not found|unknown filesystem)/,
    'the boot loader did not find its files on the disk',
  ],
  [
    /BdsDxe: (?:failed to load|No bootable option)|Boot Failed|No bootable device|UEFI Interactive Shell/,
    'the firmware found nothing to boot on the disk',
  ],
  [/Kernel panic - not syncing/, 'the kernel panicked'],
]

/** One sentence: how far it came, and why no further as far as the log tells. */
export function explainBootFailure(
  log: string,
  spec: MachineSpec,
  last: Milestone | undefined,
  ended: boolean,
): string {
  const cause = CAUSES.find(([pattern]) => pattern.test(log))?.[1]
  const how = ended ? 'The machine ended before its prompt came' : 'No prompt came'
  const far = !log.trim() ? 'nothing was printed' : `the last milestone was “${last ?? 'power-on'}”`
  const why =
    typeof cause === 'function'
      ? cause(spec)
      : (cause ?? (log.trim() ? undefined : 'is the serial console on the kernel command line?'))
  return `${how} (${far})${why ? `: ${why}` : ''}`
}

/** A boot menu drawn on a serial line is one endless line; more of any line than this tells nobody anything. */
const LINE_LIMIT = 160

/** The last lines of a serial log, without escape codes; empty when there is none. */
export async function lastSerialLines(serialLog: string, count: number): Promise<string[]> {
  const text = await readFile(serialLog, 'latin1').catch(() => '')
  return printable(text)
    .split('\n')
    .map((line) => line.replaceAll(/\s+/g, ' ').trim().slice(0, LINE_LIMIT))
    .filter(Boolean)
    .slice(-count)
}

/** Text as it may be shown: escape sequences, carriage returns and control characters removed. */
export function printable(text: string): string {
  return text
    .replaceAll(/\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])/g, '')
    .replaceAll(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '')
}
