/** `smart-os kconfig enable SYMBOL…`: which values bring what is wanted, from any configuration of any tree. */
import {
  applyPlan,
  configHeading,
  formatSymbol,
  type KconfigConfiguration,
  type KconfigTree,
  nearestSymbols,
  type Plan,
  type PlanResult,
  planEnable,
  resultLines,
  runMode,
  type Want,
  writeConfig,
} from '../../kconfig/index.ts'
import { ExitStatus, SmartError } from '../../system/error.ts'
import { print, say } from '../output.ts'
import { type KconfigFlags, openTree, readInput, write } from './kconfig.ts'

export interface EnableFlags extends KconfigFlags {
  alternatives: number
  json?: boolean
}

/** Prints the plan; with --out the whole configuration is written there, too. The status is 1 where there is no way. */
export async function enableCommand(symbols: readonly string[], flags: EnableFlags): Promise<number> {
  const opened = await openTree(flags)
  const { tree } = opened
  const wants = symbols.map((text) => parseWant(tree, text))
  const input = readInput('olddefconfig', flags, opened)
  const { configuration } = runMode('olddefconfig', tree, input)
  const result = solve(configuration, wants, flags.alternatives)
  if (flags.json) print(JSON.stringify(asJson(result), null, 2))
  else for (const line of resultLines(result)) print(line)
  if (result.status !== 'planned' && result.status !== 'already') return ExitStatus.failed
  if (flags.out !== undefined) {
    if (result.status === 'planned') applyPlan(configuration, result.plan)
    const version = opened.environment.get('KERNELVERSION')
    write(configHeading(tree, version) + writeConfig(configuration), flags.out)
    say(`written to ${flags.out}`)
  }
  return ExitStatus.done
}

interface ParsedWant extends Want {
  /** Whether y was not said, only meant: then m will do. */
  open: boolean
}

function parseWant(tree: KconfigTree, text: string): ParsedWant {
  const [, name = '', value] = /^(?:CONFIG_)?([A-Za-z0-9_]+)(?:=(.*))?$/s.exec(text) ?? []
  const symbol = tree.symbols.get(name)
  if (symbol && symbol.nodes.length > 0) {
    const plain = value?.replace(/^"(.*)"$/s, '$1')
    return { symbol, value: plain ?? 'y', open: plain === undefined && symbol.type === 'tristate' }
  }
  const names = [...tree.symbols.values()].filter(({ nodes }) => nodes.length > 0).map((known) => known.name)
  const nearest = name === '' ? [] : nearestSymbols(name, names)
  throw new SmartError(
    name === '' ? `${text} is neither SYMBOL nor SYMBOL=VALUE` : `There is no symbol ${name} in this tree`,
    {
      hint: nearest.length > 0 ? `Did you mean ${nearest.join(' or ')}?` : 'For example: E1000 or NR_CPUS=8',
      exitStatus: ExitStatus.usage,
    },
  )
}

/** What can only be a module is enabled as one, unless y was asked for. What is m already is enabled. */
function solve(configuration: KconfigConfiguration, wants: readonly ParsedWant[], alternatives: number): PlanResult {
  const settled = wants.map((want) => {
    const asModule = want.open && configuration.tristate(want.symbol) === 1
    return asModule ? { ...want, value: 'm' } : want
  })
  const result = planEnable(configuration, settled, { alternatives })
  if (result.status === 'planned' || result.status === 'already' || !settled.some(({ open }) => open)) return result
  const modular = settled.map((want) => (want.open ? { ...want, value: 'm' } : want))
  const second = planEnable(configuration, modular, { alternatives })
  return second.status === 'planned' || second.status === 'already' ? second : result
}

/** Symbols by name; everything else as it is. */
function asJson(result: PlanResult): unknown {
  if (result.status === 'already') return { status: result.status }
  if (result.status === 'planned')
    return { status: result.status, ...planJson(result.plan), alternatives: result.alternatives.map(planJson) }
  const obstacles = result.obstacles.map(({ symbol, value, why, impossible, kept }) => ({
    symbol: formatSymbol(symbol),
    value,
    why,
    impossible,
    kept,
  }))
  return { status: result.status, obstacles }
}

function planJson({ assignments, automatic, lowered }: Plan) {
  const named = <Change extends { symbol: Want['symbol'] }>(changes: readonly Change[]) =>
    changes.map((change) => ({ ...change, symbol: formatSymbol(change.symbol) }))
  return {
    assignments: named(assignments).map(({ neededBy, servedBy, ...rest }) => ({
      ...rest,
      neededBy: neededBy === undefined ? null : formatSymbol(neededBy),
      servedBy: formatSymbol(servedBy),
    })),
    automatic: named(automatic),
    lowered: named(lowered),
  }
}
