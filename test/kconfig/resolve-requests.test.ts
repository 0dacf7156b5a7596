/** Requests over a base fragment on a tree: what is added, what is refused. */
import { describe, expect, test } from 'vitest'
import { resolveRequests } from '../../src/kconfig/index.ts'
import { parse } from './tree.ts'

const tree = parse(`
config MODULES
	bool "Modules"
	modules
config GATE
	bool "Gate"
	default y
config BUS
	tristate "Bus"
	depends on GATE
config CARD
	tristate "Card"
	depends on BUS
config FEATURE
	bool "Feature"
	depends on BUS
config SMALL
	bool "Small"
config BIG
	bool "Big"
	depends on !SMALL
config NAME
	string "Name"
	depends on GATE
`)

function resolve(base: string, requests: Record<string, string | number>) {
  const { added, problems, configuration } = resolveRequests(tree, base, new Map(Object.entries(requests)))
  return {
    added: added.map(({ symbol, value, servedSymbol }) => `${symbol}=${value} for ${servedSymbol}`),
    problems: problems.map(({ why }) => why),
    value: (name: string) => configuration.text(tree.symbols.get(name) ?? tree.root.symbol ?? raise(name)),
  }
}

function raise(name: string): never {
  throw new Error(`no ${name}`)
}

describe('requests', () => {
  test('stay as they are where the base and they bring all they need', () => {
    const { added, problems, value } = resolve('CONFIG_GATE=y\n', { BUS: 'y', CARD: 'y' })
    expect([added, problems, value('CARD')]).toEqual([[], [], 'y'])
  })

  test('get what they depend on, although allnoconfig switches even defaults off', () => {
    const { added, value } = resolve('', { CARD: 'y', NAME: 'x y' })
    expect(added).toEqual(['BUS=y for CARD', 'GATE=y for CARD'])
    expect([value('CARD'), value('NAME')]).toEqual(['y', 'x y'])
  })

  test('for modules get modules, and what serves something built in is built in', () => {
    expect(resolve('CONFIG_GATE=y\n', { CARD: 'm' }).added).toEqual(['BUS=m for CARD', 'MODULES=y for CARD'])
    expect(resolve('CONFIG_GATE=y\n', { CARD: 'm', FEATURE: 'y' }).added).toEqual([
      'BUS=y for FEATURE',
      'MODULES=y for CARD',
    ])
  })

  test('are the same whatever the order they come in', () => {
    const forth = resolve('', { CARD: 'm', FEATURE: 'y', BIG: 'y' })
    const back = resolve('', { BIG: 'y', FEATURE: 'y', CARD: 'm' })
    expect(back.added).toEqual(forth.added)
  })

  test('win over the base where they name the same symbol, and nowhere else', () => {
    expect(resolve('CONFIG_SMALL=y\n', { SMALL: 'n', BIG: 'y' })).toMatchObject({ added: [], problems: [] })
    expect(resolve('CONFIG_SMALL=y\n', { BIG: 'y' }).problems).toEqual([
      'BIG cannot be y: it needs SMALL=n (is y). SMALL=y is to be kept.',
    ])
  })

  test('that contradict each other are told as such', () => {
    expect(resolve('', { SMALL: 'y', BIG: 'y' }).problems).toEqual([
      'BIG cannot be y: it needs SMALL=n (is y). SMALL=y is to be kept.',
    ])
  })

  test('for what the tree does not have are told with the nearest names; to want it off is no problem', () => {
    const { problems } = resolveRequests(tree, '', new Map([['CARDS', 'y']]))
    expect(problems).toMatchObject([{ symbol: 'CARDS', unknown: true, nearest: ['CARD'] }])
    expect(resolve('', { CARDS: 'n' }).problems).toEqual([])
  })

  test('of another type than the symbol are refused', () => {
    expect(resolve('', { GATE: 'm' }).problems).toEqual(['GATE is a bool (y or n), so it cannot be m.'])
  })
})
