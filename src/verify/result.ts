/** From a finished check script to its result. */
import { printable } from '../machine/boot-failure.ts'
import type { GuestResult } from './guest-shell.ts'
import type { CheckResult } from './types.ts'

/** Exit status of a check that does not apply, as automake and meson have it. */
export const SKIPPED = 77

/** Longest reason kept, in characters. */
const REASON_LIMIT = 300

/** 0 passed, 77 skipped, anything else failed; the last line of output is the reason. */
export function resultOf({ exitCode, output }: GuestResult): Pick<CheckResult, 'status' | 'reason'> {
  if (exitCode === 0) return { status: 'passed', reason: '' }
  const last = printable(output).trim().split('\n').at(-1)?.trim().slice(0, REASON_LIMIT) ?? ''
  if (exitCode === SKIPPED) return { status: 'skipped', reason: last }
  if (exitCode === undefined)
    return { status: 'failed', reason: `it did not end in time${last ? `; its last line: ${last}` : ''}` }
  return { status: 'failed', reason: last || `it ended with status ${exitCode} and no word` }
}
