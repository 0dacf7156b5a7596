import { describe, expect, test } from 'vitest'
import { type KconfigMode, type ModeInput, runMode } from '../../src/kconfig/index.ts'
import { parse, symbolOf } from './tree.ts'

const text = `
mainmenu "Test Configuration"
config MODULES
	bool "modules"
	default y
	modules
menu "Drivers"
comment "Only some"
	depends on A
config A
	tristate "a"
	default m
config B
	bool "b"
	depends on A
config AUTO
	def_bool B
menu "Empty"
endmenu
endmenu
config N
	int "n"
	range 1 10
	default 5
config S
	string "s"
	default "x\\"y"
choice
	prompt "pick"
config C1
	bool "c1"
config C2
	bool "c2"
endchoice
config A
	prompt "a again" if MODULES
`

function run(mode: KconfigMode, config?: string, more: ModeInput = {}): string {
  return runMode(mode, parse(text), {
    ...(config === undefined ? {} : { config: { name: '.config', text: config } }),
    ...more,
  }).text
}

describe('a .config is written as C writes it', () => {
  test('menus with their ends, empty ones too, a blank line after an end, symbols once', () => {
    expect(run('olddefconfig', 'CONFIG_B=y\n')).toBe(`CONFIG_MODULES=y

#
# Drivers
#

#
# Only some
#
CONFIG_A=m
CONFIG_B=y
CONFIG_AUTO=y

#
# Empty
#
# end of Empty
# end of Drivers

CONFIG_N=5
CONFIG_S="x\\"y"
CONFIG_C1=y
# CONFIG_C2 is not set
`)
  })

  test('the heading stands apart, and is the title of the tree', () => {
    expect(runMode('allnoconfig', parse(text)).heading).toBe(
      '#\n# Automatically generated file; DO NOT EDIT.\n# Test Configuration\n#\n',
    )
    expect(runMode('savedefconfig', parse(text)).heading).toBe('')
  })
})

/** Symbols and values of a .config, without comments. */
const values = (config: string) =>
  config
    .split('\n')
    .filter((line) => /^CONFIG_|is not set$/.test(line))
    .join(' ')

describe('modes', () => {
  test('allnoconfig, allmodconfig and allyesconfig answer what is open; text keeps its default', () => {
    expect(values(run('allnoconfig'))).toBe(
      '# CONFIG_MODULES is not set # CONFIG_A is not set CONFIG_N=5 CONFIG_S="x\\"y" CONFIG_C1=y # CONFIG_C2 is not set',
    )
    expect(values(run('allmodconfig'))).toMatch(/^CONFIG_MODULES=y CONFIG_A=m CONFIG_B=y CONFIG_AUTO=y/)
    expect(values(run('allyesconfig'))).toMatch(/^CONFIG_MODULES=y CONFIG_A=y CONFIG_B=y CONFIG_AUTO=y/)
    expect(values(run('alldefconfig'))).toMatch(/^CONFIG_MODULES=y CONFIG_A=m # CONFIG_B is not set CONFIG_N=5/)
  })

  test('what a file of KCONFIG_ALLCONFIG says is kept', () => {
    const allConfig = { name: 'mini.config', text: 'CONFIG_A=y\nCONFIG_N=7\nCONFIG_C2=y\n' }
    expect(values(run('allnoconfig', undefined, { allConfig }))).toBe(
      '# CONFIG_MODULES is not set CONFIG_A=y # CONFIG_B is not set CONFIG_N=7 CONFIG_S="x\\"y" # CONFIG_C1 is not set CONFIG_C2=y',
    )
  })

  test('savedefconfig has only what differs from the defaults, and leads back to the same', () => {
    const config = run('olddefconfig', 'CONFIG_A=y\nCONFIG_B=y\nCONFIG_N=7\nCONFIG_C2=y\n')
    const short = run('savedefconfig', config)
    expect(short).toBe('CONFIG_A=y\nCONFIG_B=y\nCONFIG_N=7\nCONFIG_C2=y\n')
    expect(run('defconfig', short)).toBe(config)
  })

  test('listnewconfig lists what the .config does not answer, n too', () => {
    expect(run('listnewconfig', 'CONFIG_MODULES=y\nCONFIG_A=m\nCONFIG_C1=y\n')).toBe(
      'CONFIG_B=n\nCONFIG_N=5\nCONFIG_S="x\\"y"\nCONFIG_C2=n\n',
    )
    expect(run('listnewconfig', run('olddefconfig'))).toBe('')
  })

  test('a number out of range falls back to the default, as in C not to the nearest bound', () => {
    expect(values(run('olddefconfig', 'CONFIG_N=99\n'))).toContain('CONFIG_N=5')
  })
})

test('what was computed from an out-of-range number stays, as in C; the configuration to go on with does not have it', () => {
  const tree = parse('config N\n\tint "n"\n\trange 1 10\n\tdefault 5\nconfig D\n\tint\n\tdefault N\n')
  const { text: written, configuration } = runMode('olddefconfig', tree, {
    config: { name: 'c', text: 'CONFIG_N=99\n' },
  })
  expect(written).toBe('CONFIG_N=5\nCONFIG_D=10\n')
  expect(['N', 'D'].map((name) => configuration.text(symbolOf(tree, name)))).toEqual(['5', '5'])
  expect(runMode('defconfig', tree, { config: { name: 'c', text: 'CONFIG_N=99\n' } }).text).toBe(
    'CONFIG_N=5\nCONFIG_D=5\n',
  )
})

test('a question that came up with an out-of-range number is listed, as in C, though it went away with that number', () => {
  const tree = parse(
    'config N\n\tint "n"\n\trange 0 5\n\tdefault 5\nconfig K\n\tint "k"\n\tdepends on N="0"\n\tdefault 3\nconfig L\n\tint "l"\n\tdepends on N="5"\n',
  )
  const listed = (text: string) => runMode('listnewconfig', tree, { config: { name: 'c', text } }).text
  expect(listed('CONFIG_N=-1\n')).toBe('CONFIG_N=5\nCONFIG_K=3\n')
  expect(listed('CONFIG_N=5\n')).toBe('CONFIG_L=\n')
})

test('a select against unmet dependencies is told in the words of C', () => {
  const tree = parse(`
config A
	bool "a"
	select B if !OFF
config B
	bool "b"
	depends on NEEDED && (OFF || A)
config NEEDED
	bool "needed"
config OFF
	bool "off"
`)
  const { messages } = runMode('olddefconfig', tree, { config: { name: 'c', text: 'CONFIG_A=y\n' } })
  expect(messages.map(({ message }) => message)).toEqual([
    `WARNING: unmet direct dependencies detected for B
  Depends on [n]: NEEDED [=n] && (OFF [=n] || A [=y])
  Selected by [y]:
  - A [=y] && !OFF [=n]`,
  ])
})

test('a choice whose new member nobody has answered keeps its selection when one goes on from it', () => {
  const tree = parse(`
config MODULES
	def_bool y
	modules
choice
	prompt "pick"
	tristate
config A
	tristate "a"
config NEW
	tristate "new"
endchoice
`)
  const { text: written, configuration } = runMode('olddefconfig', tree, {
    config: { name: 'c', text: 'CONFIG_A=y\n' },
  })
  const a = tree.symbols.get('A')
  expect(written).toContain('CONFIG_A=y\n# CONFIG_NEW is not set\n')
  expect(a && configuration.text(a)).toBe('y')
})

test('defconfig keeps the selection of a choice with a new member, also where another choice needs it', () => {
  const tree = parse(`
config MODULES
	def_bool y
	modules
choice
	prompt "first"
	tristate
config A
	tristate "a"
config NEW
	tristate "new"
endchoice
choice
	prompt "second" if A
config B
	bool "b"
endchoice
`)
  const { text: written } = runMode('defconfig', tree, { config: { name: 'c', text: 'CONFIG_A=y\n' } })
  expect(written).toBe('CONFIG_MODULES=y\nCONFIG_A=y\n# CONFIG_NEW is not set\nCONFIG_B=y\n')
})
