import { expect, test } from 'vitest'
import { hostileText } from './hostile.ts'
import { open } from './open.ts'

/** Where the frame's upright rule stands in each row of the body. */
function rules(frame: readonly string[]): number[] {
  return frame.slice(5, -2).map((row) => row.indexOf('│'))
}

// A log may hold anything. If one line of it moved the cursor or had another width than thought, the rest of the screen would be in pieces.
test('hostile output in the log pane leaves every border where it was', async () => {
  await using opened = await open({ output: hostileText(), hang: true })
  const { terminal } = opened
  await terminal.shows('Which system?')
  await terminal.shows('gcc')
  await terminal.keys('b')
  await terminal.shows('› Plan')
  await terminal.keys('<enter>')
  await terminal.shows('the last line')
  for (const key of ['', '<pgup>', '<pgup>', '<pgup>', '<pgdn>']) {
    await terminal.keys(key)
    const frame = await terminal.frame()
    expect(new Set(rules(frame)).size, frame.join('\n')).toBe(1)
    expect(rules(frame)[0]).toBeGreaterThan(0)
    expect(frame[0]).toContain('smart-os')
    expect(frame.at(-1)).toContain('quit')
  }
  // Alone in full width, too: nothing runs over the edge, the bars stay.
  await terminal.keys('z')
  const wide = await terminal.frame()
  expect(wide[0]).toContain('smart-os')
  expect(wide.at(-1)).toContain('quit')
  expect(wide[1]).toMatch(/^─+/)
})

// A guest's escape codes end in its own pane.
test('a failure whose words are hostile shows its card in one piece', async () => {
  await using opened = await open({ failing: 'build:busybox', diagnosis: hostileText() })
  const { terminal } = opened
  await terminal.shows('Which system?')
  await terminal.shows('gcc')
  await terminal.keys('b')
  await terminal.shows('› Plan')
  await terminal.keys('<enter>')
  await terminal.shows('Failed')
  const frame = await terminal.frame()
  expect(new Set(rules(frame)).size, frame.join('\n')).toBe(1)
  expect(frame[0]).toContain('smart-os')
  expect(frame.at(-1)).toContain('quit')
})

test('a profile with a hostile name, title and summary cannot paint over the list', async () => {
  await using opened = await open({ describe: hostileText() })
  const { terminal } = opened
  await terminal.shows('Which system?')
  const text = await terminal.shows('the screen cleared')
  const frame = text.split('\n')
  const body = frame.slice(2, -2).map((row) => row.indexOf('│'))
  expect(new Set(body).size, text).toBe(1)
  expect(frame[0]).toContain('smart-os › Profiles')
  expect(frame.at(-1)).toContain('quit')
})
