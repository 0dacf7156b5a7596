/** Who holds a symbol at its value, and what is said of it. */
import { describe, expect, test } from 'vitest'
import { createConfiguration, type KconfigConfiguration } from '../../src/kconfig/configuration.ts'
import { explainSymbol } from '../../src/kconfig/explain-symbol.ts'
import { explanationLines } from '../../src/kconfig/explanation-lines.ts'
import { holderWords, valueHolder } from '../../src/kconfig/value-holder.ts'
import { parse, symbolOf } from './tree.ts'

const kconfig = `
config MODULES
	bool "Modules"
	modules
config NET
	bool "Networking"
config CARD
	tristate "Card"
	depends on NET
	select LIB
	imply EXTRA
config LIB
	tristate
config EXTRA
	bool "Extra"
config DERIVED
	bool
	default y if NET
config QUIET
	bool "Quiet"
	default y
config ORPHAN
	bool
choice
	prompt "Kind"
config FIRST
	bool "First"
config SECOND
	bool "Second"
endchoice
config SIZE
	int "Size"
	range 10 20 if NET
	range 1 99
	default 5
config TWO
	bool "Here" if FIRST
	bool "There" if NET && CARD
`

function configure(given: Record<string, string>): KconfigConfiguration {
  const configuration = createConfiguration(parse(kconfig))
  for (const [name, value] of Object.entries(given))
    configuration.setUserValue(symbolOf(configuration.tree, name), value)
  return configuration
}

describe('the holder of a value', () => {
  test.each([
    ['CARD', {}, 'its dependencies are not met'],
    ['CARD', { NET: 'y' }, 'nothing sets it'],
    ['CARD', { NET: 'y', CARD: 'y' }, 'set in the configuration'],
    ['CARD', { NET: 'y', CARD: 'n' }, 'set in the configuration'],
    ['LIB', { NET: 'y', CARD: 'y' }, 'selected by CARD'],
    ['LIB', {}, 'nothing sets it'],
    ['EXTRA', { NET: 'y', CARD: 'y' }, 'implied by CARD'],
    ['DERIVED', { NET: 'y' }, 'default y if NET'],
    ['QUIET', {}, 'default y'],
    ['ORPHAN', {}, 'nothing sets it'],
    ['FIRST', {}, 'FIRST is chosen'],
    ['FIRST', { SECOND: 'y' }, 'SECOND is chosen'],
    ['SIZE', {}, 'default 5'],
    ['SIZE', { NET: 'y' }, 'kept in the range 10..20'],
    ['SIZE', { SIZE: '7' }, 'set in the configuration'],
  ] as const)('of %s with %o: %s', (name, given, words) => {
    const configuration = configure(given)
    expect(holderWords(valueHolder(symbolOf(configuration.tree, name), configuration))).toBe(words)
  })
})

function linesOf(name: string, given: Record<string, string> = {}): string[] {
  const configuration = configure(given)
  return explanationLines(explainSymbol(configuration, symbolOf(configuration.tree, name)))
}

describe('the explanation', () => {
  test('of what is off names the prompt, what it lacks, and what would switch it on', () => {
    expect(linesOf('CARD')).toEqual([
      'kernel symbol CARD=n (tristate): its dependencies are not met',
      '  "Card" in Kconfig:7, hidden',
      '    needs NET=y (is n)',
      '  depends on NET',
      '  y takes:',
      '    NET=y   CARD depends on it',
      '    CARD=y  wanted',
      '    follows: LIB n → y (selected by CARD)',
      '    follows: EXTRA n → y (implied by CARD)',
      '    follows: DERIVED n → y (default y if NET)',
      '    follows: SIZE 5 → 10 (kept in the range 10..20)',
    ])
  })

  test('of what is selected names what would have to go', () => {
    expect(linesOf('LIB', { NET: 'y', CARD: 'y' })).toEqual([
      'kernel symbol LIB=y (tristate): selected by CARD',
      '  no prompt, in Kconfig:12',
      '  n takes:',
      '    CARD=n  LIB goes with it',
      '    lowered: LIB y → n (nothing sets it)',
      '    lowered: EXTRA y → n (nothing sets it)',
    ])
  })

  test('of a symbol with several prompts tells of each what it lacks', () => {
    expect(linesOf('TWO', { SECOND: 'y' }).slice(1, 5)).toEqual([
      '  "Here" in Kconfig:36, hidden',
      '    needs FIRST=y (is n)',
      '  "There" in Kconfig:36, hidden',
      '    needs NET=y (is n) and CARD=m or y (is n)',
    ])
  })

  test('of what nothing can switch on says so', () => {
    expect(linesOf('ORPHAN').at(-1)).toBe(
      '  ORPHAN cannot be y: it has no prompt, and nothing selects it. Nothing in this tree makes ORPHAN=y.',
    )
  })
})
