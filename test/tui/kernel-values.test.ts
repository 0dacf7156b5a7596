/** What the kernel's menu keeps in a profile: whatever is switched, the smallest set of symbols that a build would come to the same with. */
import { describe, expect, it } from 'vitest'
import type { Asked } from '../../src/tui/model/kernel/asked.ts'
import { askedOfOptions, decide, KernelModel, optionLines, waysTo } from '../../src/tui/model/kernel/index.ts'
import { fakeTree } from './fake-kconfig.ts'
import { random } from './random.ts'

const OTHERS: Asked['others'] = new Map([
  ['VIRTIO_NET', { value: 'y', by: ['virtio-net'] }],
  ['E1000', { value: 'y', by: ['e1000'] }],
])

function linux(): { model: KernelModel; take: (own: Asked['own']) => void } {
  const model = new KernelModel(fakeTree('linux'))
  const take = (own: Asked['own']) => model.take({ others: OTHERS, own }, { others: OTHERS, own: new Map() })
  take(new Map())
  return { model, take }
}

const valuesOf = ({ configuration, source }: KernelModel) =>
  Object.fromEntries(
    [...source.tree.symbols.values()]
      .filter(({ constant, nodes }) => !constant && nodes.length > 0)
      .map((symbol) => [symbol.name, configuration.text(symbol)]),
  )

describe('random keys in the menu', () => {
  it('come to what a build would make of the profile, evaluated anew, and say nothing that is so without', () => {
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
    const next = random(seed)
    const { model, take } = linux()
    for (let step = 0; step < 300; step++) {
      const node = model.nodes[Math.floor(next() * model.nodes.length)]
      if (!node?.symbol || node.prompts.length === 0) continue
      const intent = (['next', 'yes', 'no', 'module'] as const)[Math.floor(next() * 4)] ?? 'next'
      const outcome = decide(node, intent, model.configuration)
      const proposal =
        outcome.type === 'assign'
          ? model.propose(outcome.assignments)
          : outcome.type === 'blocked'
            ? waysTo(outcome.symbol, outcome.wanted || 'y', model).ways[0]?.proposal
            : undefined
      if (!proposal) continue
      take(proposal.own)
      const at = `SEED=${seed}, step ${step}, ${node.symbol.name || 'choice'} ${intent}`
      const anew = linux()
      anew.take(new Map(proposal.own))
      expect(valuesOf(model), at).toEqual(valuesOf(anew.model))
      if (outcome.type === 'assign')
        for (const [symbol, value] of outcome.assignments) expect(valuesOf(model)[symbol], at).toBe(value)
      for (const [symbol, value] of proposal.own) {
        const wanted = model.source.tree.symbols.get(symbol)
        expect(wanted && model.configuration.text(wanted), `${at}: ${symbol}`).toBe(value)
      }
    }
    expect(model.own.size).toBeGreaterThan(0)
  })
})

describe('one change', () => {
  it('that is taken back leaves nothing in the profile', () => {
    const { model, take } = linux()
    take(model.propose([['EXPERT', 'y']]).own)
    take(model.propose([['RARE_CARD', 'y']]).own)
    expect(Object.fromEntries(model.own)).toEqual({ EXPERT: 'y', RARE_CARD: 'y' })
    const { own, let: gone } = model.propose([['EXPERT', 'n']])
    expect(gone).toEqual(['RARE_CARD'])
    expect(own.size).toBe(0)
  })

  it('of the recipe itself comes back whole when it is taken back', () => {
    const { model, take } = linux()
    take(model.propose([['NET', 'n']]).own)
    expect(Object.fromEntries(model.own)).toEqual({ NET: 'n' })
    expect(model.propose([['NET', 'y']]).own.size).toBe(0)
  })

  it('of a choice switches the recipe’s own member off', () => {
    const source = { ...fakeTree('linux'), fragment: 'CONFIG_PACK_SMALL=y\n' }
    const model = new KernelModel(source)
    model.take({ others: new Map(), own: new Map() }, { others: new Map(), own: new Map() })
    const { own } = model.propose([['PACK_FAST', 'y']])
    expect(Object.fromEntries(own)).toEqual({ PACK_SMALL: 'n' })
  })

  it('names who would lose what they asked for', () => {
    const { model } = linux()
    expect(model.propose([['PCI', 'n']]).broken).toEqual([{ symbol: 'E1000', by: ['e1000'] }])
    expect(model.propose([['EXPERT', 'y']]).broken).toEqual([])
  })
})

it('requests whose dependencies nobody asks for stand in the menu as the build would meet them', () => {
  const model = new KernelModel(fakeTree('linux'))
  const asked = { others: new Map([['FAST_PATH', { value: 'y', by: ['router'] }]]), own: new Map() }
  model.take(asked, asked)
  expect(valuesOf(model)).toMatchObject({ FAST_PATH: 'y', EXPERT: 'y' })
  const expert = model.source.tree.symbols.get('EXPERT')
  expect(expert && model.wish(expert)?.by).toEqual(['router'])
})

it('texts of a component’s option survive what stands in them', () => {
  const own = new Map([
    ['NAME_PART', 'a "b" \\ c=d'],
    ['LOG_SHIFT', '18'],
    ['PCI', 'n'],
  ])
  const { tree } = fakeTree('linux')
  const lines = optionLines(own, (symbol) => tree.symbols.get(symbol)?.type)
  expect(lines).toEqual(['LOG_SHIFT=18', 'NAME_PART="a \\"b\\" \\\\ c=d"', 'PCI=n'])
  expect(new Map(askedOfOptions(lines, []).own)).toEqual(new Map([...own].sort()))
})
