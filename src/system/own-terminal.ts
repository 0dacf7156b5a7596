/** Programs that take a terminal over and cannot give it back. */
import { shellQuoteAll } from './shell-words.ts'

/**
 * The command, run on a terminal of its own by script(1), which passes everything on. A shell in a process namespace makes itself the
 * terminal's foreground group, and at its end cannot name the group that was there before: who started it would be stopped.
 */
export function onOwnTerminal(argv: readonly string[]): string[] {
  return ['script', '-qec', shellQuoteAll(argv), '/dev/null']
}
