/**
 * The keys of a guest console: everything typed goes to the guest, Ctrl-A is the prefix of what is meant for smart-os.
 * A pure state machine, used by `smart-os run` and by the configurator's pane alike.
 */

import { createInputPieces, type InputPiece } from './input-pieces.ts'

/** Ctrl-A, as in `qemu -nographic` and screen. */
export const PREFIX = 0x01
/** `a`: after the prefix, it sends the prefix itself, as in screen. */
const SEND_PREFIX = 0x61

/** Milliseconds after which what looked like the start of an escape sequence was a key by itself. */
export const FLUSH_MS = 40

/** Keys of several bytes that a command may have. */
const LONG_KEYS: Readonly<Record<string, string>> = { '\x1b[5~': 'pageup' }

export type ConsoleCommand = 'help' | 'quit' | 'leave'

export type ConsoleAction =
  | { type: 'send'; bytes: Uint8Array }
  | { type: 'command'; command: ConsoleCommand }
  /** The prefix and then a key that means nothing: neither is sent. */
  | { type: 'unknown'; key: string }

/** Key after the prefix → what it does; the help text comes from here, too. */
export const CONSOLE_KEYS: readonly { key: string; command: ConsoleCommand; description: string }[] = [
  { key: 'h', command: 'help', description: 'this help' },
  { key: 'x', command: 'quit', description: 'power the machine off and quit' },
  { key: 'd', command: 'leave', description: 'leave the console' },
]

export interface ConsoleKeys {
  /** True after Ctrl-A: the next key is a command. */
  readonly armed: boolean
  /** True while the end of an escape sequence is waited for: flush() after a moment. */
  readonly waiting: boolean
  /** Takes typed bytes, however cut; returns what is to be done, in order. */
  feed(bytes: Uint8Array): ConsoleAction[]
  /** Nothing more came: what was waited for is what it is. */
  flush(): ConsoleAction[]
}

/** What the guest asked of its terminal. */
export interface ConsoleModes {
  /** Marks around what is pasted (DECSET 2004). */
  bracketedPaste: boolean
  /** Arrows as `ESC O A` (DECCKM). */
  applicationCursor: boolean
}

/** An arrow, Home or End without Shift, Alt or Ctrl, in either form. */
const CURSOR_KEY = /^\x1b[[O]([ABCDHF])$/

/**
 * `modes` tells what the guest wants now, where the person's terminal is not the guest's own. Without it all goes through
 * as it came: the guest has told that terminal itself.
 */
export function createConsoleKeys(modes?: () => ConsoleModes): ConsoleKeys {
  const pieces = createInputPieces()
  let armed = false
  const command = (bytes: Uint8Array): ConsoleAction => {
    const [byte = 0] = bytes
    if (bytes.length > 1) return { type: 'unknown', key: LONG_KEYS[Buffer.from(bytes).toString('latin1')] ?? '' }
    if (byte === PREFIX || byte === SEND_PREFIX) return { type: 'send', bytes: Uint8Array.of(PREFIX) }
    // Ctrl-X after Ctrl-A is what a hand that stays on Ctrl types.
    const key = String.fromCharCode(byte < 0x20 ? byte + 0x60 : byte).toLowerCase()
    const entry = CONSOLE_KEYS.find((candidate) => candidate.key === key)
    return entry ? { type: 'command', command: entry.command } : { type: 'unknown', key }
  }
  const translate = (bytes: Uint8Array): Uint8Array => {
    const key = modes && CURSOR_KEY.exec(Buffer.from(bytes).toString('latin1'))?.[1]
    return key ? Buffer.from(`\x1b${modes().applicationCursor ? 'O' : '['}${key}`) : bytes
  }
  const act = (given: readonly InputPiece[]): ConsoleAction[] => {
    const actions: ConsoleAction[] = []
    let sent: Uint8Array[] = []
    const send = (): void => {
      if (sent.length > 0) actions.push({ type: 'send', bytes: Buffer.concat(sent) })
      sent = []
    }
    for (const { type, bytes } of given) {
      if (type === 'pasted') sent.push(bytes)
      else if (type !== 'key') {
        // A paste is no command, whatever is in it.
        armed = false
        if (!modes || modes().bracketedPaste) sent.push(bytes)
      } else if (armed) {
        armed = false
        send()
        actions.push(command(bytes))
      } else if (bytes[0] === PREFIX) armed = true
      else sent.push(translate(bytes))
    }
    send()
    return actions
  }
  return {
    get armed() {
      return armed
    },
    get waiting() {
      return pieces.waiting
    },
    feed: (bytes) => act(pieces.feed(bytes)),
    flush: () => act(pieces.flush()),
  }
}

/** Lines of help, for a console or a pane. */
export function consoleHelp(): string[] {
  return [
    ...CONSOLE_KEYS.map(({ key, description }) => `Ctrl-A ${key}       ${description}`),
    'Ctrl-A a       send Ctrl-A to the machine (Ctrl-A Ctrl-A too)',
  ]
}
