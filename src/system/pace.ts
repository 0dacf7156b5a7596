/** Long synchronous work in slices, so that keys and other events are answered in between. */
import { setImmediate as turn } from 'node:timers/promises'

/** Milliseconds at a stretch: half of a frame, so that what is drawn meanwhile still comes in one. */
const SLICE_MS = 8

/** Asked at every piece of the work: `if (pace.due) await pace.rest()`. */
export class Pace {
  #since = performance.now()

  get due(): boolean {
    return performance.now() - this.#since > SLICE_MS
  }

  /** Lets everything that waits have its turn. Throws the signal's reason when the work is not wanted any more. */
  async rest(signal?: AbortSignal): Promise<void> {
    await turn(undefined, { signal })
    this.#since = performance.now()
  }
}
