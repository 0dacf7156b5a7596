/** The check of disk.qcow2: it holds exactly the disk that was booted. */
import { messageOf, SmartError, throwIfCancelled } from '../system/error.ts'
import { run } from '../system/exec.ts'
import type { CheckResult } from './types.ts'

/** Compares what a guest would read of both, to the last sector (which of them are stored may differ); also checks qcow2's own tables. */
export async function checkQcow2(disk: string, qcow2: string, signal?: AbortSignal): Promise<CheckResult> {
  const started = performance.now()
  const options = signal ? { signal } : {}
  const result = (status: CheckResult['status'], reason: string): CheckResult => ({
    id: 'image:qcow2',
    status,
    reason,
    seconds: Math.round(performance.now() - started) / 1000,
  })
  try {
    await run(['qemu-img', 'check', '-q', '-f', 'qcow2', qcow2], options)
    await run(['qemu-img', 'compare', '-q', '-f', 'raw', '-F', 'qcow2', disk, qcow2], options)
    return result('passed', '')
  } catch (error) {
    throwIfCancelled(signal)
    if (!(error instanceof SmartError)) throw error
    return result('failed', `disk.qcow2 is not the disk that was booted: ${messageOf(error)}`)
  }
}
