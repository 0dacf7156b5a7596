/**
 * Who waits for a machine's prompt without a terminal of their own answers what the guest asks of one, so that it does not wait
 * for an answer in vain: where the cursor is (`CSI 6 n`, ECMA-48 DSR), asked by /etc/profile.d/window.sh to learn the window's size.
 */
import type { Duplex } from 'node:stream'

/** The question. */
export const ASKED = '\x1b[6n'

/** A cursor sent far away stops in the corner of an ordinary terminal: row 24, column 80. */
const ANSWER = '\x1b[24;80R'

/** Reads the console, and answers, until the function returned is called. */
export function answerAsTerminal(console: Duplex): () => void {
  let tail = ''
  const watch = (bytes: Buffer): void => {
    const text = tail + bytes.toString('latin1')
    const asked = text.lastIndexOf(ASKED)
    if (asked !== -1) console.write(ANSWER)
    // A question may come cut in two, and is answered once.
    tail = text.slice(Math.max(asked + 1, text.length - ASKED.length + 1))
  }
  console.on('data', watch)
  return () => void console.off('data', watch)
}
