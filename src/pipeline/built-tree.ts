/** What the last build left in the cache, as folders: the root file system laid out, the sysroot and its compiler. */
import { join } from 'node:path'
import { lookUp, mergeFolders, openRun, readEntryRecord, storeEntry } from '../build/index.ts'
import { layOutTree, OutputFile, readManifest, StepId } from '../image/index.ts'
import type { BuildRecord, RootfsManifest } from '../image/types.ts'
import { SmartError } from '../system/error.ts'
import { errorCode } from '../system/files.ts'
import { requireBuild } from './outputs.ts'
import type { Project } from './types.ts'

export interface BuiltRoot extends AsyncDisposable {
  manifest: RootfsManifest
  /** The laid-out tree; hard links into the store, not to be written to. */
  root: string
  /** An empty folder beside it, for whatever the run leaves. */
  scratch: string
}

/** Lays the root file system of the last build out; disposing removes it. Throws SmartError when nothing was built or the cache lacks it. */
export async function openBuiltRoot(project: Project, signal?: AbortSignal): Promise<BuiltRoot> {
  const record = await requireBuild(project)
  const output = outputs(project, record)
  const compose = output(StepId.compose)
  if ((await lookUp(project.cache, record.steps[StepId.compose]?.key ?? '')).state !== 'present') throw gone(project)
  const run = await openRun(project.cache, signal)
  try {
    const manifest = await readManifest(join(compose, OutputFile.manifest), output)
    const root = join(run.path, 'root')
    await layOutTree(manifest, root, signal)
    return { manifest, root, scratch: run.path, [Symbol.asyncDispose]: () => run[Symbol.asyncDispose]() }
  } catch (error) {
    await run[Symbol.asyncDispose]()
    throw errorCode(error) === 'ENOENT' ? gone(project) : error
  }
}

export interface BuiltSysroot extends AsyncDisposable {
  sysroot: string
  /** Folder whose `bin` holds the compilers, under their cross names. */
  tools: string
}

/** The step that makes the compiler's wrappers. */
const TOOLCHAIN = 'build:toolchain'

/**
 * Step id → key of everything that was compiled, and of what that was compiled with: a build that found it all in the cache does not
 * name the latter, but the store does.
 */
export async function compiledSteps(cache: string, record: Pick<BuildRecord, 'steps'>): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const queue = Object.entries(record.steps).map(([id, { key }]) => [id, key] as const)
  for (let next = queue.shift(); next; next = queue.shift()) {
    const [id, key] = next
    if (!id.startsWith('build:') || found.has(id)) continue
    found.set(id, key)
    queue.push(...Object.entries((await readEntryRecord(cache, key))?.needs ?? {}))
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** True where the last build compiled anything, so that there is a sysroot to compile against. */
export async function hasSysroot(project: Project): Promise<boolean> {
  return (await compiledSteps(project.cache, await requireBuild(project))).has(TOOLCHAIN)
}

/** Everything that was compiled, merged; disposing removes it. Throws SmartError for a system made of packages. */
export async function openBuiltSysroot(project: Project, signal?: AbortSignal): Promise<BuiltSysroot> {
  const record = await requireBuild(project)
  const steps = await compiledSteps(project.cache, record)
  const toolchain = steps.get(TOOLCHAIN)
  if (toolchain === undefined)
    throw new SmartError(`${record.profile} was made of packages: it has no sysroot to compile against`, {
      hint: `Build it from source: smart-os build --profile ${record.profile} --origin source`,
    })
  const folder = (key: string) => storeEntry(project.cache, key).path
  const run = await openRun(project.cache, signal)
  const [sysroot, tools] = [join(run.path, 'sysroot'), join(run.path, 'tools')]
  try {
    mergeFolders([...steps.values()].map(folder), sysroot, ['tools', 'boot'])
    mergeFolders([join(folder(toolchain), 'tools')], tools)
    return { sysroot, tools, [Symbol.asyncDispose]: () => run[Symbol.asyncDispose]() }
  } catch (error) {
    await run[Symbol.asyncDispose]()
    throw errorCode(error) === 'ENOENT' ? gone(project) : error
  }
}

function outputs(project: Project, record: BuildRecord): (stepId: string) => string {
  return (stepId) => storeEntry(project.cache, record.steps[stepId]?.key ?? 'missing').path
}

function gone(project: Project): SmartError {
  return new SmartError(`What ${project.loaded.profile.name} was built of is no longer in the cache`, {
    hint: `Build it again: smart-os build --profile ${project.loaded.profile.name}`,
  })
}
