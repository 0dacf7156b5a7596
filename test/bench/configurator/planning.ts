/** Keys that fall into the planning after a change: over the real pipeline and the store of this machine. */
import { pipeline } from '../../../src/pipeline/index.ts'
import { type Press, pause, until, watch } from './frames.ts'
import { toKernelOptions } from './kernel.ts'
import { figures, type Quickness } from './keys.ts'

/** Milliseconds after a switch; planning begins at 120, and lists the kernel's source the first time. */
const MOMENTS = [125, 135, 150, 175, 200, 250, 300, 400, 600, 900]
const ROUNDS = 3

const DOWN = '\x1b[B'
const UP = '\x1b[A'

/** A move in the kernel's menu at each of these moments after an option was switched, which is a plan not made yet. */
export async function planningTimes(): Promise<Quickness> {
  await using watched = await watch({ pipeline })
  const { terminal } = watched
  await toKernelOptions(terminal)
  await terminal.keys('<enter>')
  await terminal.shows('General setup')
  // What is read behind the first menu.
  await pause(3000)
  await terminal.keys('/')
  await terminal.shows('Search')
  await terminal.keys('debug_misc')
  await terminal.shows('1 of ')
  await terminal.keys('<enter>')
  await terminal.shows('Debug shared IRQ handlers')
  await terminal.keys('fbacktrace<enter>')
  await terminal.shows('CONFIG_STACKTRACE')
  const moves: Press[] = []
  for (let round = 0; round < ROUNDS; round++)
    for (const moment of MOMENTS) {
      await terminal.keys(round % 2 === 0 ? 'y' : 'n')
      await pause(moment)
      moves.push(await until(watched, DOWN, 'WARN_ALL_UNSEEDED_RANDOM'))
      moves.push(await until(watched, UP, 'This option causes the kernel'))
      await terminal.keys('u')
      await pause(1500)
    }
  return figures(moves)
}
