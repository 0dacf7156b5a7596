/** What components took in the last build, where that had them from where they come now. Pure. */
import type { Configuration } from '../../configure/types.ts'
import type { BuildRecord } from '../../image/types.ts'

/** Bytes by component; a compiled one says nothing of the same one as a package. */
export function recordedBytes(
  { components, steps }: Pick<BuildRecord, 'components' | 'steps'>,
  { states }: Pick<Configuration, 'states'>,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(components).filter(([id]) => {
      const step = steps[`build:${id}`]
      return !step || (step.inputs.origin === 'package') === (states.get(id)?.origin === 'package')
    }),
  )
}
