/** Bounds work that may never end: a regular expression that a person types can take years on the right text. */
import { createContext, Script } from 'node:vm'

const call = new Script('work()')

/** What `work` returns, or undefined if it was stopped after `milliseconds`; then it must not have left anything half done. */
export function withinTime<T>(milliseconds: number, work: () => T): T | undefined {
  try {
    return call.runInContext(createContext({ work }), { timeout: milliseconds })
  } catch (error) {
    // Made in the other context, it is no instance of this one's Error.
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      return undefined
    throw error
  }
}
