/** The part of a config.log that tells why configure stopped: the last test before the error, its command and its output. */
import { readFile } from 'node:fs/promises'
import { findFile } from './find-file.ts'

const MAX_LINES = 40

/** Finds the newest config.log in a scratch tree and cuts that part out; undefined when there is none. */
export async function configLogExcerpt(scratch: string): Promise<string[] | undefined> {
  const path = await findFile(scratch, 'config.log', 4)
  return path === undefined ? undefined : relevantPart((await readFile(path, 'utf8')).split('\n'))
}

/** Autoconf writes what it tries as it goes, then the error, then a dump of all variables, which is of no interest. */
export function relevantPart(lines: readonly string[]): string[] {
  const dump = lines.findIndex((line) => line.startsWith('## Cache variables'))
  const end = lines.findIndex((line) => /^configure:\d+: error:/.test(line))
  const last = end >= 0 ? end : dump >= 0 ? dump - 1 : lines.length - 1
  const checks = lines.slice(0, last).findLastIndex((line) => /^configure:\d+: checking /.test(line))
  const first = checks >= 0 ? Math.max(checks, last - MAX_LINES + 1) : Math.max(0, last - MAX_LINES + 1)
  // The test program itself is long and mostly a list of #defines.
  return lines.slice(first, last + 1).filter((line) => !/^\| (?:#define|\/\* confdefs)/.test(line))
}
