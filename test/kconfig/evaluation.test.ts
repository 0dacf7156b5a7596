import { describe, expect, test } from 'vitest'
import { runMode } from '../../src/kconfig/index.ts'
import { configure, modules } from './configure.ts'
import { parse } from './tree.ts'

describe('bool and tristate', () => {
  const text = `${modules}
config NET
	tristate "net"
config DRV
	tristate "driver"
	depends on NET
config HELPER
	tristate
config LIB
	tristate "lib"
	default y
`

  test('a visible value is held down by what the symbol depends on', () => {
    const { values, set } = configure(text)
    expect(set('NET', 'm')).toBe(true)
    expect(set('DRV', 'y')).toBe(false)
    expect(set('DRV', 'm')).toBe(true)
    expect(values('NET DRV LIB')).toBe('NET=m DRV=m LIB=y')
    set('NET', 'n')
    expect(values('DRV')).toBe('DRV=n')
    set('NET', 'y')
    expect(values('DRV')).toBe('DRV=m')
  })

  test('the first default whose condition holds counts, and its condition limits it', () => {
    const { values, set } = configure(`${modules}
config C
	tristate "c"
config A
	tristate
	default y if C
	default m
`)
    expect(values('A')).toBe('A=m')
    set('C', 'm')
    expect(values('A')).toBe('A=m')
    set('C', 'y')
    expect(values('A')).toBe('A=y')
  })

  test('a select holds a symbol up, also against its dependencies, and a bool at m is y', () => {
    const { configuration, values, set, symbol } = configure(`${modules}
config S
	tristate "s"
	select B
	select T
config B
	bool "b"
	depends on NEVER
config T
	tristate "t"
`)
    set('S', 'm')
    expect(values('B T')).toBe('B=y T=m')
    expect(configuration.visibility(symbol('B'))).toBe(0)
    expect(configuration.reverseDependency(symbol('T'))).toBe(1)
    expect(configuration.assignable(symbol('T'))).toEqual([1, 2])
    expect(set('T', 'n')).toBe(false)
    expect(set('T', 'y')).toBe(true)
  })

  test('an imply suggests, as far as the dependencies go; a person may say no', () => {
    const { values, set, configuration, symbol } = configure(`${modules}
config D
	tristate "d"
config S
	tristate "s"
	imply A
config A
	tristate "a"
	depends on D
`)
    set('D', 'm')
    set('S', 'y')
    expect(values('A')).toBe('A=m')
    expect(configuration.implied(symbol('A'))).toBe(2)
    set('A', 'n')
    expect(values('A')).toBe('A=n')
    set('A', undefined)
    expect(values('A')).toBe('A=m')
  })

  test('without modules m is y and cannot be set', () => {
    const { values, set, configuration, symbol } = configure(`
config MODULES
	bool "m"
	modules
config A
	tristate "a"
	default m
config B
	bool "b"
	depends on m
`)
    expect(values('A B')).toBe('A=y B=n')
    expect(configuration.assignable(symbol('A'))).toEqual([0, 2])
    set('MODULES', 'y')
    expect(values('A')).toBe('A=m')
    expect(configuration.assignable(symbol('A'))).toEqual([0, 1, 2])
    expect(configuration.visibility(symbol('B'))).toBe(2)
  })
})

describe('numbers and text', () => {
  const text = `
config BIG
	bool "big"
config LIMIT
	int "limit"
	default 64
config N
	int "n"
	range 1 LIMIT if !BIG
	range 1 1000
	default 8
config H
	hex "h"
	default 0x10
config T
	string "t"
	default "x y"
config HIDDEN
	int
	range 3 9
`

  test('defaults, ranges and what a range does to nothing', () => {
    const { values, configuration, symbol } = configure(text)
    expect(values('N H T HIDDEN')).toBe('N=8 H=0x10 T=x y HIDDEN=3')
    expect(configuration.range(symbol('N'))).toEqual({ low: '1', high: '64' })
    expect(configuration.written(symbol('HIDDEN'))).toBe(false)
  })

  test('what is out of range or no number is refused', () => {
    const { values, set } = configure(text)
    expect(set('N', '65')).toBe(false)
    expect(set('N', '007')).toBe(false)
    expect(set('N', 'abc')).toBe(false)
    expect(set('N', '64')).toBe(true)
    expect(set('H', 'ff')).toBe(true)
    expect(set('HIDDEN', '5')).toBe(false)
    expect(values('N H')).toBe('N=64 H=0xff')
  })

  test('a range that moves takes the value along, and gives it back', () => {
    const { values, set } = configure(text)
    set('BIG', 'y')
    set('N', '500')
    set('BIG', 'n')
    expect(values('N')).toBe('N=64')
    set('LIMIT', '20')
    expect(values('N')).toBe('N=20')
    set('BIG', 'y')
    expect(values('N')).toBe('N=500')
  })

  test('a number beyond 64 bits is compared as the limit, and a bool read as text is n', () => {
    const { values } = configure(`
config A
	int
	default 99999999999999999999
	range 0 100
config B
	bool
	default y
config C
	string
	default B
`)
    expect(values('A C')).toBe('A=100 C=n')
  })
})

test('a name that nothing defines is n, and compares by its name', () => {
  const { values } = configure(`
config A
	def_bool UNDEFINED
config B
	def_bool UNDEFINED="UNDEFINED"
config C
	def_bool !UNDEFINED
`)
  expect(values('A B C')).toBe('A=n B=y C=y')
})

describe('what cannot be had is not looked at further, and is the same for that', () => {
  /** A configuration with nothing in it, in the short way and in the one that looks at all that C looks at. */
  const bothWays = (text: string) => {
    const tree = parse(text)
    const config = { name: '.config', text: '' }
    return [runMode('olddefconfig', tree, { config }).text, runMode('alldefconfig', tree).text]
  }

  test('where MODULES itself depends on it', () => {
    const [short, long] = bothWays(`
config MODULES
	bool "mods"
	modules
	default y
	depends on A || Z
config Z
	def_bool y
config A
	bool "a"
	depends on N
	default y if T
config N
	bool
config T
	tristate "t"
	default m
`)
    expect(short).toBe(long)
    expect(short).toContain('CONFIG_T=y\n')
  })

  test('where a condition holds although the dependency does not, since C drops one comparison beside another', () => {
    const [short, long] = bothWays(`
config A
	tristate "a"
	default y
config B
	bool "b"
	depends on A!=y
	default y if A="2"
`)
    expect(short).toBe(long)
  })
})
