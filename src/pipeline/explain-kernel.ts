/** Why a kernel symbol is as it is in a profile: on the tree of its kernel's source, with all that the profile asks for. */
import { buildComponents } from '../build/index.ts'
import type { BuildListener } from '../build/types.ts'
import { explain } from '../configure/index.ts'
import { explainSymbol, explanationLines, nearestSymbols, resolveRequests } from '../kconfig/index.ts'
import { ExitStatus, SmartError } from '../system/error.ts'
import { fetchSource } from './kconfig-source.ts'
import { openConfigurableTree } from './kconfig-tree.ts'
import type { Project } from './types.ts'

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
  const kernel = buildComponents(configuration).find(
    ({ component, origin }) => origin === 'source' && component.inputs.includes('kernel-config') && component.kconfig,
  )
  // A distribution's kernel is configured already, and its tree is not here.
  if (!kernel) return explain(configuration, `kernel:${name}`)
  const { tree, fragment } = await openTree(project, kernel.component.id, options)
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
  const resolved = resolveRequests(tree, fragment, requests)
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

async function openTree(project: Project, id: string, { offline, signal, onEvent }: ExplainKernelOptions) {
  const here = await openConfigurableTree(project, id, signal)
  if (here) return here
  if (offline)
    throw new SmartError('The source of the kernel is not unpacked here', {
      hint: 'Leave --offline away, or build the profile once',
    })
  await fetchSource(project, id, { signal, onEvent })
  const fetched = await openConfigurableTree(project, id, signal)
  if (!fetched) throw new Error('The source of the kernel was unpacked and is not there')
  return fetched
}
