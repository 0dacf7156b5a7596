/** Key to frame, with 20,000 entries behind the view: moving, changing sections, and every letter typed into the search. */
import { fakePipeline } from '../../tui/fakes.ts'
import { largeCatalog } from './catalog.ts'
import { type Press, pause, type Watched, watch } from './frames.ts'
import { median, quantile } from './quantile.ts'

const DOWN = '\x1b[B'
const MOVES = [DOWN, DOWN, DOWN, '\x1b[A', '\x1b[6~', '\x1b[6~', '\x1b[5~', 'G', 'g', DOWN]
const QUERIES = ['serial bridge', 'network 19', 'sound clock mirror', 'zlib', 'a c e', 'made.*up', 'MADE_UP_77']

/** Milliseconds. */
export interface Quickness {
  median: number
  p95: number
  /** Median of the work that a key is, without waiting for a processor. */
  cpu: number
  count: number
}

export interface KeyTimes {
  entries: number
  moves: Quickness
  letters: Quickness
  changes: Quickness
}

export async function keyTimes(): Promise<KeyTimes> {
  const entries = 20_000
  await using watched = await watch(fakePipeline({ catalog: largeCatalog(entries) }))
  const { terminal } = watched
  await terminal.shows('Which system?')
  await terminal.shows('gcc')
  await terminal.keys('<enter>')
  await terminal.shows('Components')
  await terminal.keys('<tab><enter>')
  const moves = await times(watched, Array.from({ length: 30 }, () => MOVES).flat())
  const changes = await times(watched, Array.from({ length: 20 }, () => [' ', 'u']).flat())
  await terminal.keys('/')
  await terminal.shows('Search')
  const letters: Press[] = []
  for (const query of QUERIES) {
    letters.push(...(await times(watched, [...query])))
    await terminal.keys('<c-u>')
    await pause(50)
  }
  return { entries, moves: figures(moves), letters: figures(letters), changes: figures(changes) }
}

/** Presses keys one by one, each when the frame of the one before is out and the screen is at rest. */
export async function times({ press, frames, terminal }: Watched, keys: readonly string[]): Promise<Press[]> {
  const result: Press[] = []
  for (const key of keys) {
    result.push(
      await press(key).catch(async (error) => {
        throw new Error(`${error}\n${await terminal.text()}`)
      }),
    )
    let before: number
    do {
      before = frames()
      await pause(25)
    } while (frames() !== before)
  }
  return result
}

/** Median, 95th percentile and work of some key presses. */
export function figures(presses: readonly Press[]): Quickness {
  const wall = presses.map((press) => press.wall)
  return {
    median: median(wall),
    p95: quantile(wall, 0.95),
    cpu: median(presses.map(({ cpu }) => cpu)),
    count: presses.length,
  }
}
