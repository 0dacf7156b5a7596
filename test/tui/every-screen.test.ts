/** Every screen and every dialog on a terminal with neither colours nor more than ASCII: a serial line, a printer, a log. */
import { expect, test, vi } from 'vitest'
import { lead } from './fuzz.ts'
import { SCREENS } from './fuzz-screens.ts'
import { open } from './open.ts'

// Ink decides at its import whether colours are wanted; here there is no terminal to tell it.
vi.hoisted(() => {
  process.env.FORCE_COLOR = '3'
})

const COLOUR = /\x1b\[(?:[\d;]*;)?(?:3[0-8]|4[0-8]|9\d|10\d)(?:;[\d;]*)?m/

test.concurrent.each(SCREENS)(
  '$name: plain ASCII, no colour, whole at 80x24',
  async ({ way, shows, options, foreign }) => {
    const env = { LANG: 'C', TERM: 'xterm', NO_COLOR: '1' }
    await using opened = await open({ stepMs: 2, ...options, env })
    const { terminal } = opened
    await lead(terminal, way, shows)
    const frame = await terminal.frame()
    for (const row of frame) expect(row).toMatch(/^[\x20-\x7e]*$/)
    expect(frame[0]).toContain('smart-os')
    expect(frame[23]?.trim()).not.toBe('')
    if (!foreign) expect(terminal.written).not.toMatch(COLOUR)
  },
)

test('without colours the state of every row can still be told: off, blocked, automatic, new, chosen', async () => {
  await using opened = await open({ profile: 'minimal', env: { LANG: 'C', TERM: 'xterm', NO_COLOR: '1' } })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/openssh<enter><space>')
  const text = await terminal.shows(/> \[\*\] openssh/)
  expect(text).toMatch(/ \[ \] dropbear +! /)
  expect(text).toMatch(/ -\*- zlib +\(NEW\)/)
  expect(text).toMatch(/ \[ \] nginx-rtmp +[^! ]/)
})
