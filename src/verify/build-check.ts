/** Checks made on the host, of what the build left rather than of a machine. */
import { CancelledError, ExitStatus, messageOf, SmartError } from '../system/error.ts'
import type { BuildCheck, CheckResult } from './types.ts'

/** Runs one; what it throws becomes its reason, except what the host lacks and cancellation. */
export async function runBuildCheck({ id, work }: BuildCheck, signal: AbortSignal | undefined): Promise<CheckResult> {
  const started = performance.now()
  const result = (status: CheckResult['status'], reason: string): CheckResult => ({
    id,
    status,
    reason,
    seconds: Math.round(performance.now() - started) / 1000,
  })
  try {
    await work(signal)
    return result('passed', '')
  } catch (error) {
    if (signal?.aborted) throw new CancelledError()
    if (!(error instanceof SmartError) || error.exitStatus === ExitStatus.host) throw error
    return result('failed', [messageOf(error), error.hint].filter(Boolean).join('\n'))
  }
}
