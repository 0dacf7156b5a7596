/**
 * The keys of a guest console: everything typed goes to the guest, Ctrl-A is the prefix of what is meant for smart-os.
 * A pure state machine, used by `smart-os run` and by the configurator's pane alike.
 */

/** Ctrl-A, as in `qemu -nographic` and screen. */
export const PREFIX = 0x01

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
  /** Takes typed bytes, however cut; returns what is to be done, in order. */
  feed(bytes: Uint8Array): ConsoleAction[]
}

export function createConsoleKeys(): ConsoleKeys {
  let armed = false
  const command = (byte: number): ConsoleAction => {
    if (byte === PREFIX) return { type: 'send', bytes: Uint8Array.of(PREFIX) }
    // Ctrl-X after Ctrl-A is what a hand that stays on Ctrl types.
    const key = String.fromCharCode(byte < 0x20 ? byte + 0x60 : byte).toLowerCase()
    const entry = CONSOLE_KEYS.find((candidate) => candidate.key === key)
    return entry ? { type: 'command', command: entry.command } : { type: 'unknown', key }
  }
  return {
    get armed() {
      return armed
    },
    feed(bytes) {
      const actions: ConsoleAction[] = []
      let start = 0
      bytes.forEach((byte, index) => {
        if (armed) {
          armed = false
          actions.push(command(byte))
          start = index + 1
        } else if (byte === PREFIX) {
          if (index > start) actions.push({ type: 'send', bytes: bytes.slice(start, index) })
          armed = true
          start = index + 1
        }
      })
      if (start < bytes.length) actions.push({ type: 'send', bytes: bytes.slice(start) })
      return actions
    },
  }
}

/** Lines of help, for a console or a pane. */
export function consoleHelp(): string[] {
  return [
    ...CONSOLE_KEYS.map(({ key, description }) => `Ctrl-A ${key}       ${description}`),
    'Ctrl-A Ctrl-A  send Ctrl-A to the machine',
  ]
}
