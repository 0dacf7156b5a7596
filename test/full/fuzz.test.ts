import { test } from 'vitest'
import { fuzz } from '../tui/fuzz.ts'
import { SCREENS } from '../tui/fuzz-screens.ts'

const MINUTES = 3
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)

// The same as in the quick tests, for as long as it takes to come into rare corners.
test.each(SCREENS)('minutes of random keys never break $name', async ({ way, shows, options }) => {
  console.info(`SEED=${seed}`)
  await fuzz({ seed, milliseconds: MINUTES * 60_000, way, shows, options })
})
