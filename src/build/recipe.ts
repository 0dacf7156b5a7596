/**
 * The files of a catalog entry that its build can see. What is visible in the sandbox is what was hashed: a copy of exactly these
 * files is mounted, so nothing else beside build.sh can change a result. Texts for people, checks and the overlay are left out.
 */
import { copyFile, mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Catalog, Component } from '../catalog/types.ts'
import type { Origin } from '../profile/types.ts'
import { errorCode } from '../system/files.ts'
import { canonicalJson, sha256, sha256File } from '../system/hash.ts'

const NOT_FOR_THE_BUILD = new Set(['component.yaml', 'rootfs', 'patches'])
/** check.sh and its kin: scripts that prove the result and take no part in making it. */
const CHECK = /^check(-[a-z-]+)?\.[a-z]+$/
/** The script of the other origin. */
const OTHER_SCRIPT: Record<Origin, string> = { source: 'package.sh', package: 'build.sh' }

export interface RecipeFile {
  /** Relative to /recipe or /recipe-lib. */
  path: string
  /** Absolute on the host. */
  from: string
  executable: boolean
  sha256: string
}

/** Files of a component for /recipe, sorted. */
export function recipeFiles(component: Pick<Component, 'folder'>, origin: Origin = 'source'): Promise<RecipeFile[]> {
  const leftOut = (top: string) => NOT_FOR_THE_BUILD.has(top) || top === OTHER_SCRIPT[origin] || CHECK.test(top)
  return listFiles(component.folder, leftOut)
}

/** Shared shell functions: `lib/` of every catalog folder, a later one over an earlier. */
export async function libraryFiles(catalog: Pick<Catalog, 'folders'>): Promise<RecipeFile[]> {
  const found = new Map<string, RecipeFile>()
  for (const folder of catalog.folders)
    for (const file of await listFiles(join(folder, 'lib'), () => false)) found.set(file.path, file)
  return [...found.values()].sort(byPath)
}

/**
 * Of the shared files those that a recipe names as `$LIB/…`, and those that these name in turn. The build sees no others, so that a
 * new shared function, or a change of one that it does not use, compiles nothing again.
 */
export async function usedLibraryFiles(
  library: readonly RecipeFile[],
  recipe: readonly RecipeFile[],
): Promise<RecipeFile[]> {
  const used = new Set<RecipeFile>()
  const pending = [...recipe]
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    const text = await readFile(file.from, 'latin1')
    const named = [...text.matchAll(/\$\{?LIB\}?"?\/([\w./-]+)/g)].map((match) => match[1])
    const fresh = library.filter((shared) => named.includes(shared.path) && !used.has(shared))
    for (const shared of fresh) used.add(shared)
    pending.push(...fresh)
  }
  return [...used].sort(byPath)
}

/** One hash for a list of files: names, contents and whether they are executable. */
export function hashFiles(files: readonly RecipeFile[]): string {
  return sha256(canonicalJson(files.map(({ path, executable, sha256: hash }) => [path, executable, hash])))
}

/** Copies the files below `folder` with modes that do not depend on the host's umask. */
export async function placeFiles(files: readonly RecipeFile[], folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const file of files) {
    const target = join(folder, file.path)
    await mkdir(dirname(target), { recursive: true })
    await copyFile(file.from, target)
  }
}

async function listFiles(root: string, leaveOut: (top: string) => boolean): Promise<RecipeFile[]> {
  const files: RecipeFile[] = []
  const visit = async (relative: string): Promise<void> => {
    for (const entry of await readFolder(join(root, relative))) {
      const path = relative === '' ? entry.name : `${relative}/${entry.name}`
      if (relative === '' && leaveOut(entry.name)) continue
      // Links are followed: a person's own catalog may be a farm of them.
      const status = await stat(join(root, path))
      if (status.isDirectory()) await visit(path)
      else if (status.isFile())
        files.push({
          path,
          from: join(root, path),
          executable: (status.mode & 0o111) !== 0,
          sha256: await sha256File(join(root, path)),
        })
    }
  }
  await visit('')
  return files.sort(byPath)
}

async function readFolder(folder: string) {
  return readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  })
}

function byPath(a: RecipeFile, b: RecipeFile): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0
}
