import { describe, expect, test } from 'vitest'
import { runMode } from '../../src/kconfig/index.ts'
import { parse } from './tree.ts'

const text = `
config MODULES
	bool "modules"
	modules
config B
	bool "b"
config T
	tristate "t"
config N
	int "n"
config H
	hex "h"
config S
	string "s"
choice
	prompt "pick"
	tristate
config X
	tristate "x"
config Y
	tristate "y"
endchoice
config MENTIONS
	bool
	depends on GHOST
`

function read(config: string, options: { warnUnknown?: boolean; dialect?: 'busybox' } = {}) {
  const tree = parse(text)
  const { messages, configuration } = runMode('olddefconfig', tree, {
    config: { name: '.config', text: config },
    ...options,
  })
  const value = (name: string) => {
    const symbol = tree.symbols.get(name)
    return symbol && configuration.text(symbol)
  }
  return { messages: messages.map(({ line, message }) => `${line}: ${message}`), value }
}

describe('a .config is read as C reads it, line by line', () => {
  test('all kinds of values; the last of several lines counts', () => {
    const { messages, value } = read(
      'CONFIG_MODULES=y\nCONFIG_B=y\nCONFIG_T=m\nCONFIG_N=-5\nCONFIG_H=0xAB\nCONFIG_S="a \\"b\\" \\\\c"\n\n# a comment\nCONFIG_B=y\n# CONFIG_B is not set\n',
    )
    expect(['B', 'T', 'N', 'H', 'S'].map(value)).toEqual(['n', 'm', '-5', '0xAB', 'a "b" \\c'])
    expect(messages).toEqual(['9: override: reassigning to symbol B', '10: override: reassigning to symbol B'])
  })

  test('lines that end with CRLF are like others', () => {
    const { messages, value } = read('CONFIG_B=y\r\n\r\nCONFIG_N=7\r\n# CONFIG_T is not set\r\nCONFIG_S="x"\r\n')
    expect(messages).toEqual([])
    expect(['B', 'N', 'S'].map(value)).toEqual(['y', '7', 'x'])
  })

  test('malformed lines are reported with their number, and change nothing', () => {
    const { messages, value } = read(
      'rubbish\n  CONFIG_B=y\nCONFIG_B=x\nCONFIG_B=m\nCONFIG_N=07\nCONFIG_H=xyz\nCONFIG_S="open\nCONFIG_S=bare\nCONFIG_B\n#CONFIG_B is not set\n',
    )
    expect(messages).toEqual([
      '1: unexpected data: rubbish',
      '2: unexpected data:   CONFIG_B=y',
      "3: symbol value 'x' invalid for B",
      "4: symbol value 'm' invalid for B",
      "5: symbol value '07' invalid for N",
      "6: symbol value 'xyz' invalid for H",
      '7: invalid string found',
    ])
    expect(['B', 'N', 'S'].map(value)).toEqual(['n', '', ''])
  })

  test('unknown symbols are reported when asked for; those only mentioned are no surprise', () => {
    const config = 'CONFIG_NOWHERE=y\nCONFIG_GHOST=y\n'
    expect(read(config).messages).toEqual([])
    expect(read(config, { warnUnknown: true }).messages).toEqual(['1: unknown symbol: NOWHERE'])
  })

  test('members of a choice that contradict each other', () => {
    const { messages, value } = read('CONFIG_MODULES=y\nCONFIG_X=y\nCONFIG_Y=y\n')
    expect(messages).toEqual(['3: override: Y changes choice state'])
    expect(['X', 'Y'].map(value)).toEqual(['n', 'y'])
    expect(read('CONFIG_MODULES=y\nCONFIG_X=y\nCONFIG_Y=m\n').messages).toEqual([
      '3: Y creates inconsistent choice state',
    ])
  })

  test('a NUL, no newline at the end, lines of a megabyte and nothing at all are no trouble', () => {
    expect(read('CONFIG_B=y\0n\nCONFIG_N=3').value('N')).toBe('3')
    expect(read('').messages).toEqual([])
    const long = 'x'.repeat(1_000_000)
    expect(read(`CONFIG_S="${long}"\n`).value('S')).toBe(long)
    expect(read(`${long}\n`).messages).toHaveLength(1)
  })
})
