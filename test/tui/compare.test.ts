/** Before a profile is taken, saved or built, one wants to see what it has otherwise than another. */
import { expect, test } from 'vitest'
import { open } from './open.ts'

test.each([
  [60, 15],
  [80, 24],
  [160, 50],
])(
  'from the first screen at %ix%i: another profile, with components, sizes and settings, and the other way round',
  async (columns, rows) => {
    await using opened = await open({ columns, rows })
    const { terminal } = opened
    await terminal.shows('components')
    await terminal.keys('d')
    await terminal.shows('It has not been built yet')
    // The counterparts are all others: gcc comes first.
    await terminal.keys('<down>')
    const shown = await terminal.shows(/gcc › minimal/)
    expect(shown).toMatch(/Sizes/)
    expect(shown).toMatch(/image +~/)
    await terminal.keys('s')
    await terminal.shows(/minimal › gcc/)
    if (rows > 20) {
      await terminal.shows(/\+ openssh/)
      await terminal.shows(/Components {2}\d+ added/)
    } else {
      // What does not fit is scrolled to.
      await terminal.shows(/\d+ of \d+/)
      await terminal.keys('<pgdn>')
      await terminal.shows(/\+ openssh/)
    }
    await terminal.keys('<esc>')
    await terminal.shows('Which system?')
  },
)

test('in the menu: the file, as long as something is unsaved, and the last build', async () => {
  await using opened = await open({ profile: 'minimal', stepMs: 1 })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('b')
  await terminal.shows('to build')
  await terminal.keys('<enter>')
  await terminal.shows('Built minimal')
  await terminal.keys(':')
  await terminal.keys('To the configuration<enter>')
  await terminal.shows('Components')
  await terminal.keys('d')
  await terminal.shows('No difference')
  expect(await terminal.text()).not.toContain('its file')
  await terminal.keys('<esc>/zlib<enter>y')
  await terminal.shows('unsaved')
  await terminal.keys('d')
  await terminal.shows(/its last build › minimal/)
  await terminal.shows(/\+ zlib/)
  await terminal.keys('<down>')
  await terminal.shows(/its file › minimal/)
  await terminal.shows(/\+ zlib/)
  await terminal.keys('<esc>')
  await terminal.shows('[*] zlib')
})

test('the palette has it by its name', async () => {
  await using opened = await open()
  const { terminal } = opened
  await terminal.shows('not built yet')
  await terminal.keys(':compare')
  await terminal.shows('Compare it with another profile')
  await terminal.keys('<enter>')
  await terminal.shows('Compare minimal')
})
