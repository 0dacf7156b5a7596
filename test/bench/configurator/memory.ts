/** The heap while as many lines pass as an hour of the most talkative build says, in a few minutes. */
import { fakePipeline } from '../../tui/fakes.ts'
import { flood } from './flood.ts'
import { pause, watch } from './frames.ts'
import { openBuild } from './log-rate.ts'

const LINES = 20_000_000
const POINTS = 10

export interface MemoryOverTime {
  lines: number
  /** Megabytes of heap in use after a collection, at the start and after each tenth. */
  heap: number[]
}

export async function memoryOverTime(): Promise<MemoryOverTime> {
  if (!globalThis.gc) throw new Error('needs --expose-gc')
  const { build, say, started } = flood()
  await using watched = await watch(fakePipeline({ build }), 160, 50)
  await openBuild(watched)
  await started
  const heap = [await used()]
  for (let point = 0; point < POINTS; point++) {
    for (let said = 0; said < LINES / POINTS; said += 20_000) {
      say(20_000)
      // The screen is drawn in between, as it would be.
      await pause(1)
    }
    await pause(60)
    heap.push(await used())
  }
  return { lines: LINES, heap }
}

async function used(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    globalThis.gc?.()
    await pause(5)
  }
  return Math.round((process.memoryUsage().heapUsed / 1_000_000) * 10) / 10
}
