import { describe, expect, test } from 'vitest'
import { configure, modules } from './configure.ts'

const members = (type: string, options = '') => `${modules}
config ON
	bool "on"
	default y
choice
	prompt "pick"
	${type}
	depends on ON
	default B if !ON2
${options}
config A
	${type} "a"
config B
	${type} "b"
config C
	${type} "c"
endchoice
config ON2
	bool "on2"
`

describe('a choice at y has one member', () => {
  test('its default, else the first visible one', () => {
    const { values, set } = configure(members('bool'))
    expect(values('A B C')).toBe('A=n B=y C=n')
    set('ON2', 'y')
    expect(values('A B C')).toBe('A=y B=n C=n')
    set('ON', 'n')
    expect(values('A B C')).toBe('A=n B=n C=n')
  })

  test('setting a member moves the choice; a member is not set to n', () => {
    const { values, set, configuration, symbol } = configure(members('bool'))
    expect(set('C', 'y')).toBe(true)
    expect(values('A B C')).toBe('A=n B=n C=y')
    expect(set('C', 'n')).toBe(false)
    const choice = symbol('C').choice
    expect(choice && configuration.selection(choice)?.name).toBe('C')
    expect(configuration.assignable(symbol('A'))).toEqual([2])
    set('C', undefined)
    expect(values('A B C')).toBe('A=n B=y C=n')
  })

  test('a chosen member that becomes hidden gives way, and comes back', () => {
    const { values, set } = configure(`
config X
	bool "x"
	default y
choice
	prompt "pick"
config A
	bool "a"
config B
	bool "b"
	depends on X
endchoice
`)
    set('B', 'y')
    set('X', 'n')
    expect(values('A B')).toBe('A=y B=n')
    set('X', 'y')
    expect(values('A B')).toBe('A=n B=y')
  })
})

test('a choice of tristates starts at m, where every member is its own', () => {
  const { values, set, configuration, symbol } = configure(members('tristate'))
  const choice = symbol('A').choice
  if (!choice) throw new Error('no choice')
  expect(configuration.tristate(choice)).toBe(1)
  expect(set('A', 'm')).toBe(true)
  expect(set('B', 'm')).toBe(true)
  expect(set('B', 'y')).toBe(false)
  expect(values('A B C')).toBe('A=m B=m C=n')
  expect(configuration.setUserValue(choice, 'n')).toBe(false)
  expect(configuration.setUserValue(choice, 'y')).toBe(true)
  expect(values('A B C')).toBe('A=n B=y C=n')
  set('A', 'y')
  expect(values('A B C')).toBe('A=y B=n C=n')
  configuration.setUserValue(choice, 'm')
  expect(configuration.selection(choice)).toBeUndefined()
  expect(values('B')).toBe('B=m')
})

test('an optional choice can be off, and is so without being asked', () => {
  const { values, configuration, symbol } = configure(members('bool', '\toptional'))
  const choice = symbol('A').choice
  if (!choice) throw new Error('no choice')
  expect(values('A B C')).toBe('A=n B=n C=n')
  expect(configuration.assignable(choice)).toEqual([0, 2])
  configuration.setUserValue(choice, 'y')
  expect(values('A B C')).toBe('A=n B=y C=n')
})

test('a .config tells a choice by its members, the last one at y', () => {
  const text = members('tristate')
  expect(configure(text, 'CONFIG_A=y\nCONFIG_C=y\n').values('A B C')).toBe('A=n B=n C=y')
  expect(configure(text, 'CONFIG_A=m\nCONFIG_C=m\n').values('A B C')).toBe('A=m B=n C=m')
})
