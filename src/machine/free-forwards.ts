/** Ports for a machine beside another one of the same profile: what the first has taken, the second gets a little higher. */
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import type { Forward } from '../profile/types.ts'
import { SmartError } from '../system/error.ts'

/** How far above the wanted port one is looked for. */
const REACH = 200
const HIGHEST = 65_535

/** The same forwards, each at the next higher port of 127.0.0.1 that nobody has. Throws SmartError where there is none. */
export async function freeForwards(forwards: readonly Forward[]): Promise<Forward[]> {
  const taken = new Set(forwards.map(keyOf))
  const moved: Forward[] = []
  for (const forward of forwards) {
    const free = await firstFree(forward, taken)
    taken.add(keyOf(free))
    moved.push(free)
  }
  return moved
}

function keyOf({ host, protocol }: Forward): string {
  return `${host}/${protocol}`
}

async function firstFree(forward: Forward, taken: ReadonlySet<string>): Promise<Forward> {
  for (let host = forward.host + 1; host <= Math.min(HIGHEST, forward.host + REACH); host++) {
    const moved = { ...forward, host }
    if (!taken.has(keyOf(moved)) && (await isFree(moved))) return moved
  }
  throw new SmartError(`No free port was found above ${forward.host} for another machine`, {
    hint: 'Give it other ports: machine.forward',
    where: 'machine.forward',
  })
}

/** Whether the port can be had now: bound and let go again. */
function isFree({ host, protocol }: Forward): Promise<boolean> {
  return new Promise((resolve) => {
    if (protocol === 'udp') {
      const socket = createSocket('udp4')
      socket.once('error', () => resolve(false))
      socket.bind(host, '127.0.0.1', () => socket.close(() => resolve(true)))
    } else {
      const server = createServer()
      server.once('error', () => resolve(false))
      server.listen(host, '127.0.0.1', () => server.close(() => resolve(true)))
    }
  })
}
