/** The engine on the kernel's own tree: counts, round trips, and values after any changes. */
import { describe, expect, test } from 'vitest'
import {
  createConfiguration,
  definedSymbols,
  type KconfigSymbol,
  loadKconfig,
  runMode,
  walkNodes,
} from '../../src/kconfig/index.ts'
import { UserValues } from '../../src/kconfig/user-values.ts'
import { randomFrom } from '../kconfig/random-tree.ts'
import { sourceTree } from '../kconfig-c/source.ts'

const treeDir = await sourceTree('linux')
describe('the kernel’s own tree', () => onTree(treeDir))

function onTree(treeDir: string): void {
  // Nobody answers the shell probes here: they read y, and no compiler has to run.
  const tree = loadKconfig(treeDir, { arch: 'x86_64' })
  const symbols = [...tree.symbols.values(), ...tree.choices].filter(({ nodes }) => nodes.length > 0)

  test.runIf(/^6\.1\./.test(tree.root.prompts[0]?.text.split(' ')[1] ?? ''))(
    'has as many menu entries and symbols as the kernel’s own program finds',
    () => {
      expect([...walkNodes(tree.root)].length).toBe(17_052)
      expect(definedSymbols(tree).length).toBe(16_476)
    },
  )

  test('a configuration read again stays as it is, and a short one leads back to it', () => {
    for (const mode of ['allnoconfig', 'alldefconfig', 'allmodconfig', 'allyesconfig'] as const) {
      const { heading, text } = runMode(mode, tree)
      const config = { name: '.config', text: heading + text }
      expect(runMode('olddefconfig', tree, { config }).text === text, mode).toBe(true)
      expect(runMode('listnewconfig', tree, { config }).text, mode).toBe('')
      const short = { name: 'defconfig', text: runMode('savedefconfig', tree, { config }).text }
      expect(runMode('defconfig', tree, { config: short }).text === text, mode).toBe(true)
    }
  })

  test('values after 300 random changes are those of an evaluation from scratch', () => {
    const random = randomFrom(20)
    const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item
    const { configuration } = runMode('allmodconfig', tree)
    const facts = (of: typeof configuration, symbol: KconfigSymbol) =>
      `${symbol.name} ${of.text(symbol)} ${of.visibility(symbol)} ${of.written(symbol)} ${of.selection(symbol)?.name}`
    let kept = configuration.snapshot()
    for (let step = 1; step <= 300; step++) {
      configuration.setUserValue(pick(symbols), pick(['y', 'm', 'n', '7', undefined]))
      if (step % 70 === 0) configuration.restore(kept)
      if (step % 50 === 0) kept = configuration.snapshot()
      for (let looks = 0; looks < 100; looks++) configuration.text(pick(symbols))
      if (step % 20 > 0) continue
      const scratch = createConfiguration(tree, new UserValues(tree, configuration.snapshot().given))
      expect(symbols.filter((symbol) => facts(configuration, symbol) !== facts(scratch, symbol))).toEqual([])
    }
  })
}
