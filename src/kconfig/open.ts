/**
 * A source tree → its parsed Kconfig as `make ARCH=…` would have it on this machine: shell probes answered (from the cache, from a
 * recording, or by running them), the tree itself from the cache where nothing has changed.
 */
import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { SmartError } from '../system/error.ts'
import { errorCode } from '../system/files.ts'
import type { Dialect, KconfigTree } from './ast.ts'
import { generateConfigFiles } from './busybox-files.ts'
import { compilerVersion, kernelEnvironment, type Outside, probeEnvironment, versionVariables } from './environment.ts'
import { parseKconfig } from './parse.ts'
import type { ProbeAnswer } from './probes/answer.ts'
import { type Answers, createAnswers } from './probes/answers.ts'
import { createIdentity, openSearchPath } from './probes/identity.ts'
import type { Recording } from './probes/recording.ts'
import type { ProbeLimits } from './probes/run-probe.ts'
import { openProbeStore, type ProbeStore } from './probes/store.ts'
import { toolchainFiles, toolchainQuery } from './probes/toolchain.ts'
import { createSourceFiles, readText } from './source-files.ts'
import type { Position } from './syntax-error.ts'
import { readCachedTree, refreshCachedTree, treeCacheFile, writeCachedTree } from './tree-cache.ts'

export interface OpenOptions {
  /** What `make ARCH=…` would get: `x86_64`, `arm64`, … */
  arch: string
  /** Variables as on make's command line, for example CC. */
  given?: ReadonlyMap<string, string>
  outside: Outside
  /** Where answers and trees are kept; undefined keeps nothing. */
  cacheDir?: string | undefined
  /** Answers come from here, and no command is run. */
  replay?: Recording | undefined
  limits?: Partial<ProbeLimits> | undefined
  signal?: AbortSignal | undefined
  /** For a session that lasts: of a cached tree, too, everything is read at once, and what is damaged is parsed anew. */
  whole?: boolean
  /** Told before a tree is parsed that was not in the cache: that is work for seconds. */
  onParse?: () => void
  /** The first file: `Kconfig`, or `Config.in` in BusyBox's tree, by default. */
  start?: string
}

export interface OpenedKconfig {
  tree: KconfigTree
  /** The variables that make would give. */
  environment: ReadonlyMap<string, string>
  /** Every command that was asked for. */
  answers: ReadonlyMap<string, ProbeAnswer>
  /** Whether the tree came from the cache. */
  cached: boolean
}

/** Throws SmartError, located, for what cannot be read, and for probes that hang or flood. */
export async function openKconfig(treeDir: string, options: OpenOptions): Promise<OpenedKconfig> {
  const root = resolve(treeDir)
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory())
    throw new SmartError(`There is no folder ${treeDir}`, { hint: 'Name a source tree' })
  const { outside, cacheDir } = options
  const dialect = dialectOf(root, options.start)
  const start = options.start ?? (dialect === 'busybox' ? 'Config.in' : 'Kconfig')
  const generated = dialect === 'busybox' ? generateConfigFiles(root) : new Map<string, string>()
  const { environment, answers, store } = await surroundings(root, dialect, options)
  const asked = new Map<string, string | undefined>()
  const variable = (name: string) => {
    const value = environment.get(name) ?? outside.variables[name]
    asked.set(name, value)
    return value
  }
  const given = [...environment].map(([name, value]) => `${name}=${value}`)
  const file =
    cacheDir === undefined ? undefined : treeCacheFile(join(cacheDir, 'trees'), [root, dialect, start, ...given])
  const cached =
    file &&
    readCachedTree(file, {
      ...{ treeDir: root, variable, answer: answers.shell, generated },
      whole: options.whole ?? false,
    })
  if (cached) {
    const { refresh } = cached
    await keep(() => refresh && refreshCachedTree(file, refresh))
    await keep(store.save)
    return { tree: cached.tree, environment, answers: answers.used, cached: true }
  }
  options.onParse?.()
  asked.clear()
  const files = createSourceFiles(root, generated)
  const written = Date.now()
  const places = new Map<string, Position>()
  const tree = await parseWithProbes(answers, (shell) =>
    parseKconfig({
      start,
      dialect,
      variables: { get: variable },
      readFile: files.read,
      unfinished: answers.isWaiting,
      shell: (command, at) => {
        if (!places.has(command)) places.set(command, at)
        return shell(command, at)
      },
    }),
  )
  tree.warnings.push(...answers.warnings())
  await keep(store.save)
  if (file) {
    const answered = [...answers.used].flatMap(([command, { output }]): [string, string, string, number][] => {
      const at = places.get(command)
      return at ? [[command, output, at.file, at.line]] : []
    })
    await keep(() => writeCachedTree(file, tree, files, asked, answered, written))
  }
  return { tree, environment, answers: answers.used, cached: false }
}

/** A cache that cannot be written, a disk that is full, a tree too deep to be stored make the next run slow; this one has its result. */
async function keep(write: () => unknown): Promise<void> {
  try {
    await write()
  } catch (error) {
    const isExpected = error instanceof SmartError || error instanceof RangeError || errorCode(error) !== undefined
    if (!isExpected) throw error
  }
}

/** Reads again until every command is answered; what fails while some are not may be right with their answers. */
async function parseWithProbes(
  answers: Answers,
  parse: (shell: Answers['shell']) => KconfigTree,
): Promise<KconfigTree> {
  for (;;) {
    answers.forget()
    let result: { tree: KconfigTree } | { error: unknown }
    try {
      result = { tree: parse(answers.shell) }
    } catch (error) {
      result = { error }
    }
    if (await answers.settle()) continue
    if ('error' in result) throw result.error
    return result.tree
  }
}

/** BusyBox's tree begins with Config.in. */
function dialectOf(root: string, start: string | undefined): Dialect {
  const isKernel = start === undefined ? existsSync(join(root, 'Kconfig')) : !start.endsWith('.in')
  return isKernel || !existsSync(join(root, start ?? 'Config.in')) ? 'kernel' : 'busybox'
}

interface Surroundings {
  environment: Map<string, string>
  answers: Answers
  store: ProbeStore
}

/** Where variables and answers come from. CC_VERSION_TEXT, which make exports too, is an answer itself. */
async function surroundings(root: string, dialect: Dialect, options: OpenOptions): Promise<Surroundings> {
  const makefile = readText(join(root, 'Makefile')) ?? ''
  if (dialect === 'busybox') {
    const environment = new Map([...versionVariables(makefile), ['srctree', root], ...(options.given ?? [])])
    const identity = createIdentity([], [])
    const store = openProbeStore(undefined, '')
    return { environment, store, answers: createAnswers({ store, identity, environmentOf: () => ({}) }) }
  }
  const environment = kernelEnvironment({ ...options, treeDir: root, makefile })
  if (options.replay) takeOver(environment, options.replay, options)
  const { answers, store } = await kernelAnswers(environment, options)
  // Of a recording, it is there already.
  if (options.replay) return { environment, answers, store }
  const version = await answers.ask(compilerVersion(environment.get('CC') ?? ''), top)
  if (!options.given?.has('CC_VERSION_TEXT')) environment.set('CC_VERSION_TEXT', version.replaceAll('#', ''))
  return { environment, answers, store }
}

/** A recording's variables hold as its answers do; those given now are given. Throws SmartError for one of another architecture. */
function takeOver(environment: Map<string, string>, replay: Recording, { arch, given }: OpenOptions): void {
  const recorded = replay.environment.get('ARCH')
  if (recorded !== arch)
    throw new SmartError(`The recording is of ARCH=${recorded ?? ''}, not of ${arch}`, {
      hint: `Use --arch ${recorded ?? 'ARCH'}, or record again`,
    })
  for (const [name, value] of replay.environment) if (!given?.has(name)) environment.set(name, value)
}

/** What the top Makefile would ask. */
const top: Position = { file: 'Makefile', line: 1, column: 1 }

async function kernelAnswers(
  environment: ReadonlyMap<string, string>,
  { outside, cacheDir, replay, limits, signal }: OpenOptions,
): Promise<{ answers: Answers; store: ProbeStore }> {
  const folder = cacheDir === undefined ? undefined : join(cacheDir, 'probes')
  const environmentOf = (command: string) => probeEnvironment(environment, outside.variables, command)
  const path = openSearchPath(outside.variables.PATH ?? '')
  const common = { environmentOf, limits, signal }
  if (replay) {
    const store = openProbeStore(undefined, '')
    return { answers: createAnswers({ ...common, store, replay, identity: createIdentity(path, []) }), store }
  }
  const toolchains = openProbeStore(folder, 'toolchains')
  const asking = createAnswers({ ...common, store: toolchains, identity: createIdentity(path, []) })
  const query = toolchainQuery(environment.get('CC') ?? '')
  while (asking.shell(query, top) === undefined) await asking.settle()
  await keep(toolchains.save)
  const tools = [...environment].filter(([name]) => /^[A-Z0-9]+$/.test(name)).map(([, value]) => value)
  const identity = createIdentity(path, toolchainFiles(asking.shell(query, top) ?? '', tools))
  const store = openProbeStore(folder, identity.commonHash)
  return { answers: createAnswers({ ...common, store, identity }), store }
}
