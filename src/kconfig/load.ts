/** A source tree on disk → its parsed Kconfig, with the environment that the kernel's Makefile would give it and no command run. */
import { join, resolve } from 'node:path'
import type { KconfigTree } from './ast.ts'
import { kernelEnvironment } from './environment.ts'
import { type ParseOptions, parseKconfig } from './parse.ts'
import { createSourceFiles, readText } from './source-files.ts'

export interface LoadOptions extends Pick<ParseOptions, 'shell' | 'start'> {
  /** What `make ARCH=…` would get: `x86_64`, `arm64`, … */
  arch: string
  /** Further variables, or other values for the usual ones (CC, LD, …). */
  variables?: ReadonlyMap<string, string>
}

/** Reads all Kconfig files of a kernel tree (x86 6.1: about 1,500). Throws SmartError as parseKconfig does. */
export function loadKconfig(treeDir: string, options: LoadOptions): KconfigTree {
  const { arch, variables = new Map<string, string>(), ...parseOptions } = options
  return parseKconfig({
    ...parseOptions,
    variables: kernelEnvironment({
      arch,
      treeDir: resolve(treeDir),
      makefile: readText(join(treeDir, 'Makefile')) ?? '',
      given: variables,
      outside: { variables: {}, machine: 'x86_64' },
    }),
    readFile: createSourceFiles(treeDir).read,
  })
}
