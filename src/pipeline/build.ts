/** Plan and build of a project: sources, graph, engine, and the images placed in the output folder with a record of them. */
import { mkdir } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { build, planBuild } from '../build/index.ts'
import type { BuildEvent, BuildListener, BuildPlan, StoreEntry } from '../build/types.ts'
import { placeOutputs } from '../image/index.ts'
import type { BuildRecord } from '../image/types.ts'
import { explainDropped, parseDotConfig } from '../kconfig/index.ts'
import { profileYaml } from '../profile/index.ts'
import { listCached } from '../sources/index.ts'
import { makeFolder, readTextIfPresent, writeFileAtomic } from '../system/files.ts'
import { projectSteps } from './graph.ts'
import { lastBuild, recordPath } from './outputs.ts'
import { plannedPackages } from './packages.ts'
import { requireSound } from './project.ts'
import { sourcesCache } from './source-options.ts'
import { obtainSources, plannedFetch, resolveSources, sourcedComponents } from './sources.ts'
import { noteCosts } from './symbol-costs.ts'
import type { BuildProjectOptions, PlanProjectOptions, Project } from './types.ts'

/** What a build would do and why. Changes nothing but the cache's index of what the distribution offers. */
export async function planProject(project: Project, options: PlanProjectOptions = {}): Promise<BuildPlan> {
  requireSound(project.configuration)
  const sources = await resolveSources(project, options)
  const steps = await projectSteps(project, sources, { signal: options.signal })
  const previous = (await lastBuild(project))?.steps
  const { plan } = await planBuild(steps, {
    cache: project.cache,
    jobs: options.jobs ?? availableParallelism(),
    previous,
    glance: options.glance,
    signal: options.signal,
  })
  const present = new Set((await listCached(sourcesCache(project))).sources.map((source) => source.sha256))
  const unpacks = new Set(
    plan.steps.filter((step) => step.kind === 'unpack' && step.action === 'build').map((step) => step.id),
  )
  const fetches = sourcedComponents(project).map((component) => {
    const source = sources.sources.get(component.sourceName)
    const here = source !== undefined && (present.has(source.sha256) || source.candidate.type === 'local')
    // A source whose component is in the store already is not missed.
    const needed = [...unpacks].some(
      (id) => id === `unpack:${component.sourceName}` || id.startsWith(`unpack:${component.sourceName}+`),
    )
    return plannedFetch(component, source, here || !needed)
  })
  const unpacking = plan.steps.flatMap((step) =>
    step.kind === 'build' && step.action === 'build' ? (sources.packages.get(step.component ?? '') ?? []) : [],
  )
  const packages = plannedPackages(
    sources.packages,
    unpacking.filter((source) => !present.has(source.sha256)),
  )
  if (packages) fetches.push(packages)
  return {
    ...plan,
    steps: [...fetches, ...plan.steps],
    seconds: plan.seconds + Math.max(0, ...fetches.map((step) => step.seconds)),
  }
}

/**
 * Builds and leaves images, record, lock file and the resolved profile in the output folder. Throws BuildFailedError with a
 * diagnosis, CancelledError, or SmartError for a wrong configuration or unobtainable sources.
 */
export async function buildProject(project: Project, options: BuildProjectOptions = {}): Promise<BuildRecord> {
  requireSound(project.configuration)
  for (const folder of [project.cache, project.out]) await makeFolder(folder)
  const jobs = options.jobs ?? availableParallelism()
  const emit: BuildListener = options.onEvent ?? (() => undefined)
  const fetched: BuildEvent[] = []
  const sources = await obtainSources(project, {
    ...options,
    onEvent: (event) => {
      fetched.push(event)
      emit(event)
    },
  })
  const fetches = sourcedComponents(project).map((component) =>
    plannedFetch(component, sources.sources.get(component.sourceName), true),
  )
  const packages = plannedPackages(sources.packages, [])
  if (packages) fetches.push(packages)
  const onEvent: BuildListener = (event) =>
    emit(
      event.type === 'build:planned'
        ? { ...event, plan: { ...event.plan, steps: [...fetches, ...event.plan.steps] } }
        : event,
    )
  const steps = await projectSteps(project, sources, { unpack: { jobs, onEvent }, signal: options.signal })
  const previous = (await lastBuild(project))?.steps
  const { outputs } = await build(steps, {
    cache: project.cache,
    jobs,
    previous,
    ccache: options.ccache ?? false,
    signal: options.signal,
    onEvent,
    explainDropped: explainKernelSymbols(project.configuration.profile.arch),
  })
  const record = await placeResult(project, steps, outputs, options)
  await noteCosts(project, steps, outputs, options.signal)
  return record
}

/** Says why the kernel's own configuration did not take a symbol, from the tree's Kconfig files. */
function explainKernelSymbols(arch: string) {
  return async (request: {
    tree: string
    config: string
    dropped: { symbol: string; requested: string; got: string }[]
  }): Promise<string[]> => {
    const text = (await readTextIfPresent(request.config)) ?? ''
    return explainDropped(request.tree, parseDotConfig(text).values, request.dropped, arch).map(
      (explanation) => explanation.sentence,
    )
  }
}

async function placeResult(
  project: Project,
  steps: Awaited<ReturnType<typeof projectSteps>>,
  outputs: ReadonlyMap<string, StoreEntry>,
  options: BuildProjectOptions,
): Promise<BuildRecord> {
  await mkdir(join(project.out, 'config'), { recursive: true })
  const placed = await placeOutputs({
    outputs,
    out: project.out,
    configuration: project.configuration,
    signal: options.signal,
    onNote: (text) => options.onEvent?.({ type: 'notice', at: Date.now(), level: 'warning', text }),
  })
  const keys = Object.fromEntries(
    steps.flatMap((step) => {
      const entry = outputs.get(step.id)
      return entry === undefined ? [] : [[step.id, { key: entry.key, inputs: { ...step.inputs } }]]
    }),
  )
  const record: BuildRecord = { schema: 1, profile: project.configuration.profile.name, steps: keys, ...placed }
  await writeFileAtomic(
    join(project.out, 'config', 'profile.yaml'),
    profileYaml(project.loaded.profile, project.loaded.base),
  )
  await writeFileAtomic(recordPath(project), `${JSON.stringify(record, null, 2)}\n`)
  return record
}
