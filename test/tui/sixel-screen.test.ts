/** A picture on a terminal with sixels: drawn where it belongs, gone when it is closed, and what the terminal answers is no key. */
import { expect, test } from 'vitest'
import { memorySettings } from '../../src/tui/index.ts'
import { type Opened, type OpenOptions, open } from './open.ts'
import { decodeSixel } from './sixel-decoder.ts'

const QUESTION = '\x1b[c'
/** xterm as a VT340: sixteen registers, cells of 6 by 13 pixels, sixels among its attributes. */
const VT340 = '\x1b[?1;0;16S\x1b[?2;0;800;600S\x1b[6;13;6t\x1b[?63;1;2;4;6;9;15;22c'
const SIXELS = /\x1b7\x1b\[(\d+);(\d+)H(\x1bP[^\x1b]*\x1b\\)\x1b8/

/** A machine runs and its picture is asked for; the terminal answers so. */
async function shot(answer: string | undefined, options: OpenOptions = {}): Promise<Opened> {
  const opened = await open({ profile: 'minimal', ...options })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('L')
  await terminal.shows('ready to start')
  await terminal.keys('<enter>')
  await terminal.shows('~ #')
  if (answer !== undefined) {
    const write = terminal.stdout.write.bind(terminal.stdout)
    terminal.stdout.write = ((chunk: string | Uint8Array, ...rest: never[]) => {
      if (String(chunk).endsWith(QUESTION)) setImmediate(() => terminal.write(answer))
      return write(chunk, ...rest)
    }) as typeof terminal.stdout.write
  }
  await terminal.keys('<c-a>s')
  await terminal.shows('64x48')
  return opened
}

test('the picture is drawn in sixels in the cells that are left blank for it, and wiped from them before the next screen', async () => {
  await using opened = await shot(VT340)
  const { terminal, fake } = opened
  await expect.poll(() => terminal.written).toMatch(SIXELS)
  expect(await terminal.text()).toContain('64x48 in sixels')
  const [, row = '', column = '', sixel = ''] = SIXELS.exec(terminal.written) ?? []
  const picture = decodeSixel(sixel)
  // Nineteen rows of 13 pixels, and as wide as the proportions want.
  expect([picture.width, picture.height]).toEqual([329, 247])
  expect([Number(row), Number(column)]).toEqual([4, 13])
  expect([...picture.rgb.subarray(0, 3)]).toEqual([255, 0, 0])
  expect((await terminal.frame()).slice(3, 22).join('').trim()).toBe('')
  await terminal.keys('q')
  const text = await terminal.shows('~ #')
  expect(text).not.toContain('63;1;2')
  const wiped = terminal.written.lastIndexOf('\x1b[55X')
  expect(wiped).toBeGreaterThan(terminal.written.search(SIXELS))
  // What is wiped after the next screen was written would be missing from it.
  expect(terminal.written.indexOf('Ctrl-A', wiped)).toBeGreaterThan(wiped)
  // No answer reached the guest as if it had been typed.
  await terminal.keys('w')
  await expect.poll(() => fake.typed()).toBe('w')
})

test('a terminal that has no sixels gets half blocks at once', async () => {
  await using opened = await shot('\x1b[?62;22c')
  await opened.terminal.shows('▀▀▀▀▀▀')
  expect(opened.terminal.written).not.toMatch(SIXELS)
})

test('an answer that comes after the picture was closed goes neither to a screen nor to the guest', async () => {
  await using opened = await shot(undefined)
  const { terminal, fake } = opened
  await terminal.shows('▀▀▀▀▀▀')
  await terminal.keys('q')
  await terminal.shows('~ #')
  await terminal.chunk(VT340)
  await terminal.keys('w')
  await expect.poll(() => fake.typed()).toBe('w')
})

test('a person can have it another way, which is kept for the next time', async () => {
  const settings = memorySettings()
  await using opened = await shot(VT340, { settings })
  const { terminal } = opened
  await terminal.shows('in sixels')
  for (const [words, way] of [
    ['in kitty’s protocol, as chosen', 'kitty'],
    ['in sixels, as chosen', 'sixel'],
    ['in half blocks, as chosen', 'blocks'],
    ['in characters, as chosen', 'characters'],
  ] as const) {
    await terminal.keys('v')
    await terminal.shows(words)
    expect(settings.get().pictures).toBe(way)
  }
  await terminal.keys('q')
  await terminal.shows('~ #')
  await terminal.keys('<c-a>s')
  await terminal.shows('in characters, as chosen')
})

test('without colours nothing is asked and nothing drawn but characters', async () => {
  await using opened = await shot(VT340, { env: { LANG: 'C.UTF-8', TERM: 'xterm', NO_COLOR: '1' } })
  await opened.terminal.shows('in characters')
  expect(opened.terminal.written).not.toContain(QUESTION)
})
