/** The terminal's cursor follows the focused row: where a screen reader or a magnifier looks. */
import { expect, test } from 'vitest'
import { open } from './open.ts'

test.each([
  [80, 24],
  [160, 50],
])(
  'at %ix%i the cursor stands at the text of the focused row, on every screen with rows',
  async (columns, rows) => {
    await using opened = await open({ columns, rows })
    const { terminal } = opened
    const at = () => terminal.atCursor()
    await terminal.shows('steps to build')
    await expect.poll(at).toMatch(/^minimal/)
    await terminal.keys('<down>')
    await expect.poll(at).toMatch(/^streaming/)
    await terminal.keys('<up><enter>')
    await terminal.shows('Configure')
    await expect.poll(at).toMatch(/^Components/)
    await terminal.keys('<enter>')
    await expect.poll(at).toMatch(/^-\*- /)
    await terminal.keys('/openssh<enter>')
    await expect.poll(at).toMatch(/^\[ \] openssh/)
    await terminal.keys('<down>')
    await expect.poll(at).not.toMatch(/openssh/)
    // After a change of size, too.
    terminal.resize(columns + 10, rows)
    await terminal.keys('<up>')
    await expect.poll(at).toMatch(/^\[ \] openssh/)
    await terminal.keys('<esc>')
    await expect.poll(at).toMatch(/^Components/)
    await terminal.keys('b')
    await terminal.shows('never built')
    await expect.poll(at).toMatch(/unpack/)
  },
  60_000,
)
