/** Why a kernel symbol is as it is in a profile: on the tree of its kernel's source, with all that the profile asks for. */
import { availableParallelism } from 'node:os'
import type { BuildListener } from '../build/types.ts'
import { explain } from '../configure/index.ts'
import { explainSymbol, explanationLines, nearestSymbols, resolveRequests } from '../kconfig/index.ts'
import { ExitStatus, SmartError } from '../system/error.ts'
import { makeFolder } from '../system/files.ts'
import { buildSteps } from './graph.ts'
import { findKernelStep, openKernelTree, readBaseConfig, unpackedSource } from './kernel-step.ts'
import { obtainSources, resolveSources } from './sources.ts'
import type { Project } from './types.ts'
import { unpackKernel } from './unpack-kernel.ts'

export interface ExplainKernelOptions {
  offline?: boolean | undefined
  signal?: AbortSignal | undefined
  /** Told where the source has to be fetched and unpacked first. */
  onEvent?: BuildListener | undefined
}

/**
 * Lines: who asks for the symbol, its value and who holds it, each prompt with what it lacks, and what would give it the other
 * value. Fetches and unpacks the kernel's source if need be. Throws SmartError (usage) for a name that the tree does not have.
 */
export async function explainKernelSymbol(
  project: Project,
  name: string,
  options: ExplainKernelOptions = {},
): Promise<string[]> {
  const { configuration } = project
  const sources = await resolveSources(project, sourceOptions(options))
  const planned = await buildSteps(project, sources)
  const kernel = findKernelStep(configuration, planned)
  // A distribution's kernel is configured already, and its tree is not here.
  if (!kernel) return explain(configuration, `kernel:${name}`)
  const source = (await unpackedSource(project.cache, kernel)) ?? (await fetchKernel(project, options))
  const tree = await openKernelTree(project, source, options.signal)
  const symbol = tree.symbols.get(name)
  if (symbol === undefined || symbol.nodes.length === 0) {
    const names = [...tree.symbols.values()].filter(({ nodes }) => nodes.length > 0).map((known) => known.name)
    const nearest = nearestSymbols(name, names)
    throw new SmartError(`This kernel has no symbol ${name}`, {
      hint: nearest.length > 0 ? `Did you mean ${nearest.join(' or ')}?` : 'Names are capital letters, digits and _',
      exitStatus: ExitStatus.usage,
    })
  }
  const requests = new Map([...configuration.kernel].map(([requested, { value }]) => [requested, value]))
  const resolved = resolveRequests(tree, await readBaseConfig(kernel), requests)
  const [first = '', ...rest] = explanationLines(explainSymbol(resolved.configuration, symbol))
  const added = resolved.added.find((one) => one.symbol === name)
  const asked = configuration.kernel.get(name)
  const unmet = resolved.problems.find((problem) => problem.symbol === name)
  return [
    first,
    ...(asked ? [`  asked for as ${asked.value} by ${asked.by.join(', ')}`] : []),
    ...(added ? [`  added as ${added.value} for ${added.servedSymbol}: ${added.why}`] : []),
    ...(unmet ? [`  cannot be met: ${unmet.why}`] : []),
    ...rest,
  ]
}

async function fetchKernel(project: Project, options: ExplainKernelOptions): Promise<string> {
  await makeFolder(project.cache)
  const onEvent: BuildListener = options.onEvent ?? (() => undefined)
  const steps = await buildSteps(project, await obtainSources(project, { ...sourceOptions(options), onEvent }))
  const kernel = findKernelStep(project.configuration, steps)
  const unpack = { jobs: availableParallelism(), onEvent, signal: options.signal }
  const source = kernel && (await unpackKernel(project.cache, kernel, steps, unpack))
  if (source === undefined) throw new Error('The kernel was unpacked and is not in the store')
  return source
}

function sourceOptions({ offline, signal }: ExplainKernelOptions): { offline: boolean; signal?: AbortSignal } {
  return { offline: offline ?? false, ...(signal === undefined ? {} : { signal }) }
}
