/**
 * The command that runs a program of a laid-out root file system on this host, through that system's own loader and libraries. With
 * bubblewrap the tree is `/`, so that every absolute path means what it means in the machine; without, the loader is called by name.
 */
import { basename, dirname, join, relative } from 'node:path'
import type { SandboxKind } from '../build/sandbox.ts'
import { findTool } from '../system/tools.ts'
import { type LocatedProgram, locateFile } from './locate-program.ts'
import type { RootfsManifest } from './types.ts'

/** Where the person's current folder is inside. */
export const HOST_FOLDER = '/host'
/** Where folders of further host files are inside. */
const PROGRAM_FOLDER = '/program'
const PRELOAD_FOLDER = '/preload'
const TRACE_FOLDER = '/trace'

export interface RootRunRequest {
  manifest: RootfsManifest
  /** Folder with the laid-out tree. */
  root: string
  program: LocatedProgram
  /** Name under which it was asked for: its argv[0]. */
  name: string
  args: readonly string[]
  /** The person's current folder. */
  cwd: string
  sandbox: SandboxKind
  /** TERM of the person's terminal. */
  term?: string | undefined
  /** A library of the machine or of the host that is loaded before all others. */
  preload?: { inside: string | undefined; file: string } | undefined
  /** Folder for the loader's report (`ld.<pid>`). */
  trace?: string | undefined
}

export interface HostCommand {
  argv: [string, ...string[]]
  /** The whole environment. */
  env: Record<string, string>
  cwd: string
}

/** The command, and what LD_PRELOAD holds in it. */
export function rootCommand(request: RootRunRequest): HostCommand & { preloaded: string | undefined } {
  const env = {
    PATH: '/usr/bin:/usr/sbin:/bin:/sbin',
    HOME: '/root',
    ...(request.term === undefined ? {} : { TERM: request.term }),
  }
  return request.sandbox === 'bubblewrap' ? insideTree(request, env) : besideTree(request, env)
}

function insideTree(request: RootRunRequest, env: Record<string, string>) {
  const { root, program, preload, trace, cwd } = request
  const binds = ['--bind', cwd, HOST_FOLDER]
  const place = (file: string, folder: string): string => {
    const below = relative(cwd, file)
    if (!below.startsWith('..') && !below.startsWith('/')) return join(HOST_FOLDER, below)
    binds.push('--ro-bind', dirname(file), folder)
    return join(folder, basename(file))
  }
  const path = program.inside ?? place(program.file, PROGRAM_FOLDER)
  const preloaded = preload && (preload.inside ?? place(preload.file, PRELOAD_FOLDER))
  // bubblewrap is a program of the host: the loader's variables are for what it starts.
  const variables = Object.entries(loaderVariables(preloaded, trace && TRACE_FOLDER)).flatMap(([name, value]) => [
    '--setenv',
    name,
    value,
  ])
  const argv: [string, ...string[]] = [
    findTool('bwrap') ?? 'bwrap',
    ...['--unshare-all', '--share-net', '--die-with-parent', '--uid', '0', '--gid', '0'],
    ...topLevel(request.manifest, root),
    ...binds,
    ...(trace === undefined ? [] : ['--bind', trace, TRACE_FOLDER]),
    ...['--chdir', HOST_FOLDER, ...variables],
    ...['--', path, ...request.args],
  ]
  return { argv, env, cwd: '/', preloaded }
}

/** The tree's top: folders read-only, links as they are; what a kernel or a start-up script would fill is fresh. */
function topLevel(manifest: RootfsManifest, root: string): string[] {
  return manifest.entries.flatMap((entry): string[] => {
    if (entry.path.lastIndexOf('/') > 0) return []
    switch (entry.path) {
      case '/dev':
        return ['--dev', '/dev']
      case '/proc':
        return ['--proc', '/proc']
      case '/tmp':
      case '/run':
        return ['--tmpfs', entry.path]
      case HOST_FOLDER:
      case PROGRAM_FOLDER:
      case PRELOAD_FOLDER:
      case TRACE_FOLDER:
        return []
    }
    if (entry.type === 'symlink') return ['--symlink', entry.target, entry.path]
    return entry.type === 'device' ? [] : ['--ro-bind', join(root, entry.path), entry.path]
  })
}

/** Without namespaces: absolute paths are the host's, but loader and libraries are the tree's. */
function besideTree(request: RootRunRequest, env: Record<string, string>) {
  const { manifest, root, preload, trace, cwd } = request
  const { program, args, shown } = throughInterpreter(request)
  const preloaded = preload?.file
  const variables = loaderVariables(preloaded, trace)
  const loader = program.kind === 'dynamic' ? locateFile(manifest, program.interpreter ?? '') : undefined
  const prefix =
    loader === undefined
      ? []
      : [
          join(root, loader.path),
          '--library-path',
          [join(root, 'usr/lib'), join(root, 'lib64')].join(':'),
          '--argv0',
          shown,
        ]
  const [command = program.file, ...rest] = [...prefix, program.file, ...args]
  return { argv: [command, ...rest] as [string, ...string[]], env: { ...env, ...variables }, cwd, preloaded }
}

/** A script is started by hand with its interpreter: the kernel would take the host's. */
function throughInterpreter({ manifest, program, name, args }: RootRunRequest) {
  const found = program.kind === 'script' ? locateFile(manifest, program.interpreter ?? '') : undefined
  if (found === undefined) return { program, args, shown: name }
  const interpreter: LocatedProgram = {
    inside: found.path,
    file: found.from,
    kind: 'dynamic',
    interpreter: '/lib64/ld-linux-x86-64.so.2',
  }
  return { program: interpreter, args: [program.file, ...args], shown: program.interpreter ?? name }
}

function loaderVariables(preload: string | undefined, trace: string | undefined): Record<string, string> {
  return {
    ...(preload === undefined ? {} : { LD_PRELOAD: preload }),
    ...(trace === undefined ? {} : { LD_DEBUG: 'libs,files', LD_DEBUG_OUTPUT: join(trace, 'ld') }),
  }
}
