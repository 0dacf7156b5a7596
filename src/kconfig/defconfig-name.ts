/** The configuration that `make defconfig` would begin with, as an architecture's Makefile names it. */
import { SmartError } from '../system/error.ts'

export interface DefconfigSearch {
  /** What `make ARCH=…` would get. */
  arch: string
  /** `uname -m`. */
  machine: string
  /** Text of arch/SRCARCH/Makefile. */
  makefile: string
  /** Names of the files in arch/SRCARCH/configs. */
  available: readonly string[]
}

/**
 * KBUILD_DEFCONFIG without running make: of the names that the Makefile gives, the one for this architecture. Throws SmartError
 * where they leave a choice.
 */
export function defaultDefconfig({ arch, machine, makefile, available }: DefconfigSearch): string {
  const named = [...makefile.matchAll(/^\s*KBUILD_DEFCONFIG\s*[:?]?=\s*(\S+)\s*$/gm)].map(([, name = '']) =>
    name.replaceAll('$(ARCH)', arch),
  )
  const candidates = (named.length === 0 ? ['defconfig'] : named).filter((name) => available.includes(name))
  for (const wanted of [`${arch}_defconfig`, `${machine}_defconfig`]) if (candidates.includes(wanted)) return wanted
  const [only, ...others] = new Set(candidates)
  if (only !== undefined && others.length === 0) return only
  const known = available.filter((name) => name.endsWith('defconfig'))
  throw new SmartError(`The default configuration of ${arch} cannot be told from its Makefile`, {
    hint:
      known.length === 0
        ? 'Give a file: --defconfig FILE'
        : `Name one with --defconfig: ${known.slice(0, 12).join(', ')}`,
  })
}
