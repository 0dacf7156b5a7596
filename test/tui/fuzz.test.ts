import { expect, test } from 'vitest'
import { open } from './open.ts'

/** A small generator (mulberry32), so that a failure can be repeated from its printed seed. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const KEYS = [
  ...'jkgGynmwhuUsbBLTzfrxcopvd/? ',
  ...[
    '\r',
    '\x1b',
    '\t',
    '\x7f',
    '\x1b[A',
    '\x1b[B',
    '\x1b[C',
    '\x1b[D',
    '\x1b[5~',
    '\x1b[6~',
    '\x01',
    '\x15',
    '\x1b[200~64M\x1b[201~',
    'é漢',
  ],
]

// Whatever is typed: the frame stays whole, and the way out stays open.
test('random keys never break the frame or the program', async () => {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
  const next = random(seed)
  const typed: string[] = []
  await using opened = await open({ stepMs: 2 })
  const { terminal } = opened
  await terminal.shows('Which system?')
  let left = false
  void opened.ended.then(
    () => {
      left = true
    },
    () => {
      left = true
    },
  )
  const end = Date.now() + 8000
  while (Date.now() < end && !left) {
    const key = KEYS[Math.floor(next() * KEYS.length)] ?? 'j'
    typed.push(key)
    await terminal.chunk(key, 8)
    if (next() < 0.02) terminal.resize(60 + Math.floor(next() * 100), 15 + Math.floor(next() * 40))
    if (typed.length % 25 === 0) await terminal.frame()
  }
  if (left) throw new Error(`It ended by itself; seed ${seed}, last keys ${JSON.stringify(typed.slice(-20))}`)
  terminal.resize(80, 24)
  // Out of a console that has all keys, out of dialogs and editors, then to a screen that is known.
  await terminal.keys('<c-a>d<esc><esc>')
  const frame = await terminal.frame()
  expect(frame[0], `seed ${seed}, last keys ${JSON.stringify(typed.slice(-20))}`).toContain('smart-os')
  expect(frame[1]).toMatch(/^──.*──$/)
  expect(frame.every((row) => row.length <= 80)).toBe(true)
}, 60_000)
