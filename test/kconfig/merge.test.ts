/** Fragments over each other: who counts, what is taken back, what does not survive, and where each of it stands. */
import { expect, test } from 'vitest'
import { mergeFragments } from '../../src/kconfig/index.ts'
import { parse } from './tree.ts'

const tree = parse(
  [
    'config MODULES\n\tbool "modules"\n\tmodules',
    'config A\n\ttristate "a"\n\tdefault y',
    'config B\n\tbool "b"\n\tdepends on A = y',
    'config C\n\tbool',
    'config N\n\tint "n"\n\trange 1 9\n\tdefault 5',
    'config S\n\tstring "s"',
  ].join('\n'),
)
const merge = (texts: Record<string, string>, unset: 'default' | 'no' = 'default') =>
  mergeFragments(
    tree,
    Object.entries(texts).map(([name, text]) => ({ name, text })),
    { unset },
  )

test('the later file counts, and what it takes back is told', () => {
  const { text, redefined, dropped } = merge({
    one: 'CONFIG_N=2\nCONFIG_S="a"\n',
    two: '# words\nCONFIG_N=3',
    three: 'CONFIG_S="a"\n',
  })
  expect(text).toContain('CONFIG_N=3\nCONFIG_S="a"\n')
  expect(redefined).toEqual([
    {
      before: { symbol: 'N', value: '2', file: 'one', line: 1 },
      after: { symbol: 'N', value: '3', file: 'two', line: 2 },
    },
  ])
  expect(dropped).toEqual([])
})

test('what does not survive is told with its place and its reason', () => {
  const { dropped } = merge({
    one: '# CONFIG_A is not set\n',
    two: '\nCONFIG_B=y\nCONFIG_C=y\nCONFIG_N=100\nCONFIG_NONE=y\n',
  })
  expect(
    dropped.map(({ request, explanation }) => [request.file, request.line, request.symbol, explanation.reason]),
  ).toEqual([
    ['two', 2, 'B', 'unmet-dependency'],
    ['two', 3, 'C', 'no-prompt'],
    ['two', 4, 'N', 'out-of-range'],
    ['two', 5, 'NONE', 'unknown-symbol'],
  ])
  expect(dropped[0]?.explanation.sentence).toBe('B=y became n: it needs A=y (is n).')
})

test('off is what the file says, whether the symbol is written or not', () => {
  expect(merge({ one: '# CONFIG_B is not set\n# CONFIG_A is not set\n' }).dropped).toEqual([])
})

test('what nobody asks for gets its default, or n', () => {
  expect(merge({ one: 'CONFIG_S="x"' }).text).toContain('CONFIG_A=y')
  expect(merge({ one: 'CONFIG_S="x"' }, 'no').text).toContain('# CONFIG_A is not set')
})

test('warnings name the line of the file that they are about', () => {
  const { messages } = merge({ one: 'CONFIG_N=2\n', two: '\n\nCONFIG_N=x\nnonsense\r\n' })
  expect(messages.map(({ file, line, message }) => `${file}:${line}: ${message}`)).toEqual([
    "two:3: symbol value 'x' invalid for N",
    'two:4: unexpected data: nonsense',
  ])
})
