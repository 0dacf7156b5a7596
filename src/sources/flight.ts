/** Work that several callers in this process want at once is done once. */
import { CancelledError, throwIfCancelled } from '../system/error.ts'

const flights = new Map<string, Promise<unknown>>()

/** Joins the work under this name or starts it. A caller's signal ends its own waiting; when the starter was cancelled, another takes over. */
export async function singleFlight<T>(
  name: string,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  throwIfCancelled(signal)
  const running = flights.get(name) as Promise<T> | undefined
  if (running) {
    try {
      return await untilCancelled(running, signal)
    } catch (error) {
      throwIfCancelled(signal)
      if (!(error instanceof CancelledError)) throw error
      return singleFlight(name, signal, work)
    }
  }
  const flight = work().finally(() => flights.delete(name))
  flights.set(name, flight)
  return flight
}

function untilCancelled<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise
  const { promise: cancelled, reject } = Promise.withResolvers<never>()
  const onAbort = () => reject(new CancelledError())
  signal.addEventListener('abort', onAbort, { once: true })
  return Promise.race([promise, cancelled]).finally(() => signal.removeEventListener('abort', onAbort))
}
