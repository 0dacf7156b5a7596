/** Joins a terminal to a machine's console, as `qemu -nographic` does. The streams are arguments; nothing global is touched. */
import { type ConsoleAction, consoleHelp, createConsoleKeys, FLUSH_MS } from './console.ts'
import { ASKED, answerAsTerminal } from './lone-terminal.ts'
import type { Machine } from './types.ts'

/** What `process.stdin` is to this: a stream that may be a terminal. */
export interface ConsoleInput extends NodeJS.ReadableStream {
  isTTY?: boolean
  isRaw?: boolean
  setRawMode?(raw: boolean): unknown
}

/** How it ended: `quit` and `leave` by key, `exited` when the machine did, `cancelled` by the signal. */
export type ConsoleEnd = 'quit' | 'leave' | 'exited' | 'cancelled'

/**
 * Relays until the person leaves or the machine ends; the terminal's mode is restored in every case. The machine is left
 * running: what `quit` means is the caller's to do.
 */
export async function attachConsole(
  machine: Pick<Machine, 'console' | 'exited'>,
  stdin: ConsoleInput,
  stdout: NodeJS.WritableStream,
  options: { signal?: AbortSignal } = {},
): Promise<ConsoleEnd> {
  const keys = createConsoleKeys()
  const wasRaw = stdin.isRaw ?? false
  const ended = Promise.withResolvers<ConsoleEnd>()

  const perform = (action: ConsoleAction): void => {
    if (action.type === 'send') machine.console.write(action.bytes)
    else if (action.type === 'unknown') stdout.write('\r\n[Ctrl-A h shows the keys]\r\n')
    else if (action.command === 'help') stdout.write(`\r\n${consoleHelp().join('\r\n')}\r\n`)
    else ended.resolve(action.command)
  }
  let flushing: NodeJS.Timeout | undefined
  const onInput = (chunk: Buffer | string): void => {
    clearTimeout(flushing)
    for (const action of keys.feed(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)) perform(action)
    if (keys.waiting) flushing = setTimeout(() => keys.flush().forEach(perform), FLUSH_MS)
  }
  // A pipe does not answer, and the terminal that shows the output would answer whoever reads its keys next.
  const alone = !stdin.isTTY
  // The question may come in pieces: a start of it waits for its rest.
  let held = ''
  const onOutput = (chunk: Buffer): void => {
    if (!alone) return void stdout.write(chunk)
    const text = (held + chunk.toString('latin1')).replaceAll(ASKED, '')
    held = /\x1b(?:\[6?)?$/.exec(text)?.[0] ?? ''
    stdout.write(Buffer.from(text.slice(0, text.length - held.length), 'latin1'))
  }
  const onAbort = (): void => ended.resolve('cancelled')

  stdin.setRawMode?.(true)
  stdin.on('data', onInput)
  stdin.resume()
  machine.console.on('data', onOutput)
  const leaveAlone = alone ? answerAsTerminal(machine.console) : () => {}
  options.signal?.addEventListener('abort', onAbort, { once: true })
  void machine.exited.then(() => ended.resolve('exited'))
  try {
    if (options.signal?.aborted) return 'cancelled'
    return await ended.promise
  } finally {
    clearTimeout(flushing)
    if (held !== '') stdout.write(Buffer.from(held, 'latin1'))
    leaveAlone()
    stdin.off('data', onInput)
    stdin.pause()
    stdin.setRawMode?.(wasRaw)
    machine.console.off('data', onOutput)
    options.signal?.removeEventListener('abort', onAbort)
  }
}
