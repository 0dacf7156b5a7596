/** The folder of a verify run's throw-away disks. Those of runs that were killed are found by their process id and removed. */
import { readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAlive } from '../machine/runtime.ts'
import { temporaryFolder } from '../system/files.ts'

const NAME = /^smart-os-verify-(\d+)-[\w-]{6}$/

/** A new folder, removed at the end of the owning scope. */
export async function scratchFolder(): Promise<AsyncDisposable & { path: string }> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(NAME.exec(name)?.[1])
    // Another person's leftovers are theirs to remove.
    if (pid > 0 && !isAlive(pid))
      await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined)
  }
  return temporaryFolder(`smart-os-verify-${process.pid}-`)
}
