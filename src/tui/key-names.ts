/** Keys by name: what Ink tells of a key press as the table's names, and the names as people read them. */
import type { Key } from 'ink'

const NAMED = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'return'],
  ['escape', 'escape'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
] as const satisfies readonly (readonly [keyof Key, string])[]

/** Ink's key event as the table's key names; several when characters came in one piece (typed fast, or through tmux). */
export function keyNames(input: string, key: Key): string[] {
  for (const [flag, name] of NAMED) if (key[flag]) return [key.shift && name === 'tab' ? 'shift-tab' : name]
  if (key.ctrl) return [`ctrl-${input}`]
  if (key.meta) return [`meta-${input}`]
  return [...input].map(characterName)
}

function characterName(character: string): string {
  if (character === ' ') return 'space'
  if (character === '\r' || character === '\n') return 'return'
  if (character === '\t') return 'tab'
  if (character === '\x7f') return 'backspace'
  // Control characters are the letters' codes without the upper bits.
  return character < ' ' ? `ctrl-${String.fromCharCode(character.charCodeAt(0) + 96)}` : character
}

/** The character that a key stands for in a text, if it is one. */
export function keyText(name: string): string | undefined {
  return name === 'space' ? ' ' : [...name].length === 1 ? name : undefined
}

/** How a key is shown to people: `↑`, `⏎`, `Ctrl-C`. */
export function showKey(name: string, unicode: boolean): string {
  const shown: Record<string, [string, string]> = {
    up: ['↑', 'Up'],
    down: ['↓', 'Down'],
    left: ['←', 'Left'],
    right: ['→', 'Right'],
    return: ['⏎', 'Enter'],
    escape: ['Esc', 'Esc'],
    space: ['Space', 'Space'],
    tab: ['Tab', 'Tab'],
    pageup: ['PgUp', 'PgUp'],
    pagedown: ['PgDn', 'PgDn'],
    home: ['Home', 'Home'],
    end: ['End', 'End'],
    backspace: ['Bksp', 'Bksp'],
    delete: ['Del', 'Del'],
  }
  const pair = shown[name]
  if (pair) return unicode ? pair[0] : pair[1]
  if (name.startsWith('meta-')) return `Alt-${name.slice(5)}`
  return name.startsWith('ctrl-') ? `Ctrl-${name.slice(5).toUpperCase()}` : name
}

/** All keys of a command as people read them: `↑ k`, `Alt-1…9`; one without a key of its own is called through `:`. */
export function showKeys(keys: readonly string[], unicode: boolean): string {
  const [first, last] = [keys[0], keys.at(-1)]
  if (first === undefined || last === undefined) return ':'
  if (/^(?:meta-)?1$/.test(first) && last.endsWith('9')) return `${showKey(first, unicode)}${unicode ? '…' : '-'}9`
  return keys.map((key) => showKey(key, unicode)).join(' ')
}
