/** Small trees on the disk, for what has to do with files, commands and caches. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type OpenOptions, openKconfig } from '../../src/kconfig/index.ts'
import { SmartError } from '../../src/system/error.ts'
import { temporaryFolder } from '../../src/system/files.ts'

export interface TreeFolder extends AsyncDisposable {
  path: string
  write(files: Record<string, string>): Promise<void>
  open(options?: Partial<OpenOptions>): ReturnType<typeof openKconfig>
  /** What opening it fails with. */
  fails(options?: Partial<OpenOptions>): Promise<SmartError>
}

/** A tree with a cache beside it. */
export async function treeFolder(files: Record<string, string>): Promise<TreeFolder> {
  const folder = await temporaryFolder('smart-os-kconfig-')
  const path = join(folder.path, 'tree')
  const open: TreeFolder['open'] = (options) =>
    openKconfig(path, {
      arch: 'x86_64',
      outside: { variables: { PATH: process.env.PATH }, machine: 'x86_64' },
      cacheDir: join(folder.path, 'cache'),
      ...options,
    })
  const made: TreeFolder = {
    path,
    write: async (texts) => {
      for (const [name, text] of Object.entries(texts)) {
        await mkdir(dirname(join(path, name)), { recursive: true })
        await writeFile(join(path, name), text)
      }
    },
    open,
    fails: async (options) => {
      const error: unknown = await open(options).then(
        () => new Error('it was opened'),
        (thrown: unknown) => thrown,
      )
      if (error instanceof SmartError) return error
      throw error
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
  await made.write(files)
  return made
}
