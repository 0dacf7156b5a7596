import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { fuzz } from './fuzz.ts'
import { SCREENS } from './fuzz-screens.ts'

/** SEED repeats a failure; FUZZ_SECONDS changes how long each screen is typed at. */
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
const seconds = Number(process.env.FUZZ_SECONDS ?? 12)

// React tells in this way of rows that it cannot tell apart, and of effects that never end.
beforeAll(() => void vi.spyOn(console, 'error'))
afterAll(() => expect(console.error).not.toHaveBeenCalled())

// Whatever is typed: the frame stays whole, and the way out stays open.
test.concurrent.each(SCREENS)(
  'random keys never break $name',
  async ({ way, shows, options }) => {
    console.info(`SEED=${seed}`)
    await fuzz({ seed, milliseconds: seconds * 1000, way, shows, options })
  },
  seconds * 1000 + 120_000,
)
