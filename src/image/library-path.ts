/** Where the dynamic loader of the composed machine would look for a library, in its order (ld.so(8)). */
import type { ElfFile } from './elf.ts'
import { parentOf } from './paths.ts'

/** The loader's built-in folders; glibc's `--libdir` decides which of them are real, the others are symlinks or empty. */
const SYSTEM_FOLDERS = ['/lib64', '/usr/lib64', '/lib', '/usr/lib']
const MULTIARCH = '/lib/x86_64-linux-gnu'

/** The built-in folders of a loader that lies at `interpreter` (all symlinks resolved). Debian's has multiarch ones. */
export function systemFolders(interpreter: string | undefined): string[] {
  return interpreter?.includes(MULTIARCH) ? [MULTIARCH, `/usr${MULTIARCH}`, ...SYSTEM_FOLDERS] : SYSTEM_FOLDERS
}

/** Folders named in ld.so.conf and the files it includes (the machine's cache is made of these). */
export function configuredFolders(
  path: string,
  read: (path: string) => string | undefined,
  list: (glob: string) => string[],
): string[] {
  return (read(path) ?? '').split('\n').flatMap((raw) => {
    const line = raw.replace(/#.*/, '').trim()
    const include = /^include\s+(\S+)$/.exec(line)?.[1]
    if (include === undefined) return line.startsWith('/') ? [line] : []
    const glob = include.startsWith('/') ? include : `${parentOf(path)}/${include}`
    return list(glob).flatMap((file) => (file === path ? [] : configuredFolders(file, read, list)))
  })
}

/** A file that is loaded, and who loaded it. */
export interface Loaded {
  /** Path with all symlinks resolved: what $ORIGIN is the folder of. */
  path: string
  elf: ElfFile
  loader?: Loaded
}

/** Folders that do not depend on the object. */
export interface SharedFolders {
  /** LD_LIBRARY_PATH of the program, where it is started with one. */
  environment?: readonly string[]
  configured: readonly string[]
  system: readonly string[]
}

/**
 * Folders searched for what `object` needs: RPATH of it and of everyone that loaded it (unless there is a RUNPATH), then
 * LD_LIBRARY_PATH, then its RUNPATH, then what ld.so.conf says, then the built-in ones.
 */
export function searchFolders(object: Loaded, { environment = [], configured, system }: SharedFolders): string[] {
  const rpath: string[] = []
  if (object.elf.runpath.length === 0)
    for (let at: Loaded | undefined = object; at; at = at.loader)
      if (at.elf.runpath.length === 0) rpath.push(...expand(at.elf.rpath, at.path))
  return [...rpath, ...environment, ...expand(object.elf.runpath, object.path), ...configured, ...system]
}

function expand(folders: readonly string[], path: string): string[] {
  return folders.map((folder) =>
    folder
      .replace(/\$(ORIGIN\b|\{ORIGIN\})/g, parentOf(path))
      .replace(/\$(LIB\b|\{LIB\})/g, 'lib64')
      .replace(/\$(PLATFORM\b|\{PLATFORM\})/g, 'x86_64'),
  )
}
