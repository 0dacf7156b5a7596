/** The keys of a guest console: what a person types must reach the guest, and Ctrl-A must let them out. */
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
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
