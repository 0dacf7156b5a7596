/** Ctrl-C and friends as an AbortSignal: the first asks for a clean end, the second ends at once. */

/** Aborts on SIGINT, SIGTERM and SIGHUP while `work` runs. */
export async function withSignals<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(130)
    controller.abort()
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const name of signals) process.on(name, onSignal)
  try {
    return await work(controller.signal)
  } finally {
    for (const name of signals) process.off(name, onSignal)
  }
}
