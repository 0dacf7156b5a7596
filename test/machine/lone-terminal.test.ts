/** Who waits for a prompt without a terminal answers as one: else every unattended boot would take a second longer. */
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { answerAsTerminal } from '../../src/machine/lone-terminal.ts'

function guest() {
  const written: string[] = []
  const console = new PassThrough()
  Object.assign(console, { write: (bytes: Uint8Array | string) => written.push(String(bytes)) })
  return { console, written, prints: (text: string) => console.emit('data', Buffer.from(text, 'latin1')) }
}

test('each question is answered once, however its bytes come', () => {
  const { console, written, prints } = guest()
  const leave = answerAsTerminal(console)
  for (const piece of ['boot\r\n\x1b7\x1b[999;99', '9H\x1b', '[6', 'n\x1b8', '~ # \x1b[6', 'x']) prints(piece)
  expect(written).toEqual(['\x1b[24;80R'])
  prints('\x1b[6n')
  expect(written).toHaveLength(2)
  leave()
  prints('\x1b[6n')
  expect(written).toHaveLength(2)
})
