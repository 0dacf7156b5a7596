/** What a failed step says of itself: the first real error, the lines around it, the likely cause, the way on. */
import { SmartError, type SmartErrorOptions } from '../system/error.ts'

export type DiagnosisKind =
  | 'compile'
  | 'link'
  | 'configure'
  | 'missing-tool'
  | 'kernel-symbol'
  | 'patch'
  | 'disk-full'
  | 'out-of-memory'
  | 'download'
  | 'loader-check'
  | 'budget'
  | 'cancelled'
  | 'unknown'

export interface Diagnosis {
  kind: DiagnosisKind
  step: string
  /** One sentence: what happened. */
  title: string
  /** The first real error line, verbatim. */
  error?: string
  /** Lines of the log around it, verbatim, the error among them. */
  excerpt: string[]
  /** The relevant part of config.log where a configure failed. */
  configLog?: string[]
  /** Likely cause, one sentence. */
  cause?: string
  /** What to do next, one sentence. */
  hint: string
  /** Absolute path of the whole log. */
  log?: string
}

/** A step's own verdict on why it failed (`budget`, `loader-check`): it becomes the diagnosis as it is. Further lines of the message are its excerpt. */
export class StepError extends SmartError {
  readonly kind: DiagnosisKind
  constructor(kind: DiagnosisKind, message: string, options: SmartErrorOptions = {}) {
    super(message, options)
    this.name = 'StepError'
    this.kind = kind
  }
}

/** A program that a step ran has failed; what it printed is in the step's log. */
export class ProgramError extends SmartError {
  /** As a shell has it: 128 + n for signal n. */
  readonly exitCode: number
  constructor(message: string, exitCode: number, options: SmartErrorOptions = {}) {
    super(message, options)
    this.name = 'ProgramError'
    this.exitCode = exitCode
  }
}
