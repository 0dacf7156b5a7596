/**
 * Locks between processes that share a cache. A lock is a bound socket in Linux' abstract namespace (unix(7)): the kernel
 * takes it away together with its holder, so `kill -9` never leaves a stale one behind and no file has to be judged by age.
 */

import { realpathSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { throwIfCancelled } from '../system/error.ts'
import { errorCode } from '../system/files.ts'
import { sha256 } from '../system/hash.ts'

const RETRY_MS = 100

export type Lock = AsyncDisposable

/** Takes the lock `name` of a cache folder if nobody holds it; undefined otherwise. The folder has to exist. */
export async function tryLock(cache: string, name: string): Promise<Lock | undefined> {
  const address = `\0smart-os-${sha256(`${realpathSync(cache)}\n${name}`).slice(0, 40)}`
  const server = createServer((socket) => socket.destroy())
  try {
    await listen(server, address)
  } catch (error) {
    if (errorCode(error) === 'EADDRINUSE') return undefined
    throw error
  }
  server.unref()
  return { [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())) }
}

/** Takes the lock, waiting for it as long as it needs. `onWait` is called once if it has to wait. Throws CancelledError. */
export async function takeLock(cache: string, name: string, signal?: AbortSignal, onWait?: () => void): Promise<Lock> {
  for (let waited = false; ; ) {
    throwIfCancelled(signal)
    const lock = await tryLock(cache, name)
    if (lock) return lock
    if (!waited) onWait?.()
    waited = true
    await sleep(RETRY_MS)
  }
}

function listen(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ path: address }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
