/** `exec` and `trace`: a program of the built root file system run on this host through the system's own loader. */
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { probeSandbox } from '../build/index.ts'
import {
  type HostCommand,
  type LoadedLibrary,
  type LocatedProgram,
  locateFile,
  locateProgram,
  parseLoaderTrace,
  rootCommand,
} from '../image/index.ts'
import { ExitStatus, SmartError } from '../system/error.ts'
import { openBuiltRoot } from './built-tree.ts'
import type { Project } from './types.ts'

export interface HostRunOptions {
  /** The person's current folder; inside it is /host. */
  cwd: string
  term?: string | undefined
  /** A library to load before all others: of the machine or of this host. */
  preload?: string | undefined
  signal?: AbortSignal | undefined
}

/** A command to run with the person's terminal; disposing removes its folders. */
export interface HostRun extends HostCommand, AsyncDisposable {
  program: LocatedProgram
  /** Why the program runs beside the tree and not in it: a sentence. */
  note: string | undefined
}

export interface TracedLibrary extends LoadedLibrary {
  /** The component that brought it; undefined for a file of this host. */
  component: string | undefined
}

/** What the loader did for one program. */
export interface ProgramTrace {
  program: string
  /** The loader that started it, where the program asks for it and where it is. */
  loader: { path: string; file: string; component: string }
  /** In the order in which they were asked for. */
  libraries: TracedLibrary[]
}

/** Prepares `smart-os exec`. Throws SmartError (usage) for what is no program. */
export async function prepareExec(
  project: Project,
  name: string,
  args: readonly string[],
  options: HostRunOptions,
): Promise<HostRun> {
  return prepare(project, name, args, options, false)
}

/** Prepares `smart-os trace`: after the command has run, `report` says what the loader did. Throws SmartError for scripts and static programs. */
export async function prepareTrace(
  project: Project,
  name: string,
  args: readonly string[],
  options: HostRunOptions,
): Promise<HostRun & { report(): Promise<ProgramTrace> }> {
  return prepare(project, name, args, options, true)
}

async function prepare(
  project: Project,
  name: string,
  args: readonly string[],
  options: HostRunOptions,
  traced: boolean,
): Promise<HostRun & { report(): Promise<ProgramTrace> }> {
  const built = await openBuiltRoot(project, options.signal)
  try {
    const { manifest, root } = built
    const program = await locateProgram(manifest, name, options.cwd)
    if (program.kind === 'library')
      throw new SmartError(`${name} is a library, which a program loads; it cannot be run`, {
        hint: 'Name a program that needs it',
        exitStatus: ExitStatus.usage,
      })
    if (traced) requireTraceable(program, name)
    const preload =
      options.preload === undefined ? undefined : await locateProgram(manifest, options.preload, options.cwd)
    const trace = traced ? join(built.scratch, 'trace') : undefined
    if (trace !== undefined) await mkdir(trace)
    const { kind, reason } = await probeSandbox()
    const { preloaded, ...command } = rootCommand({
      manifest,
      root,
      program,
      name,
      args,
      cwd: options.cwd,
      sandbox: kind,
      term: options.term,
      preload,
      trace,
    })
    const report = async (): Promise<ProgramTrace> => {
      const text = trace === undefined ? '' : await firstReport(trace)
      const component = (path: string | undefined) => {
        const found = path === undefined ? undefined : locateFile(manifest, withoutRoot(path, root))
        return manifest.entries.find((entry) => entry.path === found?.path)?.component
      }
      const loader = program.interpreter ?? ''
      return {
        program: program.inside ?? program.file,
        loader: {
          path: loader,
          file: locateFile(manifest, loader)?.path ?? loader,
          component: component(loader) ?? '',
        },
        libraries: parseLoaderTrace(text.replaceAll(`${root}/`, '/'), preloaded).map((library) => ({
          ...library,
          component: component(library.path),
        })),
      }
    }
    const note =
      kind === 'bubblewrap' ? undefined : `Absolute paths are this machine’s: ${reason ?? 'there is no sandbox'}`
    return { ...command, program, note, report, [Symbol.asyncDispose]: () => built[Symbol.asyncDispose]() }
  } catch (error) {
    await built[Symbol.asyncDispose]()
    throw error
  }
}

function requireTraceable({ kind, interpreter }: LocatedProgram, name: string): void {
  if (kind === 'script')
    throw new SmartError(`${name} is a script for ${interpreter}, and loads nothing itself`, {
      hint: `Trace its interpreter: smart-os trace ${interpreter} ${name}`,
      exitStatus: ExitStatus.usage,
    })
  if (kind === 'static')
    throw new SmartError(`${name} is linked statically: it needs no loader and loads no libraries`, {
      hint: 'smart-os exec runs it all the same',
      exitStatus: ExitStatus.usage,
    })
}

/** The report of the process with the lowest id: the program itself; its children write their own. */
async function firstReport(folder: string): Promise<string> {
  const ids = (await readdir(folder)).map((name) => Number(/^ld\.(\d+)$/.exec(name)?.[1])).filter((id) => id > 0)
  if (ids.length === 0)
    throw new SmartError('The loader left no report: the program was not started', {
      hint: 'Run it with smart-os exec to see why',
    })
  return readFile(join(folder, `ld.${Math.min(...ids)}`), 'utf8')
}

function withoutRoot(path: string, root: string): string {
  return path.startsWith(`${root}/`) ? path.slice(root.length) : path
}
