import { describe, expect, test } from 'vitest'
import { createConfiguration, type KconfigConfiguration } from '../../src/kconfig/configuration.ts'
import { applyPlan, planEnable } from '../../src/kconfig/plan-enable.ts'
import type { PlanOptions, PlanResult } from '../../src/kconfig/plan-types.ts'
import { parse, symbolOf } from './tree.ts'

/** A configuration of this text with values given in order. */
function configure(text: string, given: Record<string, string> = {}): KconfigConfiguration {
  const configuration = createConfiguration(parse(text))
  for (const [name, value] of Object.entries(given))
    configuration.setUserValue(symbolOf(configuration.tree, name), value)
  return configuration
}

function plan(configuration: KconfigConfiguration, wants: Record<string, string>, options?: PlanOptions): PlanResult {
  const list = Object.entries(wants).map(([name, value]) => ({ symbol: symbolOf(configuration.tree, name), value }))
  return planEnable(configuration, list, options)
}

/** The assignments as `A=y B=n`, or the status. */
function words(result: PlanResult): string {
  if (result.status !== 'planned') return result.status
  return result.plan.assignments.map(({ symbol, value }) => `${symbol.name}=${value}`).join(' ')
}

/** What the plan says, after making sure that the wants hold once it is applied and that planning changed nothing. */
function solve(text: string, wants: Record<string, string>, given: Record<string, string> = {}): string {
  const configuration = configure(text, given)
  const values = () => [...configuration.tree.symbols.values()].map((symbol) => configuration.text(symbol)).join()
  const before = values()
  const result = plan(configuration, wants)
  expect(values()).toBe(before)
  if (result.status === 'planned') {
    applyPlan(configuration, result.plan)
    for (const [name, value] of Object.entries(wants))
      expect(`${name}=${configuration.text(symbolOf(configuration.tree, name))}`).toBe(`${name}=${value}`)
  }
  return words(result)
}

const modules = 'config MODULES\n\tbool "Modules"\n\tmodules\n'
const bool = (name: string, ...lines: string[]) =>
  `config ${name}\n\tbool "${name}"\n${lines.map((line) => `\t${line}\n`).join('')}`
const tristate = (name: string, ...lines: string[]) => bool(name, ...lines).replace('\tbool', '\ttristate')
const hidden = (name: string, ...lines: string[]) =>
  `config ${name}\n\tbool\n${lines.map((line) => `\t${line}\n`).join('')}`

describe('planEnable', () => {
  test('says so where nothing is to be done', () => {
    expect(solve(bool('A', 'default y'), { A: 'y' })).toBe('already')
  })

  test('gives dependencies first, each once', () => {
    const text = bool('NET') + bool('ETHERNET', 'depends on NET') + bool('CARD', 'depends on ETHERNET && NET')
    expect(solve(text, { CARD: 'y' })).toBe('NET=y ETHERNET=y CARD=y')
  })

  test('takes the cheaper side of an or', () => {
    const text = bool('DEEP') + bool('A', 'depends on DEEP') + bool('B') + bool('X', 'depends on A || B')
    expect(solve(text, { X: 'y' })).toBe('B=y X=y')
  })

  test('switches a negated term off, and its selector with it', () => {
    const text = bool('SELECTOR', 'select A') + bool('A') + bool('X', 'depends on !A')
    expect(solve(text, { X: 'y' }, { SELECTOR: 'y' })).toBe('SELECTOR=n X=y')
    expect(solve(text, { X: 'y' }, { SELECTOR: 'y', A: 'y' })).toBe('SELECTOR=n A=n X=y')
  })

  test('reaches a symbol without prompt through a selector', () => {
    const text = hidden('LIB') + bool('BUS') + bool('FAR', 'depends on BUS', 'select LIB') + bool('NEAR', 'select LIB')
    expect(solve(text, { LIB: 'y' })).toBe('NEAR=y')
  })

  test('meets the condition of a select', () => {
    const text = hidden('LIB') + bool('C') + bool('NEAR', 'select LIB if C')
    expect(solve(text, { LIB: 'y' })).toBe('C=y NEAR=y')
  })

  test('reaches a symbol through a default and through an imply', () => {
    expect(solve(bool('A') + hidden('D', 'default y if A'), { D: 'y' })).toBe('A=y')
    expect(solve(bool('A') + bool('B') + hidden('D', 'default A && B'), { D: 'y' })).toBe('A=y B=y')
    expect(solve(bool('A', 'imply D') + bool('N') + hidden('D', 'depends on N'), { D: 'y' })).toBe('A=y N=y')
  })

  test('puts an earlier default out of the way', () => {
    const text = bool('FIRST') + bool('SECOND') + hidden('D', 'default n if FIRST', 'default y if SECOND')
    expect(solve(text, { D: 'y' }, { FIRST: 'y' })).toBe('FIRST=n SECOND=y')
  })

  test('selects a symbol whose own prompt cannot show', () => {
    const text = bool('A', 'depends on NEVER') + bool('S', 'select A')
    expect(solve(text, { A: 'y' })).toBe('S=y')
  })

  test('chooses the member of a choice, and says what it lowers', () => {
    const text = `choice\n\tprompt "One"\n${bool('P')}${bool('Q', 'depends on N')}endchoice\n${bool('N')}`
    const configuration = configure(text)
    const result = plan(configuration, { Q: 'y' })
    expect(words(result)).toBe('N=y Q=y')
    if (result.status !== 'planned') return
    expect(result.plan.lowered.map(({ symbol, from, to, by }) => `${symbol.name} ${from}→${to} ${by}`)).toEqual([
      'P y→n Q is chosen',
    ])
  })

  test('switches the member of a choice off by choosing another one', () => {
    const text = `choice\n\tprompt "One"\n${bool('P')}${bool('Q')}endchoice\n${bool('X', 'depends on !P')}`
    expect(solve(text, { X: 'y' })).toBe('Q=y X=y')
    expect(solve(text, { P: 'n' })).toBe('Q=y')
  })

  test('switches MODULES on for m', () => {
    const text = modules + bool('NET') + tristate('CARD', 'depends on NET')
    expect(solve(text, { CARD: 'm' })).toBe('MODULES=y NET=y CARD=m')
  })

  test('sets what a wanted y depends on to y where m would do, so that it is there at boot', () => {
    const text = modules + tristate('BUS') + bool('FEATURE', 'depends on BUS')
    expect(solve(text, { FEATURE: 'y' }, { MODULES: 'y' })).toBe('BUS=y FEATURE=y')
  })

  test('finds m where a dependency is m only', () => {
    const text = `${modules}${tristate('TEST', 'depends on m')}`
    expect(solve(text, { TEST: 'm' })).toBe('MODULES=y TEST=m')
    expect(solve(text, { TEST: 'y' }, { MODULES: 'y' })).toBe('unreachable')
  })

  test('goes down from y to m, and lowers the selector too', () => {
    const text = modules + tristate('LIB') + tristate('USER', 'select LIB')
    expect(solve(text, { LIB: 'm' }, { MODULES: 'y', USER: 'y', LIB: 'y' })).toBe('USER=m LIB=m')
  })

  test('meets comparisons of tristates, numbers and texts', () => {
    expect(solve(modules + tristate('A') + bool('X', 'depends on A = m'), { X: 'y' })).toBe('MODULES=y A=m X=y')
    const number = 'config BITS\n\tint "Bits"\n\trange 8 64\n\tdefault 8\n'
    expect(solve(number + bool('X', 'depends on BITS >= 32'), { X: 'y' })).toBe('BITS=32 X=y')
    expect(solve(number + bool('X', 'depends on BITS > 32'), { X: 'y' })).toBe('BITS=33 X=y')
    expect(solve(number + bool('X', 'depends on BITS != 8'), { X: 'y' })).toBe('BITS=9 X=y')
    expect(solve(number + bool('X', 'depends on BITS > 64'), { X: 'y' })).toBe('unreachable')
    const text = 'config NAME\n\tstring "Name"\n\tdefault "a"\n'
    expect(solve(text + bool('X', 'depends on NAME = "b c"'), { X: 'y' })).toBe('NAME=b c X=y')
  })

  test('meets a comparison through the default of a number without prompt', () => {
    const text = `${bool('FIVE')}config LEVELS\n\tint\n\tdefault 5 if FIVE\n\tdefault 4\n${bool('X', 'depends on LEVELS > 4')}`
    expect(solve(text, { X: 'y' })).toBe('FIVE=y X=y')
  })

  test('sets numbers and texts themselves, with what they depend on', () => {
    const text = `${bool('N')}config SIZE\n\tint "Size"\n\tdepends on N\n\trange 1 10\n`
    expect(solve(text, { SIZE: '7' })).toBe('N=y SIZE=7')
    expect(solve(text, { SIZE: '11' })).toBe('not-found')
  })

  test('solves several wants together, and keeps what is to be kept', () => {
    const text = bool('N') + bool('A', 'depends on N') + bool('B', 'depends on !N') + bool('C')
    expect(solve(text, { A: 'y', C: 'y' })).toBe('N=y A=y C=y')
    expect(solve(text, { A: 'y', B: 'y' })).toBe('not-found')
    const configuration = configure(text, { N: 'y', A: 'y' })
    expect(words(plan(configuration, { B: 'y' }))).toBe('N=n B=y')
    const keep = new Set([symbolOf(configuration.tree, 'A')])
    expect(words(plan(configuration, { B: 'y' }, { keep }))).toBe('not-found')
    keep.add(symbolOf(configuration.tree, 'N'))
    expect(words(plan(configuration, { B: 'y' }, { keep }))).toBe('unreachable')
  })

  test('does not keep an assignment that is not needed', () => {
    const text = bool('A') + bool('X', 'depends on A', 'default y')
    expect(solve(text, { X: 'y' })).toBe('A=y')
  })

  test('switches off what is selected with its selectors, and what comes by default with its reason', () => {
    const text = bool('S1', 'select T') + bool('S2', 'select T') + hidden('T') + hidden('D', 'default S1')
    expect(solve(text, { T: 'n' }, { S1: 'y', S2: 'y' })).toBe('S1=n S2=n')
    expect(solve(text, { D: 'n' }, { S1: 'y', S2: 'y' })).toBe('S1=n')
  })

  test('tells what follows by itself, who holds it, and why each value is given', () => {
    const text =
      bool('NET') + bool('CARD', 'depends on NET', 'select CRC') + hidden('CRC') + bool('OLD', 'depends on !CARD')
    const configuration = configure(text, { OLD: 'y' })
    const result = plan(configuration, { CARD: 'y' })
    if (result.status !== 'planned') throw new Error(result.status)
    const { assignments, automatic, lowered } = result.plan
    expect(assignments.map(({ symbol, from, value, why }) => [symbol.name, from, value, why])).toEqual([
      ['NET', 'n', 'y', 'CARD depends on it'],
      ['CARD', 'n', 'y', 'wanted'],
    ])
    expect(automatic.map(({ symbol, to, by }) => [symbol.name, to, by])).toEqual([['CRC', 'y', 'selected by CARD']])
    expect(lowered.map(({ symbol, to, by }) => [symbol.name, to, by])).toEqual([
      ['OLD', 'n', 'its dependencies are not met'],
    ])
  })

  test('offers the other side of an or and the other selector', () => {
    const text = bool('A') + bool('B') + bool('X', 'depends on A || B')
    const result = plan(configure(text), { X: 'y' }, { alternatives: 3 })
    if (result.status !== 'planned') throw new Error(result.status)
    expect(result.alternatives.map((other) => words({ status: 'planned', plan: other, alternatives: [] }))).toEqual([
      'B=y X=y',
    ])
    const selectors = plan(
      configure(hidden('L') + bool('S', 'select L') + bool('T', 'select L')),
      { L: 'y' },
      { alternatives: 3 },
    )
    if (selectors.status !== 'planned') throw new Error(selectors.status)
    expect(selectors.alternatives.map((other) => words({ status: 'planned', plan: other, alternatives: [] }))).toEqual([
      'T=y',
    ])
  })

  test('says what nothing can change', () => {
    const configuration = configure(bool('X', 'depends on A') + bool('A', 'depends on ARM'))
    const result = plan(configuration, { X: 'y' })
    if (result.status !== 'unreachable') throw new Error(result.status)
    expect(result.obstacles.map(({ symbol, why, impossible }) => [symbol.name, why, impossible])).toEqual([
      ['X', 'X cannot be y: it needs A=y (is n). A in turn needs ARM=y (never so for this architecture).', ['ARM=y']],
    ])
  })

  test('names of several wants the hopeless ones only, and two values for one symbol', () => {
    const configuration = configure(bool('X', 'depends on ARM') + bool('B') + bool('C'))
    const result = plan(configuration, { B: 'y', X: 'y' })
    expect(result.status === 'unreachable' && result.obstacles.map(({ symbol }) => symbol.name)).toEqual(['X'])
    const symbol = symbolOf(configuration.tree, 'B')
    const twice = ['y', 'n'].map((value) => ({ symbol, value }))
    const both = planEnable(configuration, twice)
    expect(both.status === 'unreachable' && both.obstacles[0]?.why).toBe('B is wanted with two values.')
  })

  test('refuses values that are none of the type, and symbols that no entry defines', () => {
    const configuration = configure(bool('X', 'depends on GHOST'))
    const result = plan(configuration, { X: 'm' })
    expect(result.status === 'unreachable' && result.obstacles[0]?.why).toBe('X is a bool (y or n), so it cannot be m.')
    const ghost = plan(configuration, { GHOST: 'y' })
    expect(ghost.status === 'unreachable' && ghost.obstacles[0]?.why).toMatch(/no symbol GHOST/)
  })
})
