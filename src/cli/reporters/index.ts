/** One event stream, several renderers: which one depends on the flag and on what stderr can do. */
import type { BuildListener } from '../../build/types.ts'
import type { ProgressKind } from '../flags.ts'
import { jsonReporter } from './json.ts'
import { plainReporter } from './plain.ts'
import { ttyReporter } from './tty.ts'

export interface Reporter {
  onEvent: BuildListener
  /** Takes down what is live on the screen; call it whatever happened. */
  close(): void
}

/** `auto` is `tty` on a terminal that can move its cursor, else `plain`. */
export function makeReporter(kind: ProgressKind): Reporter {
  const live = Boolean(process.stderr.isTTY) && process.env.TERM !== 'dumb' && !process.env.CI
  const chosen = kind === 'auto' ? (live ? 'tty' : 'plain') : kind
  if (chosen === 'tty') return ttyReporter(process.stderr)
  if (chosen === 'plain') return plainReporter()
  if (chosen === 'json') return jsonReporter()
  return { onEvent: () => undefined, close: () => undefined }
}
