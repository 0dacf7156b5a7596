/** Progress at a pace that a face can draw. */
import type { FetchContext } from './types.ts'

const INTERVAL_MS = 100

/** A function to call with every count of bytes; the listener hears of at most ten a second, and always of the last. */
export function progressReporter(context: Pick<FetchContext, 'onProgress'>, total: () => number | undefined) {
  let last = 0
  return (received: number) => {
    const now = Date.now()
    const whole = total()
    if (now - last < INTERVAL_MS && received !== whole) return
    last = now
    context.onProgress?.({ received, ...(whole === undefined ? {} : { total: whole }) })
  }
}
