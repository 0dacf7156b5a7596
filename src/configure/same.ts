/** Beside the comparison itself, so that a screen can ask without loading what comparing needs. */
import type { Comparison } from './compare.ts'

/** True where the two differ in nothing that a person chose or gets. */
export function isSame({ settings, entries, sizes }: Comparison): boolean {
  return (
    settings.length === 0 && entries.length === 0 && sizes.every(({ before, after }) => before.bytes === after.bytes)
  )
}
