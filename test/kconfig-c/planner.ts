/**
 * "Enable X" on the real tree: hidden symbols drawn at random, planned, and judged by the kernel's conf. Each plan has to survive
 * C's olddefconfig, and nothing that is said to be unreachable may be on in C's allyesconfig or allmodconfig.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  applyPlan,
  definedSymbols,
  type KconfigConfiguration,
  type KconfigSymbol,
  type PlanResult,
  planEnable,
  runMode,
  writeConfig,
} from '../../src/kconfig/index.ts'
import type { Side, Verdict } from './comparison.ts'
import { randomFrom } from './random.ts'

/** How many of the symbols that are not unreachable have to be solved. */
const leastSolved = 0.99

export interface PlannerTrial {
  name: string
  /** A whole .config. */
  config: string
  seed: number
  draws: number
}

/** The two grounds that symbols are enabled on: what people have, and next to nothing. */
export async function plannerBases(treeDir: string, side: Side): Promise<{ name: string; config: string }[]> {
  const read = (...path: string[]) => readFile(join(treeDir, ...path), 'utf8')
  const short = await read('arch', 'x86', 'configs', 'x86_64_defconfig')
  const tiny =
    (await read('kernel', 'configs', 'tiny-base.config')) + (await read('arch', 'x86', 'configs', 'tiny.config'))
  return [
    { name: 'x86_64_defconfig', config: side.text({ name: '', mode: 'defconfig', config: short }) },
    { name: 'tinyconfig', config: side.text({ name: '', mode: 'allnoconfig', allConfig: tiny }) },
  ]
}

/** A verdict for each symbol that was drawn and one for the whole; what came of it is printed. */
export async function* planner(side: Side, { name, config, seed, draws }: PlannerTrial): AsyncGenerator<Verdict> {
  const { configuration } = runMode('olddefconfig', side.tree, { config: { name: '.config', text: config } })
  const start = configuration.snapshot()
  const { pick } = randomFrom(seed)
  const hidden = hiddenSymbols(configuration)
  const possible = await symbolsThatCanBeOn(side)
  const times: number[] = []
  const count = { solved: 0, unreachable: 0 }
  const unsolved: string[] = []
  for (let draw = 0; draw < draws; draw++) {
    const symbol = pick(hidden)
    const from = performance.now()
    const { value, result } = enable(configuration, symbol)
    times.push(performance.now() - from)
    const drawn = `${name}: ${symbol.name}`
    if (result.status === 'planned') {
      applyPlan(configuration, result.plan)
      const planned = writeConfig(configuration)
      configuration.restore(start)
      const { text } = await side.ask({ name: drawn, mode: 'olddefconfig', config: planned })
      const kept = text.includes(`\nCONFIG_${symbol.name}=${value}\n`)
      if (kept) count.solved++
      else unsolved.push(symbol.name)
      yield { name: drawn, ...(kept ? {} : { difference: `C does not keep ${value} of the planned configuration` }) }
    } else if (result.status === 'unreachable') {
      count.unreachable++
      yield {
        name: drawn,
        ...(possible.has(symbol.name) ? { difference: "said to be unreachable, but on in C's all*config" } : {}),
      }
    } else unsolved.push(symbol.name)
  }
  const reachable = draws - count.unreachable
  const median = times.sort((left, right) => left - right)[times.length >> 1] ?? 0
  const told = unsolved.length > 0 ? `, not solved: ${unsolved.join(' ')}` : ''
  const summary = `${name}: ${draws} drawn of ${hidden.length} with seed ${seed}, ${count.unreachable} unreachable, ${count.solved} of ${reachable} solved and kept by C, median ${median.toFixed(1)} ms${told}`
  console.log(`  ${summary}`)
  yield {
    name: `${name}: enough of all reachable symbols solved`,
    ...(count.solved >= leastSolved * reachable ? {} : { difference: summary }),
  }
}

/** y, or m for what can only be a module. */
export function enable(
  configuration: KconfigConfiguration,
  symbol: KconfigSymbol,
): { value: string; result: PlanResult } {
  const result = planEnable(configuration, [{ symbol, value: 'y' }])
  if (result.status === 'planned' || symbol.type === 'bool') return { value: 'y', result }
  const asModule = planEnable(configuration, [{ symbol, value: 'm' }])
  return asModule.status === 'planned' ? { value: 'm', result: asModule } : { value: 'y', result }
}

/** Off, and nobody could switch them on: their prompts do not show. */
export function hiddenSymbols(configuration: KconfigConfiguration): KconfigSymbol[] {
  return definedSymbols(configuration.tree).filter(
    (symbol) =>
      (symbol.type === 'bool' || symbol.type === 'tristate') &&
      symbol.nodes.some((node) => node.prompts.length > 0) &&
      configuration.visibility(symbol) === 0 &&
      configuration.tristate(symbol) === 0,
  )
}

async function symbolsThatCanBeOn(side: Side): Promise<Set<string>> {
  const on = new Set<string>()
  for (const mode of ['allyesconfig', 'allmodconfig'] as const) {
    const { text } = await side.ask({ name: mode, mode })
    for (const [, name = ''] of text.matchAll(/^CONFIG_(\w+)=[ym]$/gm)) on.add(name)
  }
  return on
}
