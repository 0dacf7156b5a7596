/** Entries nested or chained beyond what the stack holds (some thousand; the kernel's deepest chain is 35): said, not crashed. */
import { SmartError } from '../system/error.ts'
import type { Location } from './ast.ts'

/** The error to throw instead of an exhausted stack; any other one is returned as it is. */
export function tooDeep(error: unknown, location: Location | undefined): unknown {
  if (!(error instanceof RangeError)) return error
  return new SmartError('Kconfig: entries or expressions are nested, or depend on each other, too deeply', {
    ...(location ? { where: `${location.file}:${location.line}` } : {}),
    hint: 'No more than about a thousand may stand inside each other or depend on each other in a row',
    cause: error,
  })
}
