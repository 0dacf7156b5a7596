import { expect, test } from 'vitest'
import { type KconfigMode, parseKconfig, runMode } from '../../src/kconfig/index.ts'

const tree = () =>
  parseKconfig({
    start: 'Config.in',
    dialect: 'busybox',
    readFile: (path) =>
      path === 'Config.in'
        ? `
mainmenu "Test"
menu "Applets"
config LIB
	bool "library"
	default n
config TOOL
	bool "tool"
	default y
	select LIB
config EXTRA
	bool "extra"
	default y
	depends on TOOL
config LIMIT
	int "limit"
	range 10 20
	default 15
	depends on EXTRA
config HIDDEN
	bool
	default y
endmenu
config LAST
	string "last"
	default "x"
`
        : undefined,
  })

function run(mode: KconfigMode, text?: string) {
  return runMode(mode, tree(), {
    version: '1.35.0',
    ...(text === undefined ? {} : { config: { name: '.config', text } }),
  })
}

test('every symbol is written, menus have no end, and the heading names the version without the time', () => {
  const { heading, text } = run('olddefconfig', '# CONFIG_TOOL is not set\n')
  expect(heading).toBe("#\n# Automatically generated make config: don't edit\n# Busybox version: 1.35.0\n#\n")
  expect(text).toBe(`
#
# Applets
#
# CONFIG_LIB is not set
# CONFIG_TOOL is not set
# CONFIG_EXTRA is not set
CONFIG_LIMIT=0
CONFIG_HIDDEN=y
CONFIG_LAST="x"
`)
})

test('allnoconfig asks twice, so that what was only selected goes too', () => {
  expect(run('allnoconfig').text).toContain('# CONFIG_LIB is not set\n# CONFIG_TOOL is not set\n')
  expect(run('allyesconfig').text).toContain('CONFIG_LIB=y\nCONFIG_TOOL=y\nCONFIG_EXTRA=y\n')
})

test('of two lines the first counts, and unknown names are always reported', () => {
  const { messages, text } = run('olddefconfig', '# CONFIG_EXTRA is not set\nCONFIG_EXTRA=y\nCONFIG_NOPE=y\nrubbish\n')
  expect(messages.map(({ line, message }) => `${line}: ${message}`)).toEqual([
    '2: trying to reassign symbol EXTRA',
    '3: trying to assign nonexistent symbol NOPE',
    '4: unexpected data',
  ])
  expect(text).toContain('# CONFIG_EXTRA is not set')
})
