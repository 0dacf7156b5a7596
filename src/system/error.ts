/** Expected failures. Everything a person can cause or meet is a SmartError; anything else is a defect and shows its stack. */

/** Exit statuses of the command line, the only numbers a script has to know. */
export const ExitStatus = { done: 0, failed: 1, usage: 2, host: 3, cancelled: 130 } as const
export type ExitStatus = (typeof ExitStatus)[keyof typeof ExitStatus]

export interface SmartErrorOptions {
  /** What to do next, in the imperative, without a final full stop being required. */
  hint?: string
  /** Where it happened: a file with line and column, a step, a URL. */
  where?: string
  exitStatus?: ExitStatus
  cause?: unknown
}

/** A failure with a sentence for the person (`message`), a place (`where`) and a way on (`hint`). */
export class SmartError extends Error {
  readonly hint: string | undefined
  readonly where: string | undefined
  readonly exitStatus: ExitStatus

  constructor(message: string, options: SmartErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'SmartError'
    this.hint = options.hint
    this.where = options.where
    this.exitStatus = options.exitStatus ?? ExitStatus.failed
  }
}

/** The person cancelled: nothing failed, but nothing was finished either. */
export class CancelledError extends SmartError {
  constructor(what = 'Cancelled') {
    super(what, { exitStatus: ExitStatus.cancelled })
    this.name = 'CancelledError'
  }
}

/** Throws CancelledError if the signal has fired. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CancelledError()
}

/** The message of anything thrown, for `cause` lines. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
