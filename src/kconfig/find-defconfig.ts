/** The file of a tree that a new configuration begins with. */
import { existsSync, readdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { SmartError } from '../system/error.ts'
import { defaultDefconfig } from './defconfig-name.ts'
import { sourceArch } from './environment.ts'
import { readText } from './source-files.ts'

export interface DefconfigWanted {
  arch: string
  /** `uname -m`. */
  machine: string
  /** A file, or a name out of the tree's configs; undefined for the architecture's own. */
  name: string | undefined
}

/** Path of the file, as seen from here. Throws SmartError where there is none. */
export function findDefconfig(treeDir: string, { arch, machine, name }: DefconfigWanted): string {
  const folders = [join('arch', sourceArch(arch), 'configs'), 'configs'].filter((folder) =>
    existsSync(join(treeDir, folder)),
  )
  if (name !== undefined) {
    const places = [name, join(treeDir, name), ...folders.map((folder) => join(treeDir, folder, name))]
    const found = places.find((path) => existsSync(path))
    if (found !== undefined) return found
    throw new SmartError(`There is no default configuration ${name}`, {
      hint: `It would be a file, or one of ${folders.map((folder) => join(treeDir, folder)).join(' and ') || 'the tree’s configs'}`,
    })
  }
  const [folder] = folders
  if (folder === undefined)
    throw new SmartError(`${resolve(treeDir)} has no configurations for ${arch}`, {
      hint: 'Check --arch and --tree, or give a file: --config FILE',
    })
  const makefile = readText(join(treeDir, 'arch', sourceArch(arch), 'Makefile')) ?? ''
  const available = readdirSync(join(treeDir, folder)).sort()
  return join(
    relative('', resolve(treeDir)) === '' ? '' : treeDir,
    folder,
    defaultDefconfig({ arch, machine, makefile, available }),
  )
}
