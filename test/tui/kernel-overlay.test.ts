/** Own symbols laid on and lifted off in place leave what laying them on fresh values does, whatever was there before. */
import { expect, test } from 'vitest'
import type { KconfigConfiguration } from '../../src/kconfig/configuration.ts'
import { type KconfigSymbol, runMode } from '../../src/kconfig/index.ts'
import { Overlay } from '../../src/tui/model/kernel/overlay.ts'
import { parse } from '../kconfig/tree.ts'
import { randomFrom } from '../kconfig-c/random.ts'

const TREE = `
config MODULES
	bool "modules"
	modules
config BUS
	tristate "bus"
config CARD
	tristate "card"
	depends on BUS
	select SPEED
config SPEED
	tristate
config SIZE
	int "size" if BUS
	range 1 64 if !CARD
	range 16 64
	default 8
config NAME
	string "name"
	default "nobody"
choice
	prompt "how"
	default SLOW
config SLOW
	bool "slow"
config FAST
	bool "fast"
	depends on CARD
config FASTER
	bool "faster"
endchoice
`
const VALUES: Record<string, readonly string[]> = {
  MODULES: ['y', 'n'],
  BUS: ['y', 'm', 'n'],
  CARD: ['y', 'm', 'n'],
  SIZE: ['2', '32', '99', 'n'],
  NAME: ['one', 'a "quoted" one', ''],
  SLOW: ['y', 'n'],
  FAST: ['y', 'n'],
  FASTER: ['y', 'n'],
  NO_SUCH: ['y'],
}

test('two configurations over the same values, taken at random from one set of own symbols to the next', () => {
  const tree = parse(TREE)
  const symbols = [...tree.symbols.values(), ...tree.choices]
  const facts = (of: KconfigConfiguration) => symbols.map((symbol) => factsOf(of, symbol))
  const base = runMode('alldefconfig', tree, {}).configuration.snapshot().given
  const overlay = new Overlay(tree, base)
  const kept = [overlay.configuration(), overlay.configuration()]
  const random = randomFrom(7)
  const seen = new Set<string>()
  for (let step = 0; step < 600; step++) {
    const names = Object.keys(VALUES).filter(() => random.chance(0.4))
    const own = new Map(names.map((name) => [name, random.pick(VALUES[name] ?? [])]))
    const one = random.pick(kept)
    one.lay(own)
    const fresh = new Overlay(tree, base).configuration()
    fresh.lay(own)
    expect(facts(one.configuration), JSON.stringify([...own])).toEqual(facts(fresh.configuration))
    seen.add(facts(fresh.configuration).join('\n'))
  }
  expect(seen.size, 'different outcomes').toBeGreaterThan(50)
})

function factsOf(of: KconfigConfiguration, symbol: KconfigSymbol): string {
  return `${symbol.name} ${of.text(symbol)} given ${of.userValue(symbol)} ${of.visibility(symbol)} ${of.written(symbol)} ${of.selection(symbol)?.name}`
}
