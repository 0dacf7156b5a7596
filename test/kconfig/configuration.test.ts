import { describe, expect, test } from 'vitest'
import { createConfiguration, type KconfigSymbol, type KconfigTree } from '../../src/kconfig/index.ts'
import { UserValues } from '../../src/kconfig/user-values.ts'
import { SmartError } from '../../src/system/error.ts'
import { configure, modules } from './configure.ts'
import { randomTree } from './random-tree.ts'
import { parse } from './tree.ts'

test('what a person asked for is kept apart from what holds', () => {
  const { configuration, set, symbol, values } = configure(`
config A
	bool "a"
config B
	bool "b"
	depends on A
`)
  set('A', 'y')
  set('B', 'y')
  set('A', 'n')
  expect(values('B')).toBe('B=n')
  expect(configuration.userValue(symbol('B'))).toBe('y')
  set('A', 'y')
  expect(values('B')).toBe('B=y')
  set('B', undefined)
  expect(configuration.userValue(symbol('B'))).toBeUndefined()
})

test('going back to a snapshot brings the values back, and counts as a change', () => {
  const { configuration, set, values } = configure(`${modules}
config A
	tristate "a"
config B
	tristate
	default A
config T
	string "t"
`)
  set('A', 'm')
  const before = configuration.snapshot()
  const { revision } = configuration
  set('A', 'y')
  set('T', 'x')
  expect(values('B T')).toBe('B=y T=x')
  configuration.restore(before)
  expect(values('A B T')).toBe('A=m B=m T=')
  expect(configuration.revision).toBeGreaterThan(revision + 2)
  set('A', 'n')
  configuration.restore(before)
  expect(values('B')).toBe('B=m')
})

test('symbols that are not of this tree, and names nothing defines, are refused without a crash', () => {
  const { configuration, symbol } = configure('config A\n\tbool "a" if GHOST\n')
  const foreign = parse('config Z\n\tbool "z"\n').symbols.get('Z')
  if (!foreign) throw new Error('no Z')
  expect(configuration.setUserValue(symbol('GHOST'), 'y')).toBe(false)
  expect(configuration.setUserValue(symbol('A'), '')).toBe(false)
  expect(configuration.text(symbol('GHOST'))).toBe('GHOST')
})

/** All that can be asked of a symbol. */
function factsOf(configuration: ReturnType<typeof createConfiguration>, symbol: KconfigSymbol): string {
  return [
    symbol.name,
    configuration.text(symbol),
    configuration.tristate(symbol),
    configuration.visibility(symbol),
    configuration.reverseDependency(symbol),
    configuration.implied(symbol),
    configuration.written(symbol),
    configuration.assignable(symbol).join(''),
    JSON.stringify(configuration.range(symbol)),
    configuration.selection(symbol)?.name,
  ].join(' ')
}

/** A random tree; where C and the engine refuse one, the next is tried. */
function treeWithoutCircles(seed: number) {
  for (let attempt = 0; attempt < 50; attempt++) {
    const { text, random } = randomTree(seed * 1000 + attempt)
    try {
      return { tree: parse(text), random }
    } catch (error) {
      if (!(error instanceof SmartError)) throw error
    }
  }
  throw new Error('fifty circles in a row')
}

describe('values after any sequence of changes are those of an evaluation from scratch', () => {
  /** Sets, takes back, looks at some, goes back; after each step everything is compared. */
  function wander(tree: KconfigTree, random: () => number, steps: number): void {
    const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item
    const symbols = [...tree.symbols.values(), ...tree.choices].filter(({ nodes }) => nodes.length > 0)
    const configuration = createConfiguration(tree)
    const kept = [configuration.snapshot()]
    for (let step = 0; step < steps; step++) {
      const symbol = pick(symbols)
      if (random() < 0.05) kept.push(configuration.snapshot())
      if (random() < 0.05) configuration.restore(pick(kept))
      else configuration.setUserValue(symbol, pick(['y', 'y', 'm', 'n', '5', '40', undefined]))
      for (let looks = random() * 5; looks > 0; looks--) configuration.text(pick(symbols))
      const scratch = createConfiguration(tree, new UserValues(tree, configuration.snapshot().given))
      const facts = symbols.map((one) => factsOf(configuration, one))
      expect(facts).toEqual(symbols.map((one) => factsOf(scratch, one)))
    }
  }

  test.each(Array.from({ length: 40 }, (_, seed) => seed + 1))('random tree %i', (seed) => {
    const { tree, random } = treeWithoutCircles(seed)
    wander(tree, random, 40)
  })
})
