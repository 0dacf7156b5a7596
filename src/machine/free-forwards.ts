/** Ports for a machine beside others: what a running machine or any other program has taken already, the next one gets a little higher. */
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import type { Forward } from '../profile/types.ts'
import { SmartError } from '../system/error.ts'
import { errorCode } from '../system/files.ts'

/** How far above the wanted port one is looked for. */
const REACH = 200
const HIGHEST = 65_535

export interface SettledForwards {
  /** In the order in which they were wanted. */
  forwards: Forward[]
  moved: { from: Forward; to: Forward }[]
}

/**
 * The forwards as they can be had now: each where it was wanted, or where that port of 127.0.0.1 is taken (or promised to somebody,
 * who has not bound it yet) at the next higher one that is free. Throws SmartError where there is none.
 */
export async function settleForwards(
  wanted: readonly Forward[],
  promised: readonly Forward[] = [],
): Promise<SettledForwards> {
  const others = new Set(promised.map(keyOf))
  const forwards: Forward[] = []
  const moved: SettledForwards['moved'] = []
  // Who stays where it was wanted comes before who has to move.
  const stay = await Promise.all(
    wanted.map(async (forward) => !others.has(keyOf(forward)) && (await portState(forward)) !== 'taken'),
  )
  const used = new Set([...others, ...wanted.map(keyOf)])
  for (const [index, from] of wanted.entries()) {
    const to = stay[index] ? from : await nextFree(from, used)
    used.add(keyOf(to))
    forwards.push(to)
    if (to !== from) moved.push({ from, to })
  }
  return { forwards, moved }
}

function keyOf({ host, protocol }: Forward): string {
  return `${host}/${protocol}`
}

async function nextFree(forward: Forward, used: ReadonlySet<string>): Promise<Forward> {
  for (let host = forward.host + 1; host <= Math.min(HIGHEST, forward.host + REACH); host++) {
    const moved = { ...forward, host }
    if (!used.has(keyOf(moved)) && (await portState(moved)) === 'free') return moved
  }
  throw new SmartError(`Port ${forward.host} is taken, and no free one was found above it`, {
    hint: 'Choose another host port: machine.forward',
    where: 'machine.forward',
  })
}

/** Whether the port can be had now: bound and let go again. What is refused for another reason than that somebody has it, QEMU explains better. */
function portState({ host, protocol }: Forward): Promise<'free' | 'taken' | 'refused'> {
  return new Promise((resolve) => {
    const failed = (error: unknown) => resolve(errorCode(error) === 'EADDRINUSE' ? 'taken' : 'refused')
    if (protocol === 'udp') {
      const socket = createSocket('udp4')
      socket.once('error', failed)
      socket.bind(host, '127.0.0.1', () => socket.close(() => resolve('free')))
    } else {
      const server = createServer()
      server.once('error', failed)
      server.listen(host, '127.0.0.1', () => server.close(() => resolve('free')))
    }
  })
}
