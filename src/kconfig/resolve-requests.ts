/**
 * Requested symbols on the real tree, before anything is built: what they depend on is added by the planner, and what cannot be
 * is told with the reason. The ground is the kernel's allnoconfig over a base fragment, as the build makes it.
 */
import type { KernelValue } from '../profile/types.ts'
import type { KconfigSymbol, KconfigTree } from './ast.ts'
import { createConfiguration, type KconfigConfiguration } from './configuration.ts'
import { formatDotConfig, parseDotConfig } from './dot-config.ts'
import { nearestSymbols } from './nearest-symbols.ts'
import { planEnable } from './plan-enable.ts'
import { obstacleText } from './plan-obstacles.ts'
import type { Want } from './plan-types.ts'
import { seedValues } from './seed.ts'
import { holds } from './wants.ts'

/** Symbol → what is wanted, plain values. */
export type RequestedValues = ReadonlyMap<string, KernelValue>

export interface AddedSymbol {
  symbol: string
  value: string
  /** `E1000 depends on it`. */
  why: string
  /** The requested symbol that it serves. */
  servedSymbol: string
}

/** A request that cannot be met. */
export interface RequestProblem {
  symbol: string
  value: string
  /** Whether the tree has no such symbol. */
  unknown: boolean
  /** Why, in one or two sentences. */
  why: string
  /** Names the tree has instead of an unknown one. */
  nearest: string[]
}

export interface ResolvedRequests {
  /** Sorted by symbol. Empty where the requests bring all they need, or cannot be met. */
  added: AddedSymbol[]
  problems: RequestProblem[]
  /** Base, requests and what was added. */
  configuration: KconfigConfiguration
}

/**
 * Pure: the same tree, base and requests give the same answer. A request wins over a line of the base for the same symbol; all
 * other lines of the base are kept as they are.
 */
export function resolveRequests(tree: KconfigTree, base: string, requests: RequestedValues): ResolvedRequests {
  const lines = new Map<string, KernelValue>([...parseDotConfig(base).values, ...requests])
  const ground = configure(tree, lines)
  const unknown = unknownRequests(tree, requests)
  const wants = wantsOf(tree, requests)
  const open = wants.filter((want) => !holds(want, ground))
  if (open.length === 0) return { added: [], problems: unknown, configuration: ground }
  const keep = new Set([...lines.keys()].flatMap((name) => tree.symbols.get(name) ?? []))
  // What is built in comes first, so that what serves both is built in.
  const sorted = [...wants].sort((left, right) => Number(right.value === 'y') - Number(left.value === 'y'))
  const result = planEnable(ground, sorted, { keep })
  if (result.status !== 'planned') {
    return { added: [], problems: [...unknown, ...obstaclesOf(ground, open, keep)], configuration: ground }
  }
  const added = result.plan.assignments
    .filter(({ symbol, value }) => String(lines.get(symbol.name)) !== value)
    .map(({ symbol, value, why, servedBy }) => ({ symbol: symbol.name, value, why, servedSymbol: servedBy.name }))
    .sort((left, right) => (left.symbol < right.symbol ? -1 : 1))
  const configuration = configure(
    tree,
    new Map([...lines, ...added.map(({ symbol, value }) => [symbol, value] as const)]),
  )
  const lost = wants.filter((want) => !holds(want, configuration))
  const problems = lost.map(({ symbol, value }) =>
    problem(symbol, value, `Values that would bring ${symbol.name}=${value} do not hold over allnoconfig.`),
  )
  return { added: lost.length > 0 ? [] : added, problems: [...unknown, ...problems], configuration }
}

/** allnoconfig over these lines. */
function configure(tree: KconfigTree, lines: ReadonlyMap<string, KernelValue>): KconfigConfiguration {
  const text = formatDotConfig(lines, (name) => tree.symbols.get(name)?.type)
  return createConfiguration(tree, seedValues(tree, text, 'no'))
}

function wantsOf(tree: KconfigTree, requests: RequestedValues): Want[] {
  return [...requests].flatMap(([name, value]) => {
    const symbol = tree.symbols.get(name)
    return symbol && symbol.nodes.length > 0 ? [{ symbol, value: String(value) }] : []
  })
}

/** Symbols that no entry of the tree defines; to want one off is met. */
function unknownRequests(tree: KconfigTree, requests: RequestedValues): RequestProblem[] {
  const isKnown = (name: string) => (tree.symbols.get(name)?.nodes.length ?? 0) > 0
  const missing = [...requests].filter(([name, value]) => value !== 'n' && !isKnown(name))
  if (missing.length === 0) return []
  const names = [...tree.symbols.keys()].filter(isKnown)
  return missing.map(([name, value]) => ({
    symbol: name,
    value: String(value),
    unknown: true,
    why: `There is no symbol ${name} in this tree.`,
    nearest: nearestSymbols(name, names),
  }))
}

/** Each request that does not hold by itself: what stands in its way; or, where each alone could be met, that the others do. */
function obstaclesOf(
  ground: KconfigConfiguration,
  open: readonly Want[],
  keep: ReadonlySet<KconfigSymbol>,
): RequestProblem[] {
  const opened = new Set(open.map(({ symbol }) => symbol))
  const kept = new Set([...keep].filter((symbol) => !opened.has(symbol)))
  const problems = open.flatMap(({ symbol, value }) => {
    const alone = planEnable(ground, [{ symbol, value }], { keep: kept })
    if (alone.status === 'planned' || alone.status === 'already') return []
    return alone.obstacles.map((obstacle) => problem(symbol, value, obstacleText(obstacle)))
  })
  if (problems.length > 0) return problems
  const names = open.map(({ symbol, value }) => `${symbol.name}=${value}`).join(', ')
  return open.map(({ symbol, value }) => problem(symbol, value, `These cannot be had together: ${names}.`))
}

function problem(symbol: KconfigSymbol, value: string, why: string): RequestProblem {
  return { symbol: symbol.name, value, unknown: false, why, nearest: [] }
}
