/** The folder in which one run of the engine works. It is locked while the run lives, so the next run can tell what a killed one left. */
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describeWriteError, errorCode } from '../system/files.ts'
import { takeLock, tryLock } from './locks.ts'
import { stagingFolder } from './paths.ts'

export interface RunFolder extends AsyncDisposable {
  path: string
}

const CLEAN_LOCK = 'clean'

/** Opens a run in a cache folder, waiting for a clean-up to end first. Disposing removes the folder. Throws SmartError if it cannot be written. */
export async function openRun(cache: string, signal?: AbortSignal): Promise<RunFolder> {
  const name = randomBytes(8).toString('hex')
  const path = join(stagingFolder(cache), name)
  try {
    await mkdir(stagingFolder(cache), { recursive: true })
    await using _clean = await takeLock(cache, CLEAN_LOCK, signal)
    const lock = await takeLock(cache, runLock(name), signal)
    await mkdir(path)
    return {
      path,
      [Symbol.asyncDispose]: async () => {
        await rm(path, { recursive: true, force: true })
        await lock[Symbol.asyncDispose]()
      },
    }
  } catch (error) {
    throw describeWriteError(error, path)
  }
}

/** Deletes what killed runs left; folders of living runs are left alone. */
export async function sweepStaging(cache: string): Promise<void> {
  for (const name of await runNames(cache)) {
    await using lock = await tryLock(cache, runLock(name))
    if (lock) await rm(join(stagingFolder(cache), name), { recursive: true, force: true })
  }
}

/** Runs something while no build works in this cache, and none can start. Undefined when one is running. */
export async function whileIdle<T>(cache: string, work: () => Promise<T>): Promise<T | undefined> {
  await mkdir(stagingFolder(cache), { recursive: true })
  await using _clean = await takeLock(cache, CLEAN_LOCK)
  await sweepStaging(cache)
  return (await runNames(cache)).length > 0 ? undefined : await work()
}

async function runNames(cache: string): Promise<string[]> {
  return readdir(stagingFolder(cache)).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  })
}

function runLock(name: string): string {
  return `run ${name}`
}
