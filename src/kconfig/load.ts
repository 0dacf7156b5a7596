/** A source tree on disk → its parsed Kconfig, with the environment that the kernel's Makefile would give it. */
import { readFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { errorCode } from '../system/files.ts'
import type { KconfigTree } from './ast.ts'
import { type ParseOptions, parseKconfig } from './parse.ts'

export interface LoadOptions extends Pick<ParseOptions, 'shell' | 'start'> {
  /** What `make ARCH=…` would get: `x86_64`, `arm64`, … */
  arch: string
  /** Further variables, or other values for the usual ones (CC, LD, …). */
  variables?: ReadonlyMap<string, string>
}

/** Reads all Kconfig files of a kernel tree (x86 6.1: about 1,500). Throws SmartError as parseKconfig does. */
export function loadKconfig(treeDir: string, options: LoadOptions): KconfigTree {
  const { arch, variables, ...parseOptions } = options
  return parseKconfig({
    ...parseOptions,
    variables: new Map([...kernelVariables(treeDir, arch), ...(variables ?? [])]),
    readFile: (path) => readText(isAbsolute(path) ? path : join(treeDir, path)),
  })
}

/** The variables that the kernel's top Makefile exports and its Kconfig files use. */
function kernelVariables(treeDir: string, arch: string): [string, string][] {
  const makefile = readText(join(treeDir, 'Makefile'))?.slice(0, 2000) ?? ''
  const part = (name: string) => new RegExp(`^${name}[ \t]*=[ \t]*(.*)$`, 'm').exec(makefile)?.[1]?.trim() ?? ''
  const version = [part('VERSION'), part('PATCHLEVEL'), part('SUBLEVEL')].filter((text) => text !== '').join('.')
  return [
    ['ARCH', arch],
    ['SRCARCH', sourceArch(arch)],
    ['KERNELVERSION', version + part('EXTRAVERSION')],
    ['srctree', treeDir],
    ['CC', 'gcc'],
    ['LD', 'ld'],
    // User Mode Linux reads the Kconfig files of the machine it runs on, too.
    ...(arch === 'um' ? ([['HEADER_ARCH', 'x86']] satisfies [string, string][]) : []),
  ]
}

/** The folder below arch/ for an ARCH, as the kernel's top Makefile derives SRCARCH. */
export function sourceArch(arch: string): string {
  if (arch === 'i386' || arch === 'x86_64') return 'x86'
  if (arch === 'sparc32' || arch === 'sparc64') return 'sparc'
  if (arch === 'parisc64') return 'parisc'
  return arch
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined
    throw error
  }
}
