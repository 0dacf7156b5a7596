/** `smart-os cc`: a person's C or C++ files compiled against the sysroot of the last build, with the compiler that built the system. */
import { stat } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve } from 'node:path'
import type { HostCommand } from '../image/index.ts'
import { ExitStatus, SmartError } from '../system/error.ts'
import { openBuiltRoot, openBuiltSysroot } from './built-tree.ts'
import type { Project } from './types.ts'

export interface CompileOptions {
  files: readonly string[]
  /** Default: the first file's name without its ending. */
  out?: string | undefined
  /** Further flags for the compiler. */
  flags: readonly string[]
  cwd: string
  signal?: AbortSignal | undefined
}

/** A command to run with the person's terminal; disposing removes its folders. */
export interface Compile extends HostCommand, AsyncDisposable {
  /** What will be written, as the person would name it. */
  out: string
  /** False for an object file or a library. */
  program: boolean
  /** What was decided on the way: sentences. */
  notes: string[]
}

const C = new Set(['.c', '.s', '.S', '.o', '.a', '.so'])
const CXX = new Set(['.cc', '.cpp', '.cxx', '.c++', '.C'])
/** Flags with which a compiler makes something else than a program. */
const NO_PROGRAM = new Set(['-shared', '-c', '-S', '-E', '-r'])
/** The wrappers' prefix. */
const PREFIX = 'x86_64-linux-gnu'

/** Prepares a compile. Throws SmartError (usage) for files that are not there or are of no language known here. */
export async function prepareCompile(project: Project, options: CompileOptions): Promise<Compile> {
  const { files, cwd, flags } = options
  for (const file of files) await requireSource(file, cwd)
  const cxx = files.some((file) => CXX.has(extname(file)))
  const out = options.out ?? defaultOutput(files[0] ?? '')
  const isSource = files.some((file) => resolve(cwd, file) === resolve(cwd, out))
  if (isSource)
    throw new SmartError(`The program would replace its own source ${out}`, {
      hint: 'Name another file with -o',
      exitStatus: ExitStatus.usage,
    })
  const runtime = cxx ? await cxxRuntime(project, flags, options.signal) : { flags: [], notes: [] }
  const built = await openBuiltSysroot(project, options.signal)
  const compiler = join(built.tools, 'bin', `${PREFIX}-${cxx ? 'g++' : 'gcc'}`)
  return {
    argv: [compiler, `-ffile-prefix-map=${built.sysroot}=`, ...files, '-o', out, ...runtime.flags, ...flags],
    env: {
      SYSROOT: built.sysroot,
      BUILD: cwd,
      SRC: cwd,
      PATH: `${join(built.tools, 'bin')}:/usr/bin:/bin`,
      LC_ALL: 'C.UTF-8',
    },
    cwd,
    out,
    program: !flags.some((flag) => NO_PROGRAM.has(flag)),
    notes: runtime.notes,
    [Symbol.asyncDispose]: () => built[Symbol.asyncDispose](),
  }
}

async function requireSource(file: string, cwd: string): Promise<void> {
  const found = await stat(resolve(cwd, file)).catch(() => undefined)
  const refuse = (why: string, hint: string) => new SmartError(why, { hint, exitStatus: ExitStatus.usage })
  if (found === undefined) throw refuse(`There is no file ${file}`, `Files are looked for in ${cwd}`)
  if (!found.isFile()) throw refuse(`${file} is not a file`, 'Name the files to compile')
  if (!C.has(extname(file)) && !CXX.has(extname(file)))
    throw refuse(`${file} is neither C nor C++`, `Known endings: ${[...C, ...CXX].join(' ')}; flags go behind --`)
}

/** `hello.c` → `hello`, in the current folder as a compiler would. */
function defaultOutput(file: string): string {
  return basename(file, extname(file))
}

/** A C++ program needs a run-time library that a small machine may lack: then it is linked in. */
async function cxxRuntime(project: Project, flags: readonly string[], signal: AbortSignal | undefined) {
  if (flags.some((flag) => flag.startsWith('-static'))) return { flags: [], notes: [] }
  await using built = await openBuiltRoot(project, signal)
  const there = built.manifest.entries.some(({ path }) => basename(path) === 'libstdc++.so.6' && dirname(path) !== '/')
  if (there) return { flags: [], notes: [] }
  return {
    flags: ['-static-libstdc++', '-static-libgcc'],
    notes: ['The system has no libstdc++.so.6, so the C++ library is linked into the program'],
  }
}
