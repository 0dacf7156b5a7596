import { expect, test } from 'vitest'
import { formatDotConfig, parseDotConfig } from '../../src/kconfig/index.ts'

test('a .config is read as the kernel reads it: switched-off symbols, quoted text, CRLF, the last of two lines', () => {
  const text =
    '#\n# Linux/x86\n#\nCONFIG_A=y\r\n# CONFIG_B is not set\nCONFIG_S="a \\"b\\" \\\\c"\nCONFIG_H=0x10\nCONFIG_A=m\nCONFIG_BAD="x\nnonsense\n'
  const { values, problems } = parseDotConfig(text)
  expect([...values]).toEqual([
    ['A', 'm'],
    ['B', 'n'],
    ['S', 'a "b" \\c'],
    ['H', '0x10'],
  ])
  expect(problems).toEqual([
    { line: 8, text: 'CONFIG_A=m', kind: 'repeated' },
    { line: 9, text: 'CONFIG_BAD="x', kind: 'malformed' },
    { line: 10, text: 'nonsense', kind: 'malformed' },
  ])
})

test('a fragment is written sorted and can be read back; otherwise a key would change from run to run', () => {
  const values = new Map<string, string | number>([
    ['S', 'a "b" \\c'],
    ['B', 'n'],
    ['A', 'm'],
    ['I', 17],
    ['H', '0x1f'],
    ['EMPTY', ''],
  ])
  const text = formatDotConfig(values)
  expect(text).toBe(
    'CONFIG_A=m\n# CONFIG_B is not set\nCONFIG_EMPTY=""\nCONFIG_H=0x1f\nCONFIG_I=17\nCONFIG_S="a \\"b\\" \\\\c"\n',
  )
  expect(parseDotConfig(text).values.get('S')).toBe('a "b" \\c')
})

test('where the type is known, a text that looks like a number is still quoted', () => {
  expect(formatDotConfig(new Map([['S', '12']]), () => 'string')).toBe('CONFIG_S="12"\n')
  expect(formatDotConfig(new Map([['S', 'n']]), () => 'string')).toBe('CONFIG_S="n"\n')
})

test('a value cannot smuggle in a second line, nor a name anything at all', () => {
  expect(() => formatDotConfig(new Map([['S', 'a\nCONFIG_EVIL=y']]))).toThrow(/line break/)
  expect(() => formatDotConfig(new Map([['S=y\nCONFIG_EVIL', 'y']]))).toThrow(/not the name/)
})
