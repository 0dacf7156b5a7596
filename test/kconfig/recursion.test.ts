/** A tree whose symbols depend on themselves is refused, each circle told once and in order, wherever it goes through. */
import { describe, expect, test } from 'vitest'
import { RecursionError } from '../../src/kconfig/recursion.ts'
import { parse } from './tree.ts'

function circles(text: string): string[][] {
  try {
    parse(text)
  } catch (error) {
    if (!(error instanceof RecursionError)) throw error
    return error.recursions.map((links) => links.map(({ location, text: said }) => `${location.line} ${said}`))
  }
  return []
}

const entry = (name: string, ...lines: string[]) => `config ${name}\n${lines.map((line) => `\t${line}\n`).join('')}`

describe('a circle', () => {
  test.each([
    ['of one', entry('A', 'bool "a"', 'depends on A'), [['1 symbol A depends on A']]],
    [
      'through a comparison and a negation',
      entry('A', 'bool "a"', 'depends on !B') + entry('B', 'bool "b"', 'depends on A != y'),
      [['1 symbol A depends on B', '4 symbol B depends on A']],
    ],
    [
      'through a default',
      entry('A', 'bool', 'default B') + entry('B', 'bool "b"', 'depends on A'),
      [['3 symbol A default value contains B', '4 symbol B depends on A']],
    ],
    [
      'through a range',
      entry('A', 'int "a"', 'range 0 9 if B') + entry('B', 'bool', 'default y if A > 1'),
      [['6 symbol B default is visible depending on A', '3 symbol A range is visible depending on B']],
    ],
    [
      'through an imply',
      entry('A', 'bool "a"', 'imply B', 'depends on B') + entry('B', 'bool "b"'),
      [['1 symbol A depends on B', '5 symbol B is implied by A']],
    ],
  ])('%s', (_what, text, expected) => {
    const found = circles(text)
    // Where a circle begins is C's matter (its hash table); which links it has is ours too.
    expect(found.map((links) => [...links].sort())).toEqual(expected.map((links) => [...links].sort()))
  })

  test('through a choice and what its members depend on', () => {
    const text = `${entry('A', 'bool "a"', 'depends on ONE')}choice\n\tprompt "c"\n\tdepends on A\n${entry('ONE', 'bool "one"')}${entry('TWO', 'bool "two"')}endchoice\n`
    const [links = []] = circles(text)
    expect(links.join('\n')).toContain('choice <choice> contains symbol A')
    expect(links.join('\n')).toContain('symbol A depends on ONE')
  })
})

test('members of a choice may depend on each other’s choice, and defaults on what comes later', () => {
  expect(
    circles(
      `choice\n\tprompt "c"\n\tdefault TWO\n${entry('ONE', 'bool "one"')}${entry('TWO', 'bool "two"')}endchoice\n${entry('A', 'bool', 'default B')}${entry('B', 'bool "b"')}`,
    ),
  ).toEqual([])
})

test('the error names the place, every link and the way out', () => {
  const text = entry('A', 'bool "a"', 'depends on B') + entry('B', 'bool "b"', 'depends on A')
  expect(() => parse(text)).toThrow(
    /recursive dependency detected:\n {2}Kconfig:\d: symbol . depends on .\n {2}Kconfig:\d: symbol/,
  )
})

test('files that source each other are refused with the way round', () => {
  const files = { Kconfig: '\nsource "a"\n', a: 'source "b"\n', b: '\n\nsource "a"\n' }
  expect(() => parse(files)).toThrow('Kconfig: a sources itself: a:1 → b:3')
})
