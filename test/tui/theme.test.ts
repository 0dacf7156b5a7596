/** What is found out of the terminal's environment, and that the light theme can be read. */
import { expect, test } from 'vitest'
import { detectTheme, detectUnicode, makeTheme, TOKENS } from '../../src/tui/theme.ts'

test.each([
  [{}, 'dark'],
  [{ COLORFGBG: '15;0' }, 'dark'],
  [{ COLORFGBG: '0;15' }, 'light'],
  [{ COLORFGBG: '0;default;7' }, 'light'],
  [{ COLORFGBG: 'nonsense' }, 'dark'],
  [{ COLORFGBG: '0;15', NO_COLOR: '1' }, 'mono'],
  // An empty NO_COLOR asks for nothing.
  [{ NO_COLOR: '' }, 'dark'],
  [{ TERM: 'vt220', COLORFGBG: '0;15' }, 'mono'],
] as const)('the environment %j means the theme %s', (env, theme) => {
  expect(detectTheme(env)).toBe(theme)
})

test.each([
  [{ LANG: 'C.UTF-8' }, true],
  [{ LANG: 'de_DE.utf8' }, true],
  [{ LANG: 'C' }, false],
  [{}, false],
  // The order of setlocale(3): LC_ALL, then LC_CTYPE, then LANG; an empty one counts as not there.
  [{ LC_ALL: 'C', LC_CTYPE: 'C.UTF-8', LANG: 'C.UTF-8' }, false],
  [{ LC_ALL: 'C.UTF-8', LC_CTYPE: 'C', LANG: 'C' }, true],
  [{ LC_ALL: '', LC_CTYPE: 'C.UTF-8', LANG: 'C' }, true],
  [{ LC_CTYPE: 'C', LANG: 'C.UTF-8' }, false],
  // The Linux console has 512 glyphs at most.
  [{ LANG: 'C.UTF-8', TERM: 'linux' }, false],
] as const)('the environment %j has more than ASCII: %s', (env, unicode) => {
  expect(detectUnicode(env)).toBe(unicode)
})

/** Relative luminance as WCAG 2 has it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

test('on white every colour of the light theme has a contrast of at least 4.5 to 1', () => {
  const light = makeTheme('light', true)
  let coloured = 0
  for (const token of TOKENS) {
    const { color } = light.style(token)
    if (color === undefined) continue
    coloured++
    expect(color, token).toMatch(/^#[0-9a-f]{6}$/)
    expect(1.05 / (luminance(color) + 0.05), token).toBeGreaterThanOrEqual(4.5)
  }
  expect(coloured).toBeGreaterThan(8)
})

test('mono has no colour at all, and no two signs of a state are the same in ASCII', () => {
  const mono = makeTheme('mono', false)
  for (const token of TOKENS) {
    expect(mono.style(token)).not.toHaveProperty('color')
    expect(mono.style(token)).not.toHaveProperty('backgroundColor')
  }
  const { done, failed, reused, waiting, stopped, blocked } = mono.glyphs
  expect(new Set([done, failed, reused, waiting, stopped, blocked]).size).toBe(6)
})
