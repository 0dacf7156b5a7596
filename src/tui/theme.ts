/**
 * How meanings look. Screens speak of tokens (`good`, `muted`, `key`), never of colours; a theme turns a token into Ink's
 * text properties. Colour is never the only sign: every state also has a glyph or a word.
 */
import type { TextProps } from 'ink'

export type Style = Pick<
  TextProps,
  'color' | 'backgroundColor' | 'bold' | 'dimColor' | 'inverse' | 'underline' | 'italic'
>

export const TOKENS = [
  'text',
  'title',
  'brand',
  'muted',
  'accent',
  'focus',
  'key',
  'good',
  'warning',
  'bad',
  'auto',
  'busy',
  'rule',
  'cursor',
] as const
export type Token = (typeof TOKENS)[number]

export const THEME_NAMES = ['dark', 'light', 'mono'] as const
export type ThemeName = (typeof THEME_NAMES)[number]

/** The sixteen colours of the terminal itself: they follow the person's own palette. */
const dark: Record<Token, Style> = {
  text: {},
  title: { bold: true },
  brand: { color: 'cyanBright', bold: true },
  muted: { color: 'gray' },
  accent: { color: 'cyan' },
  focus: { color: 'cyanBright', bold: true },
  key: { color: 'cyan', bold: true },
  good: { color: 'green' },
  warning: { color: 'yellow' },
  bad: { color: 'redBright', bold: true },
  auto: { color: 'blueBright' },
  busy: { color: 'magentaBright' },
  rule: { color: 'gray' },
  cursor: { inverse: true },
}

/** Bright colours vanish on white; these are chosen to keep a contrast of at least 4.5 to 1 there. */
const light: Record<Token, Style> = {
  ...dark,
  brand: { color: '#005f87', bold: true },
  muted: { color: '#5f5f5f' },
  accent: { color: '#005f87' },
  focus: { color: '#00477a', bold: true },
  key: { color: '#005f87', bold: true },
  good: { color: '#006b2d' },
  warning: { color: '#8a4b00' },
  bad: { color: '#b00020', bold: true },
  auto: { color: '#3b3bb3' },
  busy: { color: '#8700af' },
  rule: { color: '#767676' },
}

const mono: Record<Token, Style> = {
  text: {},
  title: { bold: true },
  brand: { bold: true },
  muted: {},
  accent: {},
  focus: { inverse: true },
  key: { bold: true },
  good: {},
  warning: { bold: true },
  bad: { bold: true, underline: true },
  auto: {},
  busy: { bold: true },
  rule: {},
  cursor: { inverse: true },
}

const THEMES: Record<ThemeName, Record<Token, Style>> = { dark, light, mono }

const unicodeGlyphs = {
  bar: '▌',
  thumb: '┃',
  arrow: '›',
  dot: '·',
  done: '✓',
  failed: '✗',
  reused: '↺',
  waiting: '·',
  stopped: '■',
  blocked: '⊘',
  edited: '●',
  full: '█',
  empty: '░',
  horizontal: '─',
  vertical: '│',
  ellipsis: '…',
  up: '↑',
  down: '↓',
  enter: '⏎',
  lock: '◆',
  dash: '–',
  spinner: ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
  eighths: ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'],
}

export type Glyphs = typeof unicodeGlyphs

const asciiGlyphs: Glyphs = {
  bar: '>',
  thumb: '#',
  arrow: '>',
  dot: '-',
  done: '+',
  failed: 'x',
  reused: '=',
  waiting: '.',
  stopped: '#',
  blocked: '!',
  edited: '*',
  full: '#',
  empty: '.',
  horizontal: '-',
  vertical: '|',
  ellipsis: '~',
  up: '^',
  down: 'v',
  enter: 'Enter',
  lock: '*',
  dash: '-',
  spinner: ['|', '/', '-', '\\'],
  eighths: [''],
}

export interface Theme {
  name: ThemeName
  glyphs: Glyphs
  unicode: boolean
  style(token: Token): Style
}

/** A theme by name, with glyphs that the terminal can show. */
export function makeTheme(name: ThemeName, unicode: boolean): Theme {
  const styles = THEMES[name]
  return { name, unicode, glyphs: unicode ? unicodeGlyphs : asciiGlyphs, style: (token) => styles[token] }
}

/** What the environment asks for: NO_COLOR means mono; COLORFGBG of a light background means light. */
export function detectTheme(env: NodeJS.ProcessEnv): ThemeName {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return 'mono'
  if (env.TERM?.startsWith('vt')) return 'mono'
  const background = Number(env.COLORFGBG?.split(';').at(-1) ?? Number.NaN)
  return background === 7 || background === 15 ? 'light' : 'dark'
}

/** Whether the locale is UTF-8; the Linux console has too few glyphs. */
export function detectUnicode(env: NodeJS.ProcessEnv): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || ''
  return /utf-?8/i.test(locale) && env.TERM !== 'linux'
}
