import { describe, expect, test } from 'vitest'
import { runMode } from '../../src/kconfig/index.ts'
import { SmartError } from '../../src/system/error.ts'
import { parse, parseError } from './tree.ts'

describe('a person with a broken Kconfig file is led to the very spot', () => {
  test.each([
    [
      'config A\n\tbool "a"\n\tdepends on B &&\n',
      'Kconfig:3:17',
      "expected a symbol, a quoted value, '!' or '(', found the end of the line",
    ],
    ['config A\n\tbool "a"\n\tdepends B\n', 'Kconfig:3:10', "expected 'on', found 'B'"],
    ['config A\n\tdepends on (B || C\n', 'Kconfig:2:20', "expected ')', '&&' or '||', found the end of the line"],
    ['config A\n\tdepends on A B\n', 'Kconfig:2:15', "expected '&&', '||' or the end of the line, found 'B'"],
    ['config A\n\tbool "a" unless B\n', 'Kconfig:2:11', "expected 'if' or the end of the line, found 'unless'"],
    ['config A\n\tselect "B"\n', 'Kconfig:2:9', 'expected the name of a symbol, found the text "B"'],
    ['config\n', 'Kconfig:1:7', 'expected the name of a symbol, found the end of the line'],
    ['menu title\n', 'Kconfig:1:6', "expected the menu's text in quotes, found 'title'"],
    ['source Kconfig.x\n', 'Kconfig:1:8', "expected the path of a file in quotes, found 'Kconfig'"],
    ['\n\nconfg A\n', 'Kconfig:3:1', 'expected a statement, found "confg"'],
    [
      'menu "m"\nendmenu\n\tdepends on A\n',
      'Kconfig:3:2',
      "expected a config, menuconfig, choice, comment, menu, if or source statement, found 'depends'",
    ],
    ['menu "m"\n\tselect A\nendmenu\n', 'Kconfig:2:2', "'select' does not belong to a menu"],
    ['choice\n\tprompt "c"\nmenu "m"\n', 'Kconfig:3:1', 'a menu cannot stand inside a choice'],
    ['if A\nendmenu\n', 'Kconfig:2:1', 'expected endif for the if at line 1, found endmenu'],
    ['config A\nendif\n', 'Kconfig:2:1', 'endif without its if in this file'],
    ['\nmenu "m"\nconfig A\n', 'Kconfig:2:1', 'this menu has no endmenu in the same file'],
    ['config A\n\tdefault $(shell,x\n', 'Kconfig:2:10', 'has no closing parenthesis'],
    ['$(error-if,y,no compiler)\n', 'Kconfig:1:1', 'no compiler'],
    ['a = $(b)\nb = $(a)\nconfig $(a)\n', 'Kconfig:3:8', 'refers to itself'],
  ])('%j', (text, where, message) => {
    const error = parseError(text)
    expect(error.where).toBe(where)
    expect(error.message).toContain(message)
    expect(error.hint).toMatch(/\w+ \w+/)
  })

  test('a missing file is named with the line that wants it', () => {
    const error = parseError({ Kconfig: 'source "a/Kconfig"\n', 'a/Kconfig': '\nsource "a/none"\n' })
    expect(error.message).toContain('a/none does not exist')
    expect(error.where).toBe('a/Kconfig:2:1')
  })

  test('files that source each other end with the whole circle, not with a full stack', () => {
    const error = parseError({ Kconfig: 'source "a"\n', a: 'source "b"\n', b: 'config B\nsource "a"\n' })
    expect(error.message).toContain('a:1 → b:2')
    expect(error.where).toBe('b:2:1')
  })

  test('a block may not end in another file than it began in', () => {
    expect(parseError({ Kconfig: 'menu "m"\nsource "a"\n', a: 'endmenu\n' }).where).toBe('a:1:1')
  })

  test('the same file twice, one after the other, is no circle', () => {
    expect(parse({ Kconfig: 'source "a"\nsource "a"\n', a: 'config A\n\tbool\n' }).root.children).toHaveLength(2)
  })

  test('a folder without Kconfig says so', () => {
    expect(parseError({}).message).toContain('there is no file Kconfig')
  })
})

test.each([
  ['a chain of dependencies', (count: number) => chain(count, (index) => `\tdepends on S${index - 1}\n`)],
  ['a chain of selects', (count: number) => chain(count, (index) => `\tselect S${index + 1}\n`)],
  [
    'a chain of defaults',
    (count: number) => chain(count, (index) => `\tdefault S${index - 1}\nconfig X${index}\n\tint\n`),
  ],
  ['parentheses', (count: number) => `config A\n\tbool "a"\n\tdepends on ${'('.repeat(count)}B${')'.repeat(count)}\n`],
  [
    'one long condition',
    (count: number) => `config A\n\tbool "a"\n\tdepends on ${Array(count).fill('B').join(' && ')}\n`,
  ],
])('%s of any length ends in an answer or in a sentence, not in a crash', (_, text) => {
  for (const count of [300, 2000, 6000]) {
    try {
      const { text: config } = runMode('allyesconfig', parse(text(count)))
      expect(config).not.toContain('undefined')
    } catch (error) {
      expect(error).toBeInstanceOf(SmartError)
      expect(count).toBeGreaterThan(300)
    }
  }
})

function chain(count: number, line: (index: number) => string): string {
  return Array.from(
    { length: count },
    (_, index) => `config S${index}\n\tbool "s"\n${index > 0 ? line(index) : ''}`,
  ).join('')
}
