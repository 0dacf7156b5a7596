import { expect, test } from 'vitest'
import { evaluate } from '../../src/kconfig/expr.ts'
import { valuesOfConfig } from '../../src/kconfig/values.ts'
import { parse, symbolOf } from './tree.ts'

const definitions =
  'config Y\n\tbool\nconfig M\n\ttristate\nconfig N\n\ttristate\nconfig I\n\tint\nconfig H\n\thex\nconfig S\n\tstring\nconfig E\n\tint\n'
const config = new Map<string, string | number>([
  ['Y', 'y'],
  ['M', 'm'],
  ['I', 10],
  ['H', '0xffff880000000001'],
  ['S', '10'],
])

function value(expression: string): number {
  const tree = parse(`${definitions}config X\n\tbool\n\tdepends on ${expression}\n`)
  return evaluate(symbolOf(tree, 'X').directDependency, valuesOfConfig(config))
}

test.each([
  ['Y && M', 1],
  ['Y || M', 2],
  ['!M', 1],
  ['!N && Y', 2],
  ['UNDEFINED', 0],
  ['Y || M && N', 2],
  ['M = m', 2],
  ['M != n', 2],
  ['M < y', 2],
  ['UNDEFINED = "UNDEFINED"', 2],
  ['I > 9', 2],
  ['I = "0x0a"', 2],
  ['H > 0xffff880000000000', 2],
  ['S < "9"', 0],
  ['S = 10', 2],
  ['E = 0', 0],
  ['E = ""', 2],
])('%s is %i: a wrong value would blame the wrong option', (expression, expected) => {
  expect(value(expression)).toBe(expected)
})
