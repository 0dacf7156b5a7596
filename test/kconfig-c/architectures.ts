/** Every default configuration of the tree, with the ARCH that it is made for. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

export interface Defconfig {
  arch: string
  /** Relative to the tree. */
  path: string
}

/** What `make ARCH=…` gets where it is not the folder's name. */
const ARCH_OF: Readonly<Record<string, string>> = {
  'x86/i386_defconfig': 'i386',
  'x86/x86_64_defconfig': 'x86_64',
  'sparc/sparc64_defconfig': 'sparc64',
  'parisc/generic-64bit_defconfig': 'parisc64',
}

export function everyDefconfig(treeDir: string): Defconfig[] {
  return readdirSync(join(treeDir, 'arch'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      const folder = join('arch', name, 'configs')
      const files = readdirSync(join(treeDir, 'arch', name)).includes('configs') ? configs(join(treeDir, folder)) : []
      return files.map((file) => ({ arch: ARCH_OF[`${name}/${file}`] ?? name, path: join(folder, file) }))
    })
    .sort((left, right) => (left.arch + left.path < right.arch + right.path ? -1 : 1))
}

/** powerpc keeps some in folders of their own. */
function configs(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const name = join(below, entry.name)
    if (entry.isDirectory()) return configs(folder, name)
    return entry.name.endsWith('defconfig') ? [name] : []
  })
}
