/** More than a screenful, and more than one machine: what has gone off the top must be read again, and keys must go where the eye is. */
import { expect, test } from 'vitest'
import { type Opened, type OpenOptions, open } from './open.ts'

async function running(options: OpenOptions = {}): Promise<Opened> {
  const opened = await open({ profile: 'minimal', ...options })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('L')
  await terminal.shows('ready to start')
  await terminal.keys('<enter>')
  await terminal.shows('Ctrl-A')
  return opened
}

/** A second machine beside the first, both at their prompts. */
async function two(columns: number): Promise<Opened> {
  const opened = await running({ columns, rows: 30 })
  const { terminal } = opened
  await terminal.shows('~ #')
  await terminal.keys('left<c-a>d')
  await terminal.shows('The machine')
  await terminal.keys('+')
  await terminal.shows('[2]')
  await terminal.shows('ready to start')
  await terminal.keys('<enter>')
  await terminal.shows('[2] of 2')
  return opened
}

const LINES = Array.from({ length: 60 }, (_, index) => `line ${index + 1} of sixty`).join('\r\n')

test('the boot that has gone off the top is read again by Ctrl-A PgUp and the keys of lists; Esc goes back to the machine', async () => {
  await using opened = await running({ prints: `${LINES}\r\n~ # ` })
  const { terminal, fake } = opened
  await terminal.shows('line 60 of sixty')
  expect(await terminal.text()).not.toContain('line 30 of')
  await terminal.chunk('\x01\x1b[5~')
  await terminal.shows(/scrolled back 18 lines/)
  await terminal.keys('<pgup>')
  const text = await terminal.shows('line 10 of')
  expect(text).not.toContain('line 60 of')
  await terminal.keys('g')
  await terminal.shows('line 1 of sixty')
  await terminal.keys('j')
  await terminal.shows('line 20 of sixty')
  expect(await terminal.text()).not.toContain('line 1 of sixty')
  await terminal.keys('G')
  await terminal.shows('line 60 of sixty')
  // No key of all these was the guest's; the next one is.
  expect(fake.typed()).toBe('')
  await terminal.keys('<esc>')
  await terminal.shows('then')
  await terminal.keys('x')
  await expect.poll(() => fake.typed()).toBe('x')
})

test('what is read stays where it is while the machine prints below it', async () => {
  await using opened = await running({ prints: `${LINES}\r\n~ # ` })
  const { terminal, fake } = opened
  await terminal.shows('line 60 of sixty')
  await terminal.keys('<c-a>[')
  const rows = async () => (await terminal.frame()).slice(2, -2).filter((row) => row.includes('of sixty'))
  await terminal.shows('scrolled back 18 lines')
  const before = await rows()
  fake.print('\r\nmore'.repeat(30))
  await terminal.shows('scrolled back 48 lines')
  expect(await rows()).toEqual(before)
})

test('with the console on the whole terminal the last row says that it is scrolled', async () => {
  await using opened = await running({ prints: `${LINES}\r\n~ # ` })
  const { terminal } = opened
  await terminal.shows('line 60 of sixty')
  await terminal.keys('<c-a>f')
  await expect.poll(async () => (await terminal.text()).includes('Ctrl-A')).toBe(false)
  await terminal.keys('<c-a>[')
  await expect.poll(async () => (await terminal.frame()).at(-1)).toMatch(/scrolled back \d+ lines/)
  await terminal.keys('q')
  await expect.poll(async () => (await terminal.text()).includes('scrolled back')).toBe(false)
})

test('where nothing has gone off the top, that is said', async () => {
  await using opened = await running()
  await opened.terminal.shows('~ #')
  await opened.terminal.keys('<c-a>[')
  await opened.terminal.shows('Nothing has gone off the top')
})

test('two consoles stand beside each other where both have 80 columns, and Ctrl-A n moves between them', async () => {
  await using opened = await two(161)
  const { terminal } = opened
  await terminal.keys('right')
  const text = await terminal.shows('~ # right')
  expect(text).toContain('~ # left')
  expect(text).toMatch(/^ {2}\[1\] minimal running.*Ctrl-A n goes here │▌ \[2\] minimal running.*keys go here/m)
  const right = await terminal.cursor()
  expect(right).toMatchObject({ column: 81 + '~ # right'.length, visible: true })
  await terminal.keys('<c-a>n')
  await terminal.shows(/▌ \[1\] minimal running/)
  await expect.poll(async () => (await terminal.cursor()).column).toBe('~ # left'.length)
  await terminal.keys('er')
  await terminal.shows('~ # lefter')
  expect(await terminal.text()).toContain('~ # right')
  // Alone on the whole terminal, and back.
  await terminal.keys('<c-a>f')
  await expect.poll(async () => (await terminal.text()).includes('~ # right')).toBe(false)
  await terminal.keys('<c-a>f')
  await terminal.shows('~ # right')
})

test('on a narrower terminal one console is shown at a time', async () => {
  await using opened = await two(160)
  const { terminal } = opened
  await terminal.keys('right')
  expect(await terminal.shows('~ # right')).not.toContain('~ # left')
  terminal.resize(170, 30)
  await terminal.shows('~ # left')
  terminal.resize(100, 30)
  await expect.poll(async () => (await terminal.text()).includes('~ # left')).toBe(false)
})
