/** The keys of a guest console: what a person types must reach the guest, and Ctrl-A must let them out. */
import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { attachConsole } from '../../src/machine/attach.ts'
import { type ConsoleAction, createConsoleKeys } from '../../src/machine/console.ts'
import type { Machine } from '../../src/machine/types.ts'

function feed(...chunks: string[]): string[] {
  const keys = createConsoleKeys()
  return chunks.flatMap((chunk) => keys.feed(Buffer.from(chunk, 'latin1'))).map(show)
}

function show(action: ConsoleAction): string {
  if (action.type === 'send') return `send ${JSON.stringify(Buffer.from(action.bytes).toString('latin1'))}`
  return action.type === 'command' ? action.command : `unknown ${action.key}`
}

test('everything goes to the guest, Ctrl-C and escape sequences too', () => {
  expect(feed('ls\r\x03\x1b[A\x04')).toEqual(['send "ls\\r\\u0003\\u001b[A\\u0004"'])
})

test('Ctrl-A and a key is a command, wherever the bytes are cut', () => {
  expect(feed('ab\x01xcd')).toEqual(['send "ab"', 'quit', 'send "cd"'])
  expect(feed('\x01', 'h')).toEqual(['help'])
  expect(feed('\x01\x04')).toEqual(['leave'])
})

test('Ctrl-A twice sends one, so that a screen inside the guest can be used', () => {
  expect(feed('\x01\x01a')).toEqual(['send "\\u0001"', 'send "a"'])
  expect(feed('\x01?a')).toEqual(['unknown ?', 'send "a"'])
})

test('leaving restores the terminal and takes every listener away', async () => {
  const exited = Promise.withResolvers<Awaited<Machine['exited']>>()
  const guest = new PassThrough()
  const modes: boolean[] = []
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    isRaw: false,
    setRawMode: (raw: boolean) => modes.push(raw),
  })
  const stdout = new PassThrough()
  const end = attachConsole({ console: guest, exited: exited.promise }, stdin, stdout)
  stdin.write('hi\x01h')
  await expect.poll(() => stdout.readableLength).toBeGreaterThan(10)
  stdin.write('\x01d')
  expect(await end).toBe('leave')
  const shown = String(stdout.read())
  expect(shown).toContain('hi')
  expect(shown).toContain('Ctrl-A x')
  expect(modes).toEqual([true, false])
  expect(stdin.listenerCount('data')).toBe(0)
})

test('from a pipe the guest gets its answer, and the terminal that shows the output is not asked: it would type into the next shell', async () => {
  const written: string[] = []
  const guest = Object.assign(new PassThrough(), { write: (bytes: Uint8Array) => written.push(String(bytes)) > 0 })
  const stdout = new PassThrough()
  const exited = Promise.withResolvers<Awaited<Machine['exited']>>()
  const end = attachConsole({ console: guest, exited: exited.promise }, new PassThrough(), stdout)
  // A serial line is cut anywhere.
  for (const piece of ['\x1b7\x1b[999;999H\x1b', '[6', 'n\x1b8# é']) guest.emit('data', Buffer.from(piece))
  exited.resolve({ exitCode: 0, reason: 'powered-off' })
  expect(await end).toBe('exited')
  expect(written).toEqual(['\x1b[24;80R'])
  expect(String(stdout.read())).toBe('\x1b7\x1b[999;999H\x1b8# é')
})

test('a machine that powers off ends the console', async () => {
  const exited = Promise.withResolvers<Awaited<Machine['exited']>>()
  const end = attachConsole(
    { console: new PassThrough(), exited: exited.promise },
    new PassThrough(),
    new PassThrough(),
  )
  exited.resolve({ exitCode: 0, reason: 'powered-off' })
  expect(await end).toBe('exited')
})

describe('in a pane, where the terminal is not the guest’s own', () => {
  const plain = { bracketedPaste: false, applicationCursor: false }
  const inPane = (modes: Partial<typeof plain>, ...chunks: string[]): string[] => {
    const keys = createConsoleKeys(() => ({ ...plain, ...modes }))
    return [...chunks.flatMap((chunk) => keys.feed(Buffer.from(chunk, 'latin1'))), ...keys.flush()].map(show)
  }

  test('an arrow after Ctrl-A is one unknown key: no part of it is typed into the guest', () => {
    expect(inPane({}, '\x01\x1b[A')).toEqual(['unknown '])
    expect(inPane({}, '\x01', '\x1b', '[1;5', 'A', 'b')).toEqual(['unknown ', 'send "b"'])
    expect(inPane({}, '\x01\x1bOPq')).toEqual(['unknown ', 'send "q"'])
    expect(inPane({}, '\x01', '\xc3', '\xa9')).toEqual(['unknown '])
  })

  test('Ctrl-A in a paste is text, and a paste after Ctrl-A is no command', () => {
    expect(inPane({}, '\x1b[200~a\x01xb\x1b[201~')).toEqual(['send "a\\u0001xb"'])
    expect(inPane({}, '\x01\x1b[200~x\x1b[201~', '\x01x')).toEqual(['send "x"', 'quit'])
  })

  test('the marks of a paste reach a guest that asked for them, and no other', () => {
    const cut = ['\x1b[2', '00~one\x1b', '[20', '1~two']
    expect(inPane({ bracketedPaste: true }, ...cut).join('')).toBe('send "\\u001b[200~one"send "\\u001b[201~two"')
    expect(inPane({}, ...cut)).toEqual(['send "one"', 'send "two"'])
  })

  test('arrows, Home and End come in the form that the guest asked for; other keys stay as they are', () => {
    expect(inPane({ applicationCursor: true }, '\x1b[A\x1b[H\x1b[1;5C\x1b[5~')).toEqual([
      'send "\\u001bOA\\u001bOH\\u001b[1;5C\\u001b[5~"',
    ])
    expect(inPane({}, '\x1bOD\x1bOP')).toEqual(['send "\\u001b[D\\u001bOP"'])
  })

  test('Escape alone is a key like any other, and Alt with a letter is one, too', () => {
    expect(inPane({}, '\x1b')).toEqual(['send "\\u001b"'])
    expect(inPane({}, '\x1bx\x1b\x1b[B')).toEqual(['send "\\u001bx\\u001b\\u001b[B"'])
  })
})

test('Ctrl-A a sends a Ctrl-A, as in screen', () => {
  expect(feed('\x01a')).toEqual(['send "\\u0001"'])
})
