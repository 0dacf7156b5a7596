/** The tour: there for who is new, in nobody's way, and never asked about twice. */
import { expect, test } from 'vitest'
import { memorySettings } from '../../src/tui/index.ts'
import { open } from './open.ts'

test.each([
  [80, 24],
  [160, 50],
  [60, 19],
])(
  'at %ix%i it leads over the real screens with all of its text in sight, changes nothing, and comes back',
  async (columns, rows) => {
    const settings = memorySettings()
    await using opened = await open({ columns, rows, settings })
    const { terminal, fake } = opened
    await terminal.shows('New here? t takes a short tour')
    await terminal.keys('t')
    await terminal.shows(/Tour, 1 of 6[\s\S]*its\s+machine\./)
    await terminal.shows('Which system?')
    await terminal.keys('<enter>')
    await terminal.shows(/Tour, 2 of 6[\s\S]*for\./)
    await terminal.shows('Components')
    await terminal.keys('<enter>')
    // The cursor is on a row of the kind that is told about.
    expect(await terminal.shows(/Tour, 3 of 6[\s\S]*here\./)).toMatch(/[▌>] -\*-/)
    // Keys of the screen do nothing meanwhile: who presses Space out of habit changes nothing.
    await terminal.keys('<space>')
    await terminal.shows(/Tour, 4 of 6[\s\S]*back\./)
    await terminal.keys('<left>')
    await terminal.shows('Tour, 3 of 6')
    await terminal.keys('<right><right>')
    await terminal.shows(/Tour, 5 of 6[\s\S]*name\./)
    expect(await terminal.text()).toMatch(/Image .*MB/)
    await terminal.keys('<right>')
    await terminal.shows(/Tour, 6 of 6[\s\S]*screen\./)
    await terminal.shows('never built')
    await terminal.keys('<enter>')
    await terminal.shows('Which system?')
    expect(await terminal.text()).not.toContain('New here?')
    expect(fake.calls.filter((call) => call.startsWith('build'))).toEqual([])
    expect(settings.get().tour).toBe('known')
  },
  60_000,
)

test('Esc ends it anywhere; N declines it; whoever has declined is not asked again, and can take it all the same', async () => {
  const settings = memorySettings()
  {
    await using opened = await open({ settings })
    await opened.terminal.shows('New here?')
    await opened.terminal.keys('N')
    await opened.terminal.shows('The tour stays among the commands')
  }
  await using opened = await open({ settings })
  const { terminal } = opened
  await terminal.shows('Opening a profile changes nothing')
  await terminal.keys('t')
  await terminal.shows('Tour, 1 of 6')
  await terminal.keys('<enter>')
  await terminal.shows('Tour, 2 of 6')
  await terminal.keys('<esc>')
  await terminal.shows('Which system?')
  expect(await terminal.text()).not.toContain('Tour,')
})
