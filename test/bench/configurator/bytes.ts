/** What a key costs on the wire: the real program in a pseudo terminal, a walk through its screens. */
import { join } from 'node:path'
import { ROOT } from '../tools.ts'
import { Pty } from './pty.ts'
import { median, quantile } from './quantile.ts'

const [UP, DOWN, PAGE_DOWN, PAGE_UP] = ['\x1b[A', '\x1b[B', '\x1b[6~', '\x1b[5~']
/** Through the profiles, into the sections, about in them, and a search; nothing that starts or saves. */
const WALK = [
  ...[DOWN, DOWN, UP, UP, DOWN, UP],
  ...['\r', DOWN, UP, '\r', DOWN, DOWN, DOWN, PAGE_DOWN, PAGE_UP, DOWN, UP, 'G', 'g', DOWN, DOWN, UP],
  ...['\x1b', '\t', '\r', DOWN, DOWN, ' ', 'u', DOWN, PAGE_DOWN, DOWN, DOWN, UP, PAGE_UP],
  ...['/', 'n', 'e', 't', DOWN, DOWN, '\x1b', DOWN, '?', '\x1b', DOWN, DOWN],
]

/** Bytes that the program writes for each key, at 80x24. */
export async function bytesPerKey(): Promise<{ median: number; p95: number; most: number; count: number }> {
  await using pty = new Pty(`exec ${process.execPath} ${join(ROOT, 'dist', 'main.js')}`)
  await pty.until(/minimal/)
  await pty.rest(1500)
  const counts: number[] = []
  for (const key of WALK) {
    const before = pty.bytes
    pty.write(key)
    await pty.rest(150)
    counts.push(pty.bytes - before)
  }
  return { median: median(counts), p95: quantile(counts, 0.95), most: Math.max(...counts), count: counts.length }
}
