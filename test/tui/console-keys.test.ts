/** Keys of a running machine that are pressed once a month, and must do what they say when they are. */
import { expect, test } from 'vitest'
import { open } from './open.ts'

test('reset from the console and from Launch; the next machine where there is but one changes nothing', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal, fake } = opened
  const resets = () => fake.calls.filter((call) => call === 'reset').length
  await terminal.shows('Configure')
  await terminal.keys('L')
  await terminal.shows('Launch')
  await terminal.keys('<enter>')
  await terminal.shows('~ #')
  await terminal.keys('<c-a>r')
  await expect.poll(resets).toBe(1)
  const before = (await terminal.frame())[0]
  await terminal.keys('<c-a>n')
  await terminal.shows('~ #')
  expect((await terminal.frame())[0]).toBe(before)
  // Neither key was typed into the machine.
  expect(fake.typed()).toBe('')
  await terminal.keys('<c-a>d')
  await terminal.shows(/› Launch/)
  await terminal.keys('r')
  await expect.poll(resets).toBe(2)
  expect(fake.calls.filter((call) => call.startsWith('start'))).toHaveLength(1)
})
