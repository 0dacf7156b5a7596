/** Connects to a unix socket that another program is about to open. */
import { createConnection, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { SmartError } from '../system/error.ts'

/** Milliseconds between two tries; QEMU needs some 50 ms to open its sockets. */
const RETRY = 5

/** Tries until `seconds` are over or `given` fires, then throws. */
export async function connectUnix(path: string, seconds: number, given?: AbortSignal): Promise<Socket> {
  const deadline = performance.now() + seconds * 1000
  for (;;) {
    given?.throwIfAborted()
    const socket = await tryConnect(path)
    if (socket) return socket
    if (performance.now() > deadline) throw new SmartError(`Nothing answered on the socket ${path} within ${seconds} s`)
    await sleep(RETRY)
  }
}

function tryConnect(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection(path)
    socket.once('connect', () => {
      // QEMU may end before anybody listens; an error that nobody hears would end this process. Its `close` tells enough.
      socket.on('error', () => undefined)
      resolve(socket)
    })
    socket.once('error', () => resolve(undefined))
  })
}
