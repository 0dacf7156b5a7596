import { expect, test } from 'vitest'
import { mergeFragments } from '../../src/kconfig/index.ts'
import { parse } from './tree.ts'

const tree = parse(`
config NET
	bool "net"
config INET
	bool "inet"
	depends on NET
config SIZE
	int "size"
	range 1 100
	default 10
config ADDRESS
	hex "address"
	default 0x0
config NAME
	string "name"
choice
	prompt "pick"
config C1
	bool "c1"
config C2
	bool "c2"
endchoice
`)

const merge = (...texts: string[]) =>
  mergeFragments(
    tree,
    texts.map((text, index) => ({ name: `part${index + 1}`, text })),
  )

test('a later fragment replaces what an earlier one says, and that is told', () => {
  const { text, redefined, dropped } = merge(
    'CONFIG_NET=y\nCONFIG_SIZE=20\nCONFIG_C1=y\nCONFIG_NAME="a b"\n',
    'CONFIG_SIZE=30\nCONFIG_INET=y\nCONFIG_C2=y\n# CONFIG_C1 is not set\nCONFIG_ADDRESS=0xFf\n',
  )
  expect(text).toBe(
    'CONFIG_NET=y\nCONFIG_INET=y\nCONFIG_SIZE=30\nCONFIG_ADDRESS=0xFf\nCONFIG_NAME="a b"\n# CONFIG_C1 is not set\nCONFIG_C2=y\n',
  )
  expect(dropped).toEqual([])
  expect(redefined).toEqual([
    {
      symbol: 'SIZE',
      previous: { file: 'part1', line: 2, value: '20' },
      next: { file: 'part2', line: 1, value: '30' },
    },
    { symbol: 'C1', previous: { file: 'part1', line: 3, value: 'y' }, next: { file: 'part2', line: 4, value: 'n' } },
  ])
})

test('what did not survive is named with its reason', () => {
  const { dropped } = merge('CONFIG_INET=y\n', 'CONFIG_SIZE=500\nCONFIG_NOPE=y\n# CONFIG_ALSO_NOT_THERE is not set\n')
  expect(dropped.map(({ symbol, reason }) => `${symbol}: ${reason}`)).toEqual([
    'INET: unmet-dependency',
    'SIZE: out-of-range',
    'NOPE: unknown-symbol',
  ])
  expect(dropped[0]?.sentence).toContain('NET=y (is n)')
})

test('messages name the fragment that a line is from', () => {
  const { messages } = merge('CONFIG_NET=y\n', '\nrubbish\nCONFIG_NET=maybe\r\n')
  expect(messages.map(({ file, line, message }) => `${file}:${line}: ${message}`)).toEqual([
    'part2:2: unexpected data: rubbish',
    "part2:3: symbol value 'maybe' invalid for NET",
  ])
})

test('each request that did not survive is told with its place', () => {
  const { dropped } = merge('\nCONFIG_INET=y\n', '\n\nCONFIG_NOPE=y')
  expect(dropped.map(({ file, line, symbol }) => `${file}:${line} ${symbol}`)).toEqual(['part1:2 INET', 'part2:3 NOPE'])
})

test('off is what the file says, whether the symbol is written or not', () => {
  expect(merge('# CONFIG_INET is not set\n# CONFIG_NET is not set\n').dropped).toEqual([])
})

test('what nobody asks for gets its default, or n', () => {
  const other = parse('config A\n\tbool "a"\n\tdefault y\nconfig S\n\tstring "s"\n')
  const of = (unset: 'default' | 'no') => mergeFragments(other, [{ name: 'f', text: 'CONFIG_S="x"' }], { unset }).text
  expect(of('default')).toBe('CONFIG_A=y\nCONFIG_S="x"\n')
  expect(of('no')).toBe('# CONFIG_A is not set\nCONFIG_S="x"\n')
})
