/** A person who types anything at all: keys of the table, bytes, pastes, escape sequences in pieces; and what must hold all the same. */
import { setTimeout as sleep } from 'node:timers/promises'
import { KEY_TABLE } from '../../src/tui/keys.ts'
import { type OpenOptions, open } from './open.ts'
import { random } from './random.ts'
import type { TestTerminal } from './terminal.ts'

const SEQUENCES: Readonly<Record<string, string>> = {
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  return: '\r',
  escape: '\x1b',
  tab: '\t',
  'shift-tab': '\x1b[Z',
  space: ' ',
  backspace: '\x7f',
  delete: '\x1b[3~',
  pageup: '\x1b[5~',
  pagedown: '\x1b[6~',
  home: '\x1b[H',
  end: '\x1b[F',
}

function bytesOf(key: string): string {
  if (key.startsWith('meta-')) return `\x1b${key.slice('meta-'.length)}`
  const letter = /^ctrl-([a-z])$/.exec(key)?.[1]
  return letter === undefined ? (SEQUENCES[key] ?? key) : String.fromCharCode(letter.charCodeAt(0) - 96)
}

/** Every key of the table but those by which one leaves: leaving is no failure, but ends the typing. */
const TABLE = [...new Set(Object.values(KEY_TABLE).flatMap(({ keys }) => keys as readonly string[]))]
  .filter((key) => key !== 'ctrl-c' && key !== 'q')
  .map(bytesOf)

const ODD = [
  'é漢',
  '\x1b[200~64M\x1b[201~',
  '\x1b[200~two\nlines\x1b[2J\x1b[201~',
  '\x1b[1;5C',
  '\x1bOP',
  '\x1b[<0;1;1M',
  '\x9b',
]

export interface FuzzOptions {
  seed: number
  milliseconds: number
  /** Keys that lead to the screen first, and a word that is then on it. */
  way: string
  shows: string | RegExp
  options?: OpenOptions
}

/**
 * Types for so long. Throws with the seed and the last keys when the program broke down, broke its frame or lost one. The palette and the
 * search know the word quit: who chooses it has left, and starts again.
 */
export async function fuzz({ seed, milliseconds, way, shows, options = {} }: FuzzOptions): Promise<void> {
  const next = random(seed)
  const typed: string[] = []
  for (const end = Date.now() + milliseconds; Date.now() < end; ) {
    await using opened = await open({ stepMs: 2, ...options })
    const { terminal } = opened
    const fail = (what: string, frame: readonly string[] = []): never => {
      throw new Error(`${what}; SEED=${seed}, last keys ${JSON.stringify(typed.slice(-30))}\n${frame.join('\n')}`)
    }
    let left = false
    let broken: unknown
    void opened.ended.then(
      () => {
        left = true
      },
      (error: unknown) => {
        broken = error
        left = true
      },
    )
    await lead(terminal, way, shows)
    while (Date.now() < end && !left) {
      typed.push(await typeSomething(terminal, next))
      if (next() < 0.02) terminal.resize(60 + Math.floor(next() * 100), 15 + Math.floor(next() * 40))
      if (typed.length % 40 === 0) await check()
    }
    if (broken !== undefined) fail(`It broke down: ${broken instanceof Error ? broken.stack : String(broken)}`)
    if (left) continue
    terminal.resize(80, 24)
    // Out of a console that has all keys, then out of dialogs and editors. Leaving the menu asks about changes: Esc stays there.
    await terminal.keys('<c-a>d')
    let frame = await terminal.frame()
    for (let tries = 0; tries < ESCAPES && !outside(frame); tries++) {
      // A machine that was to start as soon as it is built may have taken the keys meanwhile.
      await terminal.keys(frame.at(-1)?.includes('Ctrl-A') ? '<c-a>d' : '<esc>')
      frame = await terminal.frame()
    }
    // The last keys may have chosen to quit, which ends what runs first.
    for (let tries = 0; tries < 100 && !outside(frame) && !left; tries++) await sleep(50)
    if (!outside(frame) && !left) fail('No way out', frame)

    /** A resize takes a moment to be drawn; a frame that stays broken is what a person would see. */
    async function check(): Promise<void> {
      let complaint: string | undefined
      let rows: string[] = []
      for (let tries = 0; tries < 40; tries++) {
        rows = await terminal.frame()
        complaint = left ? undefined : wrong(terminal.alternate, rows)
        if (complaint === undefined) return
        // A console may have all of the window: this takes it back, and leaves a frame that was lost as lost as it is.
        if (tries === 20) await terminal.keys('<c-a>f')
      }
      fail(complaint ?? '', rows)
    }
  }
}

/** From the first screen to another; each key once what the one before has opened is there. */
export async function lead(terminal: TestTerminal, way: string, shows: string | RegExp): Promise<void> {
  await terminal.shows('gcc')
  for (const [key] of way.matchAll(/<[a-z0-9-]+>|[^<]/gu)) {
    if (way.startsWith('b') && key !== 'b') await terminal.shows(/Time |Building|Built/)
    if (key === '<c-a>') await terminal.shows('~ #')
    await terminal.keys(key)
  }
  await terminal.shows(shows)
}

/** A key of the table, something odd, or bytes; on a slow line an escape sequence comes in pieces. */
async function typeSomething(terminal: TestTerminal, next: () => number): Promise<string> {
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(next() * from.length)]
  const dice = next()
  const key =
    dice < 0.8
      ? (pick(TABLE) ?? 'j')
      : dice < 0.92
        ? (pick(ODD) ?? '\x1b')
        : String.fromCharCode(...Array.from({ length: 1 + Math.floor(next() * 6) }, () => 4 + Math.floor(next() * 250)))
  if (key.length > 2 && next() < 0.2) {
    const cut = 1 + Math.floor(next() * (key.length - 1))
    await terminal.chunk(key.slice(0, cut), 4)
    await terminal.chunk(key.slice(cut), 4)
  } else await terminal.chunk(key, 4)
  return key
}

function wrong(alternate: boolean, rows: readonly string[]): string | undefined {
  // A log was printed into the person's own screen: it says how one comes back.
  if (!alternate) return rows.some((row) => row.includes('Enter goes back')) ? undefined : 'The screen was left'
  // A console in all of the window has no header; its last line says whose the keys are.
  return rows[0]?.includes('smart-os') || rows.at(-1)?.includes('Ctrl-A') ? undefined : 'The header is gone'
}

/** More than dialogs, editors, open lists and a section lie over one another. */
const ESCAPES = 12

/** A screen with nothing over it: the way out is in its help bar. */
function outside(rows: readonly string[]): boolean {
  return rows[0]?.includes('smart-os') === true && rows.at(-1)?.includes('quit') === true
}
