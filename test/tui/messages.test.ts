/** What is said in the status line: an error that cannot be read helps nobody, and small talk must not outlive its place. */
import { expect, test } from 'vitest'
import { extraRows, messageRows } from '../../src/tui/model/message-rows.ts'
import { makeTheme } from '../../src/tui/theme.ts'
import { open } from './open.ts'

const { glyphs } = makeTheme('dark', true)

test('an error wider than the line is read whole, over the body, and makes room again', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('o<c-u>a-profile-with-a-rather-long-name-that-nobody-has-ever-made<enter>')
  const text = await terminal.shows('There is no profile')
  expect(text.replace(/\s+/g, ' ')).toContain(
    'There is no profile "a-profile-with-a-rather-long-name-that-nobody-has-ever-made" smart-os profiles list shows all',
  )
  const frame = await terminal.frame()
  expect(frame[0]).toContain('smart-os')
  expect(frame[23]).toContain('quit')
  await terminal.keys('<enter><down><down>')
  await expect.poll(async () => (await terminal.frame())[22]).toContain('Image')
})

test('what is too long even for that ends with a sign, and a console gives none of its rows away', () => {
  const message = { tone: 'bad', text: 'word '.repeat(200), hint: 'never seen' } as const
  const rows = messageRows(message, 80, glyphs, 4)
  expect(rows).toHaveLength(4)
  expect(rows.at(-1)?.at(-1)?.[0]).toContain('…')
  expect(extraRows({ message, path: ['profiles', 'console'] }, 80, glyphs)).toBe(0)
  expect(extraRows({ message, path: ['profiles'] }, 80, glyphs)).toBe(3)
  expect(extraRows({ message: { tone: 'info', text: message.text }, path: ['profiles'] }, 80, glyphs)).toBe(0)
})

test('what a change said does not stand over a question that follows', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/zlib<enter>y')
  await terminal.shows('─ zlib on')
  await terminal.keys('s')
  await terminal.shows('Save the profile')
  expect(await terminal.text()).not.toContain('zlib on ─')
  await terminal.keys('<esc>q')
  const text = await terminal.shows('changes that are not saved')
  // menuconfig's Yes, No and Cancel, one below the other.
  expect(text).toMatch(/s y {4}Yes.*\n +d n {4}No.*\n +Esc c {2}Cancel/)
})
