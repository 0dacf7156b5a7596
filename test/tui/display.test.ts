import { expect, test, vi } from 'vitest'
import { memorySettings, startConfigurator } from '../../src/tui/index.ts'
import { fakePipeline } from './fakes.ts'
import { open } from './open.ts'
import { TestTerminal } from './terminal.ts'

// Ink decides at its import whether colours are wanted; here there is no terminal to tell it.
vi.hoisted(() => {
  process.env.FORCE_COLOR = '3'
})

test('a window that is too small says so and recovers, keeping the place', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/nvme<enter>')
  await terminal.shows(/▌ < > nvme/)
  terminal.resize(40, 10)
  await terminal.shows('please make it 60x15')
  terminal.resize(7, 2)
  await terminal.shows('Too')
  terminal.resize(60, 15)
  await terminal.shows(/▌ < > nvme/)
  terminal.resize(200, 60)
  await terminal.shows(/▌ < > nvme/)
  terminal.resize(80, 24)
  const frame = await terminal.frame()
  expect(frame[0]).toContain('smart-os › minimal › Configure')
  expect(frame[23]).toContain('quit')
})

test('a storm of resizes leaves a whole frame', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  for (let step = 0; step < 40; step++) terminal.resize(61 + ((step * 37) % 120), 16 + ((step * 13) % 40))
  terminal.resize(80, 24)
  await terminal.shows(/^ smart-os › minimal › Configure/)
  expect((await terminal.frame())[23]).toContain('quit')
})

test('without UTF-8 every screen is plain ASCII', async () => {
  await using opened = await open({ profile: 'minimal', env: { LANG: 'C', TERM: 'xterm' } })
  const { terminal } = opened
  await terminal.shows('Configure')
  const ascii = /^[\x00-\x7f]*$/
  expect(await terminal.text()).toMatch(ascii)
  await terminal.keys('b')
  await terminal.shows('never built')
  expect(await terminal.text()).toMatch(ascii)
  await terminal.keys('<enter>')
  await terminal.shows('Built minimal')
  expect(await terminal.text()).toMatch(ascii)
})

/** Sequences that set a colour, in what is written during a short look at the configurator. */
async function colours(env: NodeJS.ProcessEnv): Promise<string[]> {
  const found: string[] = []
  const fake = fakePipeline()
  const terminal = new TestTerminal()
  terminal.stdout.on('data', (chunk: Buffer) => {
    for (const [, codes = ''] of chunk.toString().matchAll(/\x1b\[([\d;]+)m/g))
      if (/(?:^|;)(?:3[0-8]|4[0-8]|9\d|10\d)(?:;|$)/.test(codes)) found.push(codes)
  })
  const leave = new AbortController()
  const ended = startConfigurator({
    pipeline: fake.pipeline,
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    settings: memorySettings({ theme: 'dark' }),
    env: { LANG: 'C.UTF-8', TERM: 'xterm', ...env },
    signal: leave.signal,
    loadCore: async () => fake.core,
    profile: 'minimal',
  })
  await terminal.shows('Configure')
  await terminal.keys('<enter>')
  await terminal.shows(/▌ -\*- linux/)
  leave.abort()
  await ended
  return found
}

test('NO_COLOR: nothing is coloured, and the cursor row can still be told', async () => {
  expect((await colours({})).length).toBeGreaterThan(10)
  expect(await colours({ NO_COLOR: '1' })).toEqual([])
})

test('no terminal, or a dumb one: an error that names the way without one', async () => {
  const fake = fakePipeline()
  const terminal = new TestTerminal()
  const start = (env: NodeJS.ProcessEnv) =>
    startConfigurator({
      pipeline: fake.pipeline,
      stdin: terminal.stdin,
      stdout: terminal.stdout,
      settings: memorySettings(),
      env,
    })
  await expect(start({ TERM: 'dumb' })).rejects.toMatchObject({
    exitStatus: 2,
    hint: expect.stringContaining('--profile'),
  })
  Object.assign(terminal.stdout, { isTTY: false })
  await expect(start({ TERM: 'xterm' })).rejects.toMatchObject({
    exitStatus: 2,
    hint: expect.stringContaining('--profile'),
  })
})
