/**
 * Unfinished downloads: `<cache>/partial/<sha256>.<pid>-<start time>`. The name says who writes it: a living owner is waited
 * for, a dead owner's file is taken over by renaming it and resumed. So no lock has to be cleaned up after a kill -9; and were
 * two writers ever to meet in one file, the hash would tell.
 */
import { readFileSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describeWriteError, errorCode } from '../system/files.ts'

/** The suffix of a download that no process owns: there is no process 0 to find. */
const NOBODY = '.0-0'

/** The file to write the download to, or undefined while another process is at it. */
export async function claimPartial(cache: string, sha256: string): Promise<string | undefined> {
  const folder = join(cache, 'partial')
  try {
    await mkdir(folder, { recursive: true })
  } catch (error) {
    throw describeWriteError(error, folder)
  }
  const own = join(folder, `${sha256}.${process.pid}-${startTime(process.pid) ?? 0}`)
  const names = (await readdir(folder)).filter((name) => name.startsWith(`${sha256}.`)).sort()
  if (names.some((name) => join(folder, name) !== own && isOwnerAlive(name))) return undefined
  for (const name of names) {
    if (join(folder, name) === own) return own
    try {
      await rename(join(folder, name), own)
      return own
    } catch (error) {
      // Someone else was faster to take it over: they own the download now.
      if (errorCode(error) === 'ENOENT') return undefined
      throw error
    }
  }
  // The file is the claim, so it has to be there before the first byte is.
  await (await open(own, 'a')).close()
  return own
}

/** Gives an unfinished download up for anyone to go on with; an empty one goes away. */
export async function releasePartial(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return
  if (found.size === 0) await rm(path, { force: true })
  else await rename(path, path.replace(/\.\d+-\d+$/, NOBODY))
}

/** True when the process that a partial's name tells of still runs. */
export function isOwnerAlive(name: string): boolean {
  const [, pid = '', start = ''] = /\.(\d+)-(\d+)$/.exec(name) ?? []
  return pid !== '' && startTime(Number(pid)) === start
}

/** Field 22 of /proc/PID/stat, see proc_pid_stat(5): with the pid it names one process for ever (until the next boot). */
function startTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}
