/** Which file a person means by a program's name: one of the root file system, or one on the host that shall meet its loader. */
import { open, readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ExitStatus, SmartError } from '../system/error.ts'
import { didYouMean } from '../system/nearest.ts'
import { isElf, readElf } from './elf.ts'
import { nameOf, resolvePath } from './paths.ts'
import type { RootfsManifest } from './types.ts'

/** Folders of the machine's PATH, as its /etc/profile has them. */
const PATH = ['/usr/bin', '/usr/sbin', '/bin', '/sbin', '/usr/local/bin', '/usr/local/sbin']

export interface LocatedProgram {
  /** Absolute path in the machine; undefined for a file of the host. */
  inside: string | undefined
  /** Absolute path on the host of the program's bytes. */
  file: string
  /** `dynamic`: started by its interpreter, the loader; `script`: by the interpreter in its first line. */
  kind: 'dynamic' | 'static' | 'script' | 'library'
  /** Loader or script interpreter. */
  interpreter: string | undefined
}

/** A file of the machine with all symlinks followed, or undefined. */
export function locateFile(manifest: RootfsManifest, path: string): { path: string; from: string } | undefined {
  const entries = new Map(manifest.entries.map((entry) => [entry.path, entry]))
  const target = (at: string) => {
    const entry = entries.get(at)
    return entry?.type === 'symlink' ? entry.target : undefined
  }
  const found = entries.get(resolvePath(path, target, true)?.path ?? '')
  return found?.type === 'file' ? { path: found.path, from: found.from } : undefined
}

/**
 * Finds a program: a plain name in the machine's PATH; an absolute path in the machine, else on the host; `./name` on the host, below
 * `cwd`. Throws SmartError (usage) with the nearest name when there is none, or when it is nothing that can be run.
 */
export async function locateProgram(manifest: RootfsManifest, name: string, cwd: string): Promise<LocatedProgram> {
  const candidates = name.startsWith('/') ? [name] : name.includes('/') ? [] : PATH.map((folder) => `${folder}/${name}`)
  for (const path of candidates) {
    const found = locateFile(manifest, path)
    if (found) return { inside: path, file: found.from, ...(await kindOf(found.from, path)) }
  }
  const file = resolve(cwd, name)
  if (name.includes('/') && (await stat(file).catch(() => undefined))?.isFile())
    return { inside: undefined, file, ...(await kindOf(file, name)) }
  throw new SmartError(
    `There is no program ${name} in the root file system${name.includes('/') ? ', nor on this machine' : ''}`,
    {
      hint:
        didYouMean(nameOf(name), programNames(manifest)) ||
        'A program of this machine is named with its folder: ./hello',
      exitStatus: ExitStatus.usage,
    },
  )
}

function programNames(manifest: RootfsManifest): string[] {
  const named = manifest.entries.filter(({ type, path }) => type !== 'directory' && /^\/usr\/s?bin\/[^/]+$/.test(path))
  return [...new Set(named.map(({ path }) => nameOf(path)))].sort()
}

async function kindOf(file: string, shown: string): Promise<Pick<LocatedProgram, 'kind' | 'interpreter'>> {
  const head = await firstBytes(file)
  const script = /^#!\s*(\/\S+)/.exec(head.toString('latin1').split('\n')[0] ?? '')?.[1]
  if (script !== undefined) return { kind: 'script', interpreter: script }
  const refuse = (why: string) =>
    new SmartError(`${shown} cannot be run: ${why}`, {
      hint: 'Name a program, such as /bin/busybox or ./hello',
      exitStatus: ExitStatus.usage,
    })
  if (!isElf(head)) throw refuse('it is neither a program nor a script')
  const elf = readElf(await readFile(file))
  if (!elf.native) throw refuse(`it is for another architecture (ELF machine ${elf.machine})`)
  if (elf.interpreter !== undefined) return { kind: 'dynamic', interpreter: elf.interpreter }
  if (elf.type === 'relocatable') throw refuse('it is an object file, not linked yet')
  return { kind: elf.dynamic && elf.soname !== undefined ? 'library' : 'static', interpreter: undefined }
}

async function firstBytes(file: string): Promise<Buffer> {
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(256), 0, 256, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
