/** A download told as a step of the build: announced only when something really has to be brought. */
import type { BuildListener } from '../build/types.ts'
import type { FetchProgress } from '../sources/types.ts'
import { CancelledError } from '../system/error.ts'
import { formatSize } from '../system/size.ts'

export interface FetchReporter {
  onLog(line: string): void
  onProgress(progress: FetchProgress): void
  /** Does the work between the step's beginning and its end. `bytes` says how much the result is. */
  around<T>(work: () => Promise<T>, bytes: (result: T) => number): Promise<T>
}

/** Tells `emit` of one step of kind fetch. */
export function fetchReporter(id: string, emit: BuildListener = () => undefined): FetchReporter {
  const started = Date.now()
  let announced = false
  const announce = () => {
    if (announced) return
    announced = true
    emit({ type: 'step:started', at: Date.now(), id, log: '', incremental: false })
  }
  const finish = (outcome: 'done' | 'reused' | 'failed' | 'cancelled', bytes = 0) =>
    emit({
      type: 'step:finished',
      at: Date.now(),
      id,
      outcome,
      seconds: (Date.now() - started) / 1000,
      cpuSeconds: 0,
      bytes,
    })
  return {
    onLog(line) {
      announce()
      emit({ type: 'step:output', at: Date.now(), id, text: `${line}\n` })
    },
    onProgress({ received, total }) {
      announce()
      const fraction = total === undefined || total === 0 ? 0 : received / total
      const note = total === undefined ? formatSize(received) : `${formatSize(received)} of ${formatSize(total)}`
      emit({ type: 'step:progress', at: Date.now(), id, fraction, note })
    },
    async around(work, bytes) {
      try {
        const result = await work()
        finish(announced ? 'done' : 'reused', bytes(result))
        return result
      } catch (error) {
        announce()
        finish(error instanceof CancelledError ? 'cancelled' : 'failed')
        throw error
      }
    },
  }
}
