import { describe, expect, test } from 'vitest'
import { formatExpr } from '../../src/kconfig/expr.ts'
import type { KconfigTree, MenuNode } from '../../src/kconfig/index.ts'
import { parse, symbolOf } from './tree.ts'

/** The menu as indented names, menus and comments by their text. */
function outline(tree: KconfigTree): string[] {
  const lines: string[] = []
  const add = (node: MenuNode, depth: number) => {
    lines.push(`${'.'.repeat(depth)}${node.symbol?.name || node.prompts.at(-1)?.text}`)
    for (const child of node.children) add(child, depth + 1)
  }
  for (const child of tree.root.children) add(child, 0)
  return lines
}

describe('implicit submenus; with others than the kernel’s own menu has, nobody finds an option where it is described', () => {
  test('entries that follow a symbol and depend on it stand below it, those below them in turn', () => {
    const tree = parse(`
config A
	bool "a"
config B
	bool "b"
	depends on A
config C
	bool "c"
	depends on B
config D
	bool "d"
	depends on A && X
config E
	bool "e"
`)
    expect(outline(tree)).toEqual(['A', '.B', '..C', '.D', 'E'])
    expect(symbolOf(tree, 'C').nodes[0]?.parent?.symbol?.name).toBe('B')
  })

  test('a term that only mentions the symbol counts where it holds all that the symbol needs', () => {
    const tree = parse(`
config A
	tristate "a"
	depends on R
config B
	bool "b"
	depends on (A || Q) && R
config C
	bool "c"
	depends on A || Q
`)
    expect(outline(tree)).toEqual(['A', '.B', 'C'])
  })

  test('a symbol without prompt keeps no submenu, and an if leaves nothing behind', () => {
    const tree = parse(`
config A
	bool
config B
	bool "b"
	depends on A
if A
menu "M"
config C
	bool "c"
endmenu
endif
if N
endif
`)
    expect(outline(tree)).toEqual(['A', 'B', 'M', '.C'])
    expect(symbolOf(tree, 'C').nodes[0]?.parent?.parent).toBe(tree.root)
  })

  test('menus, comments and menuconfig entries move below a symbol too', () => {
    const tree = parse(`
menuconfig A
	bool "a"
if A
comment "hint"
menu "M"
config B
	bool "b"
endmenu
endif
`)
    expect(outline(tree)).toEqual(['A', '.hint', '.M', '..B'])
  })
})

test('visible if reaches the prompts below, not the dependencies', () => {
  const tree = parse(`
menu "M"
	visible if V
config A
	bool "a"
	default y
comment "c"
endmenu
`)
  const node = symbolOf(tree, 'A').nodes[0]
  expect(formatExpr(node?.prompts[0]?.when)).toBe('V')
  expect(node?.defaults[0]?.when).toBeUndefined()
  expect(symbolOf(tree, 'A').directDependency).toBeUndefined()
})

describe('choices', () => {
  test('what stands below a member is no member', () => {
    const tree = parse(`
choice
	prompt "c"
config A
	bool "a"
config B
	bool "b"
	depends on A
config C
	bool "c"
endchoice
`)
    expect(symbolOf(tree, 'A').choice?.members.map(({ name }) => name)).toEqual(['A', 'C'])
    expect(symbolOf(tree, 'B').choice).toBeUndefined()
  })

  test('a bool in a tristate choice needs the choice at y', () => {
    const tree = parse(`
choice
	prompt "c"
	tristate
config A
	tristate "a"
config B
	bool "b"
endchoice
`)
    expect(formatExpr(symbolOf(tree, 'A').nodes[0]?.prompts[0]?.when)).toBe('<choice "c">')
    expect(formatExpr(symbolOf(tree, 'B').nodes[0]?.prompts[0]?.when)).toBe('<choice "c">=y && <choice "c">')
  })
})

test('conditions are simplified as C prints them', () => {
  const simplified = (depends: string) => {
    const tree = parse(`config A\n\tbool\nconfig T\n\ttristate\nconfig X\n\tbool "x"\n\tdepends on ${depends}\n`)
    return formatExpr(symbolOf(tree, 'X').directDependency)
  }
  expect(simplified('A=y && !(T=n)')).toBe('A && T!=n')
  expect(simplified('!(A && T)')).toBe('!A || !T')
  expect(simplified('A && T && A')).toBe('T && A')
  expect(simplified('T && T!=m')).toBe('T=y')
  expect(simplified('T=y || T=m')).toBe('T!=n')
  expect(simplified('A || !A')).toBe('y')
  expect(simplified('T || !T')).toBe('T || !T')
})

describe('entries that cannot be meant so are reported in the words of C', () => {
  const messages = (text: string) => parse(text).warnings.map(({ location, message }) => `${location.line}: ${message}`)

  test('types, numbers and ranges', () => {
    expect(
      messages(`
config A
	default y
config B
	int
	default "x"
	range 1 C
config C
	string
	select B
	range 1 2
`),
    ).toEqual([
      '2: config symbol defined without type',
      "6: 'B': number is invalid",
      '7: range is invalid',
      "10: config symbol 'C' uses select, but is not bool or tristate",
      '11: range is only allowed for int or hex symbols',
    ])
  })

  test('choices and menuconfig', () => {
    expect(
      messages(`
menuconfig M
	bool
choice
	default X
config A
	bool
	default y
endchoice
config X
	bool "x"
`),
    ).toEqual([
      '4: warning: menuconfig statement without prompt',
      '6: choice value must have a prompt',
      '8: defaults for choice values not supported',
      '4: choice must have a prompt',
      "5: choice default symbol 'X' is not contained in the choice",
    ])
  })
})
