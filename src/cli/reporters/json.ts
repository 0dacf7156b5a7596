/** Every build event as a line of JSON on stdout. */
import { print } from '../output.ts'
import type { Reporter } from './index.ts'

export function jsonReporter(): Reporter {
  return { onEvent: (event) => print(JSON.stringify(event)), close: () => undefined }
}
