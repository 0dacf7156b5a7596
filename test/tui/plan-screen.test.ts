/** Before and during a build: what the computer lacks, whether there is room, and the way from a step to its setting. */
import { expect, test } from 'vitest'
import type { StepKind } from '../../src/build/types.ts'
import { SmartError } from '../../src/system/error.ts'
import type { HostTool } from '../../src/system/tools.ts'
import { stepTree } from '../../src/tui/model/step-tree.ts'
import { open } from './open.ts'

const flex: HostTool = { tool: 'flex', package: 'flex', for: 'building the kernel' }

test('programs that are missing are named, and one key installs them on the person’s own screen', async () => {
  let missing = [flex]
  await using opened = await open({ profile: 'minimal', missing: () => missing })
  const { terminal, fake } = opened
  await terminal.shows('Configure')
  await terminal.keys('b')
  await terminal.shows('This computer lacks flex (for building the kernel)')
  expect(await terminal.text()).toContain('apt-get install flex')
  await terminal.keys('i')
  await expect.poll(() => fake.calls.join()).toMatch(/ran .*host\.mjs/)
  await terminal.keys('<enter>')
  // Whoever says no, or whose network is away, is back where they were.
  await terminal.shows('Still missing: flex')
  await terminal.shows('This computer lacks flex')
  missing = []
  await terminal.keys('i<enter>')
  await terminal.shows('This computer has all the programs')
  await expect.poll(() => terminal.text()).not.toContain('lacks flex')
})

test('what could not be planned for want of a program is planned again once it is installed', async () => {
  let missing = [flex]
  await using opened = await open({ profile: 'minimal', missing: () => missing })
  const { terminal, fake } = opened
  const { planProject } = fake.pipeline
  fake.pipeline.planProject = async (...asked) => {
    if (missing.length > 0) throw new SmartError('The program flex is not installed')
    return planProject(...asked)
  }
  await terminal.shows('Configure')
  await terminal.keys('b')
  await terminal.shows('The program flex is not installed')
  missing = []
  await terminal.keys('i<enter>')
  await terminal.shows('9 to build')
  expect(await terminal.text()).not.toContain('is not installed')
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

test('Tab goes from one running step to the next, and shows its log', async () => {
  await using opened = await open({ profile: 'minimal', hang: true, beside: true, output: 'words of the first one\n' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('b')
  await terminal.shows('never built')
  await terminal.keys('<enter>')
  await terminal.shows('words of the other one')
  await terminal.keys('g')
  await expect.poll(() => terminal.text()).not.toContain('words of the first one')
  await terminal.keys('<tab>')
  await terminal.shows('words of the first one')
  await terminal.keys('<tab>')
  await terminal.shows('words of the other one')
})

// One reason fits into a row; who wonders about an hour of building wants all of them.
test('? tells all reasons of a step, what it waits for and what waits for it', async () => {
  const reasons = ['option tc changed y → n', 'glibc is rebuilt', 'its source changed', 'rootfs changed']
  await using opened = await open({ profile: 'minimal', reasons })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('b')
  await terminal.shows('option tc changed y → n, and 3 more: ? tells all')
  await terminal.keys('<down>')
  await terminal.shows(/▌ › build glibc/)
  await terminal.keys('?')
  const text = await terminal.shows('Will run')
  for (const reason of reasons) expect(text).toContain(reason)
  expect(text).toMatch(/time {2}~\d+ min, estimated/)
  expect(text).toMatch(/Waits for\s+› unpack glibc/)
  expect((await terminal.frame()).at(-1)).toContain('Esc close')
  await terminal.keys('<esc>')
  await terminal.shows(/▌ › build glibc/)
  await terminal.keys('<up>w')
  await terminal.shows(/Waited for by\s+› build glibc/)
})

test('a build shows what belongs together: sources below what reads them, and what a step waits for', async () => {
  await using opened = await open({ profile: 'minimal', hang: true })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('b<enter>')
  await terminal.shows(/ · build glibc .*\n▌ {3}\S unpack glibc/)
  await terminal.shows('following')
  await terminal.keys('<up>')
  await terminal.shows('waits for unpack glibc (running)')
})

test('a source that two components read stands below the first; what has no reader stands for itself', () => {
  const step = (id: string, needs: string[] = []) => ({ id, kind: id.split(':')[0] as StepKind, needs })
  const steps = [
    step('fetch:linux'),
    step('fetch:lost'),
    step('unpack:linux'),
    step('build:linux-headers', ['unpack:linux']),
    step('build:linux', ['unpack:linux', 'build:linux-headers']),
    step('compose:rootfs', ['build:linux']),
  ]
  expect(stepTree(steps).map((one) => `${' '.repeat(one.depth)}${one.step.id}`)).toEqual([
    'fetch:lost',
    'build:linux-headers',
    ' fetch:linux',
    ' unpack:linux',
    'build:linux',
    'compose:rootfs',
  ])
})

test('what has a mistake in it is not promised a time: the footer and the plan say that it cannot be built', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows(/\d+ steps, /)
  await terminal.keys(':system.users=[{name: ada}, {name: ada}]<enter>')
  await terminal.shows('cannot be built: see !')
  await terminal.keys('b')
  await terminal.shows('The user ada is there twice')
  expect(await terminal.text()).not.toContain('working out')
})
