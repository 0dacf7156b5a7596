/** Before and during a build: what the computer lacks, whether there is room, and the way from a step to its setting. */
import { expect, test } from 'vitest'
import type { HostTool } from '../../src/system/tools.ts'
import { open } from './open.ts'

const flex: HostTool = { tool: 'flex', package: 'flex', for: 'building the kernel' }

test('programs that are missing are named, and one key installs them on the person’s own screen', async () => {
  let missing = [flex]
  await using opened = await open({ profile: 'minimal', missing: () => missing })
  const { terminal, fake } = opened
  await terminal.shows('Configure')
  await terminal.keys('b')
  await terminal.shows('This computer lacks flex')
  expect(await terminal.text()).toContain('apt-get install flex')
  missing = []
  await terminal.keys('i')
  await expect.poll(() => fake.calls.join()).toMatch(/ran .*host\.mjs/)
  await terminal.keys('<enter>')
  await expect.poll(() => terminal.text()).not.toContain('lacks flex')
})

test('the room that the build needs stands beside the room that there is', async () => {
  {
    await using opened = await open({ profile: 'minimal' })
    await opened.terminal.shows('Configure')
    await opened.terminal.keys('b')
    await opened.terminal.shows(/disk ~800 MB of 97\.7 GB free/)
  }
  await using opened = await open({ profile: 'minimal', free: 300 * 1024 * 1024 })
  await opened.terminal.shows('Configure')
  await opened.terminal.keys('b')
  await opened.terminal.shows('disk ~800 MB, only 300 MB free')
})

test('c leads from a step of the build to the row of its component, also while it runs', async () => {
  await using opened = await open({ profile: 'minimal', hang: true })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('b')
  await terminal.shows('never built')
  await terminal.keys('<enter>')
  await terminal.shows('Building')
  await terminal.shows(/unpack glibc/)
  await terminal.keys('g<down><down>')
  const step = /(?:unpack|build) (\w+)/.exec(await terminal.atCursor())?.[1] ?? ''
  expect(step).not.toBe('')
  await terminal.keys('c')
  await terminal.shows('Configure')
  await expect.poll(() => terminal.atCursor()).toMatch(new RegExp(`^-\\*- ${step}`))
})
