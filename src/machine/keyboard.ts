/** Keys for a machine: text and combinations as the key codes that QEMU's `send-key` takes (QKeyCode in qapi/ui.json). */
import { setTimeout as sleep } from 'node:timers/promises'
import { SmartError } from '../system/error.ts'
import type { Machine } from './types.ts'

type Qmp = Machine['qmp']

/** Milliseconds that a key is down, and then up: an emulated machine that is busy must not lose or repeat one. */
const HOLD = 40

/** The keys of a US keyboard that have names of their own: character without Shift, with Shift, code. */
const NAMED: readonly (readonly [string, string, string])[] = [
  ['-', '_', 'minus'],
  ['=', '+', 'equal'],
  ['[', '{', 'bracket_left'],
  [']', '}', 'bracket_right'],
  [';', ':', 'semicolon'],
  ["'", '"', 'apostrophe'],
  ['`', '~', 'grave_accent'],
  ['\\', '|', 'backslash'],
  [',', '<', 'comma'],
  ['.', '>', 'dot'],
  ['/', '?', 'slash'],
  ...[...'1234567890'].map((digit, index) => [digit, '!@#$%^&*()'.charAt(index), digit] as const),
]

const CHARACTERS: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...NAMED.flatMap(([plain, shifted, code]) => pair(plain, shifted, code)),
  ...[...'abcdefghijklmnopqrstuvwxyz'].flatMap((letter) => pair(letter, letter.toUpperCase(), letter)),
  [' ', ['spc']],
  ['\n', ['ret']],
  ['\t', ['tab']],
])

function pair(plain: string, shifted: string, code: string): [string, readonly string[]][] {
  return [
    [plain, [code]],
    [shifted, ['shift', code]],
  ]
}

/** Names that people use for keys, where QEMU has another. */
const ALIASES: Readonly<Record<string, string>> = {
  enter: 'ret',
  return: 'ret',
  escape: 'esc',
  space: 'spc',
  super: 'meta_l',
  pageup: 'pgup',
  pagedown: 'pgdn',
}

/** Key codes of one character on a US keyboard. Throws SmartError for one that has no key. */
export function keysOfCharacter(character: string): readonly string[] {
  const keys = CHARACTERS.get(character)
  if (!keys) throw new SmartError(`No key of a US keyboard types ${JSON.stringify(character)}`)
  return keys
}

/** Key codes of a combination: `ctrl+alt+t`. A name that no key has is refused by QEMU. */
export function keysOfCombination(combination: string): string[] {
  return combination.split('+').map((name) => ALIASES[name.toLowerCase()] ?? name.toLowerCase())
}

/** Presses keys together and lets them go. */
export async function pressKeys(qmp: Qmp, keys: readonly string[]): Promise<void> {
  await qmp('send-key', { keys: keys.map((data) => ({ type: 'qcode', data })), 'hold-time': HOLD })
  await sleep(2 * HOLD)
}

/** Types a text, a key at a time. */
export async function typeText(qmp: Qmp, text: string): Promise<void> {
  for (const character of text) await pressKeys(qmp, keysOfCharacter(character))
}
