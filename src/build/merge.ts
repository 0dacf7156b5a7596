/** One folder out of several outputs: SYSROOT and /tools. Files are hard links into the store, mounted read-only; nothing is copied. */
import { copyFileSync, linkSync, lstatSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { errorCode } from '../system/files.ts'

/**
 * Lays `folders` over each other in `target`: of two files of the same name the later one stays. A folder may meet a symbolic
 * link to a folder (merged /usr): then its contents go where the link leads. `leaveOut` names top-level entries not wanted.
 */
export function mergeFolders(folders: readonly string[], target: string, leaveOut: readonly string[] = []): void {
  mkdirSync(target, { recursive: true })
  for (const folder of folders) mergeInto(folder, target, leaveOut)
}

function mergeInto(source: string, target: string, leaveOut: readonly string[]): void {
  for (const entry of readdirSync(source, { withFileTypes: true })) {
    if (leaveOut.includes(entry.name)) continue
    const from = join(source, entry.name)
    const to = join(target, entry.name)
    const there = lstatSync(to, { throwIfNoEntry: false })
    if (entry.isDirectory()) {
      if (there && !there.isDirectory() && !there.isSymbolicLink()) rmSync(to)
      if (!there || (!there.isDirectory() && !there.isSymbolicLink())) mkdirSync(to)
      mergeInto(from, there?.isSymbolicLink() ? join(target, safeLink(to)) : to, [])
      continue
    }
    if (there?.isDirectory()) continue
    if (there) rmSync(to)
    if (entry.isSymbolicLink()) symlinkSync(readlinkSync(from), to)
    else linkOrCopy(from, to)
  }
}

/** A link is followed only to a neighbour (`lib` → `usr/lib`), never out of the merged folder. */
function safeLink(path: string): string {
  const goal = readlinkSync(path).replace(/^\/+/, '')
  if (goal.split('/').includes('..')) throw new Error(`${path} leads out of its folder: ${goal}`)
  return goal
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch (error) {
    // Another file system, too many links, or a kernel that protects links: a copy does as well.
    if (!['EXDEV', 'EMLINK', 'EPERM'].includes(errorCode(error) ?? '')) throw error
    copyFileSync(from, to)
  }
}
