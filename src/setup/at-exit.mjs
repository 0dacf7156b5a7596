/**
 * Stands in for when-exit in the bundle, a library of a library of the settings: it sends each signal to the process a second
 * time, as if nobody but it had listened, and so the first Ctrl-C was the second one, too. What is left to do is done at the exit.
 */
export default function whenExit(callback) {
  process.once('exit', callback)
  return () => process.off('exit', callback)
}
