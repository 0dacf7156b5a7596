/**
 * What compiles: the host's compiler, assembler, linker and make, each by version and hash. They are inputs of every component,
 * one part for each, so that a plan can say `host tool gcc changed 12.2.0 → 13.1.0`.
 */
import { realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../system/exec.ts'
import { readTextIfPresent, writeFileAtomic } from '../system/files.ts'
import { sha256File } from '../system/hash.ts'
import { findTool } from '../system/tools.ts'

const PROGRAMS = ['gcc', 'g++', 'ld', 'as', 'ar', 'objcopy', 'make'] as const
/** Parts of gcc that it finds by itself; the wrapper's own hash does not cover them. */
const GCC_PROGRAMS = ['cc1', 'cc1plus', 'collect2']
const GCC_FILES = ['libgcc.a', 'libgcc_s.so.1']
/** The compiler that a sandbox sees, whatever stands first in the PATH of the person. */
const SANDBOX_PATH = '/usr/bin:/bin'

interface Remembered {
  /** Path, size, time and inode of the file as it was hashed. */
  stamp: string
  value: string
}

/** Input parts `tool:<name>` → `<version> <hash>`. Hashes are remembered in the cache for as long as the files stay the same. */
export async function hostToolInputs(cache: string): Promise<Record<string, string>> {
  const file = join(cache, 'host-tools.json')
  const remembered = await readRemembered(file)
  const current: Record<string, Remembered> = {}
  const inputs: Record<string, string> = {}
  const identify = async (
    name: string,
    path: string | undefined,
    version: (path: string) => Promise<string>,
  ): Promise<boolean> => {
    const stamp = path === undefined ? 'missing' : stampOf(path)
    const old = remembered[name]
    const known = old?.stamp === stamp ? old : undefined
    current[name] = known ?? {
      stamp,
      value: path === undefined ? 'missing' : `${await version(path)} ${(await sha256File(path)).slice(0, 12)}`,
    }
    inputs[`tool:${name}`] = current[name].value
    return known !== undefined
  }
  let gccUnchanged = false
  for (const name of PROGRAMS) {
    const unchanged = await identify(name, findTool(name, SANDBOX_PATH), versionOf)
    if (name === 'gcc') gccUnchanged = unchanged
  }
  for (const [names, option] of [
    [GCC_PROGRAMS, '-print-prog-name'],
    [GCC_FILES, '-print-file-name'],
  ] as const)
    for (const name of names) {
      // Asking gcc costs more than looking at the file where it was the last time.
      const before = gccUnchanged ? remembered[name]?.stamp.split('\n')[0] : undefined
      await identify(name, before?.startsWith('/') ? before : await askGcc(`${option}=${name}`), async () => 'file')
    }
  if (JSON.stringify(current) !== JSON.stringify(remembered))
    await writeFileAtomic(file, `${JSON.stringify(current)}\n`)
  return inputs
}

async function readRemembered(file: string): Promise<Record<string, Remembered>> {
  try {
    return JSON.parse((await readTextIfPresent(file)) ?? '{}') as Record<string, Remembered>
  } catch {
    return {}
  }
}

function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat ? [path, realpathSync(path), stat.size, stat.mtimeMs, stat.ino].join('\n') : 'missing'
}

/** The first thing in the first line of `--version` that looks like one. */
async function versionOf(path: string): Promise<string> {
  const { stdout } = await run([path, '--version'], { env: { LC_ALL: 'C', PATH: SANDBOX_PATH } })
  return /\s(\d+\.[\w.]+)/.exec(stdout.split('\n')[0] ?? '')?.[1] ?? 'unknown'
}

/** Full path of a file of gcc's; undefined where gcc is not there or has none of this name. */
async function askGcc(question: string): Promise<string | undefined> {
  const gcc = findTool('gcc', SANDBOX_PATH)
  if (gcc === undefined) return undefined
  const { stdout } = await run([gcc, question], { env: { LC_ALL: 'C', PATH: SANDBOX_PATH }, allowFailure: true })
  const path = stdout.trim()
  return path.startsWith('/') && statSync(path, { throwIfNoEntry: false }) ? path : undefined
}
