/** Symbolic links of unpacked packages, after their files have moved: each is made relative and leads to where its goal is now. */
import { lstatSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'

/** Folders that a machine fills when it runs: links into them stay absolute, as their authors wrote them. */
const RUNTIME = /^\/(dev|proc|sys|run|tmp|var)(\/|$)/
/** Where a file of the key's folder may have lain in its package. */
const EARLIER: readonly [RegExp, string][] = [
  [/^usr\/(lib|include)(?=\/|$)/, 'usr/$1/x86_64-linux-gnu'],
  [/^usr\/lib(?=\/|$)/, 'lib/x86_64-linux-gnu'],
  [/^usr\/(bin|sbin|lib)(?=\/|$)/, '$1'],
]

/** A path of a package as the machine has it, without a leading slash: merged /usr, no folders named after the architecture. */
export function foldedPath(path: string): string {
  return posix
    .normalize(path)
    .replace(/^\/+/, '')
    .replace(/^(?:usr\/)?lib64(?=\/|$)/, 'usr/lib')
    .replace(/^(bin|sbin|lib)(?=\/|$)/, 'usr/$1')
    .replace(/^usr\/(lib|include)\/x86_64-linux-gnu(?=\/|$)/, 'usr/$1')
}

/** The target that a link at `path` (relative to the tree) gets. `exists` tells whether the tree has a path. */
export function normalisedTarget(path: string, target: string, exists: (path: string) => boolean): string {
  const folder = posix.dirname(path)
  if (target.startsWith('/')) return RUNTIME.test(target) ? target : posix.relative(folder, foldedPath(target)) || '.'
  if (exists(posix.join(folder, target))) return target
  for (const [pattern, earlier] of EARLIER) {
    if (!pattern.test(folder)) continue
    const goal = foldedPath(posix.join('/', folder.replace(pattern, earlier), target))
    if (exists(goal)) return posix.relative(folder, goal) || '.'
  }
  return target
}

/** Rewrites every link of the tree whose goal moved. A link that has become its own goal goes. */
export function normaliseLinks(root: string): void {
  const exists = (path: string) => lstatSync(join(root, path), { throwIfNoEntry: false }) !== undefined
  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) visit(path)
      if (!entry.isSymbolicLink()) continue
      const before = readlinkSync(join(root, path))
      const after = normalisedTarget(path, before, exists)
      const itself = posix.join(dirname(path), after) === path
      if (after === before && !itself) continue
      rmSync(join(root, path))
      if (!itself) symlinkSync(after, join(root, path))
    }
  }
  visit('')
}
