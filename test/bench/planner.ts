/** "Enable X": the time of a plan, verified on the evaluator and with its consequences, for hidden symbols drawn at random. */
import { runMode } from '../../src/kconfig/index.ts'
import { openSide } from '../kconfig-c/comparison.ts'
import { enable, hiddenSymbols, plannerBases } from '../kconfig-c/planner.ts'
import { buildPrograms } from '../kconfig-c/programs.ts'
import { randomFrom } from '../kconfig-c/random.ts'
import { sourceTree } from '../kconfig-c/source.ts'
import type { Figure } from './tools.ts'

const draws = 250
const seed = 1
/** Milliseconds. */
const target = 20

export async function planner(): Promise<Figure[]> {
  const treeDir = await sourceTree('linux')
  const side = await openSide(treeDir, await buildPrograms(treeDir), 'x86_64')
  const bases = await plannerBases(treeDir, side)
  return bases.map(({ name, config }) => {
    const { configuration } = runMode('olddefconfig', side.tree, { config: { name: '.config', text: config } })
    const hidden = hiddenSymbols(configuration)
    const { pick } = randomFrom(seed)
    const times = Array.from({ length: draws }, () => {
      const symbol = pick(hidden)
      const from = performance.now()
      enable(configuration, symbol)
      return performance.now() - from
    }).sort((left, right) => left - right)
    const at = (part: number) => times[Math.floor(times.length * part)] ?? Number.NaN
    return {
      name: `kconfig enable of ${draws} hidden symbols, ${name}`,
      value: `median ${at(0.5).toFixed(1)} ms, p95 ${at(0.95).toFixed(1)} ms`,
      target: `median ≤ ${target} ms`,
      reached: at(0.5) <= target,
    }
  })
}
