/**
 * Whether a cached answer still holds: its key is the command, the environment it gets, and the identity of every program and
 * script that the command can reach. A program is known by path, size and times; a script of the tree by its contents.
 */
import { hash } from 'node:crypto'
import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { errorCode } from '../../system/files.ts'

export interface Identity {
  /** Changes with the toolchain. */
  readonly commonHash: string
  /** The key of a command that runs in this environment. */
  keyOf(command: string, environment: Readonly<Record<string, string>>): string
}

/** Scripts are small; anything larger is a program. */
const LARGEST_SCRIPT = 64 * 1024
/** A word that may name a program or file; flags, numbers and shell syntax are none. */
const programWord = /[A-Za-z_./][\w./+-]*/g

/**
 * `toolchain`: further files and folders (absolute) and programs (by name) whose change makes answers old: the compiler's own
 * programs, the folders of its libraries. Looks at every file once only: an Identity is for one load.
 */
export function createIdentity(folders: SearchPath, toolchain: readonly string[]): Identity {
  const words = new Map<string, string>()
  const common = toolchain.map((name) => `${name} ${name.startsWith('/') ? stampOf(name) : programIn(folders, name)}\n`)
  const commonHash = hash('sha256', common.join(''), 'base64url')

  function identityOf(word: string): string {
    const known = words.get(word)
    if (known !== undefined) return known
    // A relative path leads into the folder that the command runs in, which is empty at first.
    const found = word.startsWith('/') ? contentsOf(word) : word.includes('/') ? '' : programIn(folders, word)
    words.set(word, found)
    return found
  }

  function keyOf(command: string, environment: Readonly<Record<string, string>>): string {
    const parts = [`${commonHash}\n${command}`]
    for (const name of Object.keys(environment).sort()) parts.push(`${name}=${environment[name]}`)
    for (const word of new Set(command.match(programWord))) {
      const identity = identityOf(word)
      if (identity !== '') parts.push(`${word} ${identity}`)
    }
    // One text in one call: there are some seventy parts, and each call costs more than hashing what it is given.
    return hash('sha256', `${parts.join('\0')}\0`, 'base64url').slice(0, 32)
  }

  return { commonHash, keyOf }
}

/** The folders of a PATH, each listed when it is looked into first; for one load, like an Identity. */
export type SearchPath = readonly Folder[]

export function openSearchPath(path: string): SearchPath {
  return path
    .split(delimiter)
    .filter((folder) => folder.startsWith('/'))
    .map(openFolder)
}

interface Folder {
  path: string
  /** False where the folder has nothing of that name. */
  mayHave: (name: string) => boolean
}

/** Most words name no program: a list of the folder tells so at once, where each would have to be looked for in all of them. */
function openFolder(path: string): Folder {
  let names: Set<string> | undefined
  let closed = false
  const mayHave = (name: string) => {
    if (closed) return true
    try {
      names ??= new Set(readdirSync(path))
      return names.has(name)
    } catch (error) {
      // One that may be searched but not listed.
      closed = errorCode(error) === 'EACCES'
      names = new Set()
      return closed
    }
  }
  return { path, mayHave }
}

function programIn(folders: SearchPath, name: string): string {
  for (const { path, mayHave } of folders) {
    const stamp = mayHave(name) ? stampOf(join(path, name)) : ''
    if (stamp !== '') return `${path} ${stamp}`
  }
  return ''
}

/** Size, times and inode of what a path leads to; empty where there is nothing to see. Devices are always themselves. */
function stampOf(path: string): string {
  const found = statOf(path)
  if (!found) return ''
  if (!found.isFile() && !found.isDirectory()) return 'device'
  return `${found.size} ${found.mtimeMs} ${found.isFile() ? found.ctimeMs : ''} ${found.ino}`
}

function contentsOf(path: string): string {
  const found = statOf(path)
  if (!found?.isFile() || found.size > LARGEST_SCRIPT) return stampOf(path)
  try {
    return hash('sha256', readFileSync(path), 'base64url')
  } catch {
    // Not readable for this person, and so not for the command.
    return stampOf(path)
  }
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    // A word that is no path after all: too long, or behind a folder that is closed.
    return undefined
  }
}
