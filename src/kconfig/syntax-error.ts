/** A Kconfig text that cannot be read: where exactly, what was expected, and the way on. */
import { SmartError } from '../system/error.ts'

/** `line` and `column` count from 1. */
export interface Position {
  file: string
  line: number
  column: number
}

export function syntaxError(message: string, at: Position, hint?: string): SmartError {
  return new SmartError(`Kconfig: ${message}`, {
    where: `${at.file}:${at.line}:${at.column}`,
    hint: hint ?? 'Correct this file of the source tree, or remove the patch or local source it came with',
  })
}
