/** The help bar at 80 columns: who does not know the program yet finds there what they need next, and the way back. */
import { expect, test } from 'vitest'
import type { Command } from '../../src/tui/keys.ts'
import { width } from '../../src/tui/model/text.ts'
import { barItems, barRow } from '../../src/tui/widgets/help-bar.tsx'
import { type OpenOptions, open } from './open.ts'

interface Case {
  screen: string
  way: string
  shows: string | RegExp
  bar: readonly string[]
  options?: OpenOptions
}

const CASES: Case[] = [
  { screen: 'Profiles', way: '', shows: 'Which system?', bar: ['open', 'b build', 'x run it', 'o file', 'r result'] },
  {
    screen: 'Configure',
    way: '<enter><enter>',
    shows: /▌ -\*- linux/,
    bar: ['Space change', 'open', 's save', 'b build', 'w why', '? info', 'u undo', 'Esc back'],
  },
  { screen: 'Plan', way: 'b', shows: 'never built', bar: ['build', '? why', 'Esc back'] },
  {
    screen: 'a running Build',
    way: 'b<enter>',
    shows: 'following',
    bar: ['f follow', 'v whole log', 'Esc back'],
    options: { hang: true },
  },
  {
    screen: 'a failed Build',
    way: 'b<enter>',
    shows: 'Compiling busybox failed',
    bar: ['r retry', 'x shell', 'v whole log', 'Esc back'],
    options: { failing: 'build:busybox' },
  },
  { screen: 'Launch', way: '<enter>L', shows: /Memory +64/, bar: ['start', 'Esc back'] },
  { screen: 'Result', way: 'b<enter><enter>', shows: 'minimal is built', bar: ['launch', 'v verify', 'Esc back'] },
]

test.each(CASES)('$screen tells its most needed keys and the way back', async ({ way, shows, bar, options }) => {
  await using opened = await open({ stepMs: 2, ...options })
  const { terminal } = opened
  await terminal.shows('gcc')
  for (const key of way.match(/<\w+>|./g) ?? []) {
    if (key === '<enter>' && way.startsWith('b')) await terminal.shows(/never built|Built minimal/)
    await terminal.keys(key)
  }
  await terminal.shows(shows)
  await expect.poll(async () => (await terminal.frame()).at(-1)).toContain(bar.at(-1))
  const shown = (await terminal.frame()).at(-1) ?? ''
  for (const word of [...bar, 'q quit']) expect(shown).toContain(word)
  expect(shown).toMatch(/[?H] keys/)
})

test('a narrow bar loses the last commands, never the way back, and no word is cut', () => {
  const layer: Command[] = ['configure.toggle', 'configure.back', 'configure.compare', 'configure.save']
  const items = barItems([{ commands: layer }, { commands: ['global.quit', 'global.help', 'global.palette'] }], true)
  for (let columns = 40; columns <= 160; columns++) {
    const text = barRow(items, columns)
      .map(([part]) => part)
      .join('')
    expect(width(text)).toBe(columns)
    expect(text).toContain('Esc back')
    expect(text).toContain('q quit')
    for (const word of text.trim().split(/ {2,}/)) expect(word).not.toMatch(/…|\b(?:chang|sav|compar|bac|qui)$/)
  }
})

test('a key that a higher layer has taken is not told for what lies below it', () => {
  const items = barItems([{ commands: ['configure.info'] }, { commands: ['global.help'] }], true)
  expect(items.map(({ key, label }) => `${key} ${label}`)).toEqual(['? info', 'H keys'])
})
