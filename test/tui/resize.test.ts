import { expect, test } from 'vitest'
import { flood } from '../bench/configurator/flood.ts'
import { open } from './open.ts'
import { random } from './random.ts'

// Dragging a window's corner while a build talks must not leave half of an old frame behind.
test('after hundreds of resizes during a flood the screen is what a fresh drawing of the same state is', async () => {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
  console.info(`SEED=${seed}`)
  const next = random(seed)
  const { build, say, started } = flood()
  await using opened = await open({ build })
  const { terminal } = opened
  await terminal.shows('Which system?')
  await terminal.shows('gcc')
  await terminal.keys('b')
  await terminal.shows('› Plan')
  await terminal.keys('<enter>')
  await started
  for (let round = 0; round < 300; round++) {
    terminal.resize(20 + Math.floor(next() * 181), 5 + Math.floor(next() * 56))
    say(200)
    if (round % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  terminal.resize(100, 30)
  // What ticks is stilled before two frames are compared: the build ends.
  await terminal.keys('<c-c>')
  await terminal.shows('Cancelled')
  const after = await terminal.frame()
  const fresh = await terminal.redrawn()
  expect(after, `seed ${seed}`).toEqual(fresh)
  expect(after[0]).toContain('smart-os')
  expect(after.at(-1)).toContain('quit')
}, 120_000)
