/** Time for spinners and running clocks: a tick while something runs, and none otherwise (nor for screen readers). */
import { useAnimation, useIsScreenReaderEnabled } from 'ink'

/** A counter that goes up every `interval` milliseconds while `active`. */
export function useTicker(active: boolean, interval = 120): number {
  const quiet = useIsScreenReaderEnabled()
  return useAnimation({ interval, isActive: active && !quiet }).frame
}
