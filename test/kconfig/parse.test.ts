import { describe, expect, test } from 'vitest'
import { formatExpr } from '../../src/kconfig/expr.ts'
import { dedentHelp, definedSymbols, walkNodes } from '../../src/kconfig/index.ts'
import { parse, symbolOf } from './tree.ts'

test('everything an entry says is kept, with its place', () => {
  const tree = parse(`
config A # the first
	tristate "An entry" if E
	default m if F
	select B if \\
		G
	imply C
	range 1 0x10 if H
	depends on D='x y' && !I
`)
  const a = symbolOf(tree, 'A')
  const node = a.nodes[0]
  expect(a.type).toBe('tristate')
  expect(node?.location).toEqual({ file: 'Kconfig', line: 2 })
  expect(node?.prompts).toMatchObject([{ text: 'An entry', location: { line: 3 } }])
  expect(formatExpr(node?.dependsOn)).toBe('D="x y" && !I')
  expect(formatExpr(node?.defaults[0]?.condition)).toBe('F')
  expect(symbolOf(tree, 'B').selectedBy).toMatchObject([{ by: { name: 'A' }, location: { line: 5 } }])
  expect(formatExpr(symbolOf(tree, 'B').selectedBy[0]?.when)).toBe('D="x y" && !I && G')
  expect(symbolOf(tree, 'C').impliedBy).toHaveLength(1)
  expect(node?.ranges).toMatchObject([{ low: { name: '1' }, high: { name: '0x10' } }])
  expect(definedSymbols(tree).map(({ name }) => name)).toEqual(['A'])
})

describe('dependencies reach what they enclose; without that an option seems free that is not', () => {
  test('if and menu reach prompts, defaults, selects and the direct dependency', () => {
    const tree = parse(`
if A
menu "m"
	depends on B
	visible if V
config X
	bool "x" if P
	default y if Q
	depends on C || D
endmenu
endif
config Y
	bool
`)
    const x = symbolOf(tree, 'X')
    expect(formatExpr(x.directDependency)).toBe('A && B && (C || D)')
    expect(formatExpr(x.nodes[0]?.prompts[0]?.when)).toBe('A && B && (C || D) && P && V')
    expect(formatExpr(x.nodes[0]?.defaults[0]?.when)).toBe('A && B && (C || D) && Q')
    expect(symbolOf(tree, 'Y').directDependency).toBeUndefined()
  })

  test('a constant m also asks for modules', () => {
    const tree = parse('config MODULES\n\tbool "m"\n\tmodules\nconfig A\n\ttristate "a"\n\tdepends on B || m\n')
    expect(formatExpr(symbolOf(tree, 'A').directDependency)).toBe('B || m && MODULES')
  })

  test('a symbol defined twice depends on either place; as in C, a place without dependency does not lift the other', () => {
    const tree = parse(
      'config A\n\tbool\n\tdepends on B\nconfig A\n\tdepends on C\nconfig Z\n\tbool\nconfig Z\n\tdepends on C\n',
    )
    expect(formatExpr(symbolOf(tree, 'A').directDependency)).toBe('B || C')
    expect(formatExpr(symbolOf(tree, 'Z').directDependency)).toBe('C')
  })

  test('a choice and its members lend each other their type; as in C, not to those inside an if', () => {
    const tree = parse(`
choice
	prompt "Pick"
	default TWO
config ONE
	bool "one"
if A
config TWO
	bool "two"
config FOUR
	prompt "four"
endif
config THREE
	prompt "three"
endchoice
`)
    const two = symbolOf(tree, 'TWO')
    expect(symbolOf(tree, 'THREE').type).toBe('bool')
    expect(symbolOf(tree, 'FOUR').type).toBe('unknown')
    expect(two.choice?.members.map(({ name }) => name)).toEqual(['ONE', 'TWO', 'FOUR', 'THREE'])
    expect(formatExpr(two.nodes[0]?.prompts[0]?.when)).toBe('<choice "Pick"> && A')
  })
})

test('help ends where its indentation ends, and words in it are not read as statements', () => {
  const tree = parse(
    'config A\n\tbool "a"\n\thelp\n\t  First.\n\n\t    config B\n\t  select C\n\tdepends on D\nconfig E\n\tbool\n',
  )
  expect(dedentHelp(symbolOf(tree, 'A').nodes[0]?.rawHelp ?? '')).toBe('First.\n\n  config B\nselect C')
  expect(formatExpr(symbolOf(tree, 'A').directDependency)).toBe('D')
  expect([...walkNodes(tree.root)].map(({ symbol }) => symbol?.name)).toEqual(['A', 'E'])
})

test('files with CRLF, without a last newline and with stray characters are read, the latter with a warning', () => {
  const tree = parse('config A\r\n\tbool "it\'s \\"a\\""\r\n\tdepends on B ;')
  expect(symbolOf(tree, 'A').nodes[0]?.prompts[0]?.text).toBe('it\'s "a"')
  expect(tree.warnings).toMatchObject([{ location: { line: 3 }, message: expect.stringContaining("';'") }])
})
