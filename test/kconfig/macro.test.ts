import { expect, test } from 'vitest'
import { formatExpr } from '../../src/kconfig/expr.ts'
import { parse, symbolOf } from './tree.ts'

function defaultOf(text: string, options: Parameters<typeof parse>[1] = {}): string {
  const tree = parse(`${text}\nconfig A\n\tstring\n\tdefault "$(it)"\n`, options)
  return symbolOf(tree, 'A').nodes[0]?.defaults[0]?.value.kind === 'symbol'
    ? formatExpr(symbolOf(tree, 'A').nodes[0]?.defaults[0]?.value)
    : ''
}

test('simple, recursive and appended variables differ as in make: a wrong flavour gives wrong compiler flags', () => {
  expect(defaultOf('x = 1\nit := $(x)\nx = 2')).toBe('"1"')
  expect(defaultOf('x = 1\nit = $(x)\nx = 2')).toBe('"2"')
  expect(defaultOf('x = 1\nit := $(x)\nx = 2\nit += $(x)')).toBe('"1 2"')
  expect(defaultOf('x = 1\nit = $(x)\nit += $(x)\nx = 3')).toBe('"3 3"')
})

test('a macro gets its arguments, split before they are expanded, white space and all', () => {
  expect(defaultOf('comma := ,\nwrap = <$(1)|$(2)>\nit := $(wrap,a$(comma)b, c)')).toBe('"<a,b| c>"')
  expect(defaultOf('it := $(nothing)')).toBe('""')
})

test('variables of the environment are the last resort', () => {
  expect(defaultOf('it := $(ARCH)', { variables: { ARCH: 'x86' } })).toBe('"x86"')
  expect(defaultOf('ARCH := arm\nit := $(ARCH)', { variables: { ARCH: 'x86' } })).toBe('"arm"')
})

test('a shell answer loses its last newlines, and inner ones become spaces', () => {
  expect(defaultOf('it := $(shell,list)', { shell: (command) => (command === 'list' ? 'a\nb\n\n' : '?') })).toBe(
    '"a b"',
  )
})

test('an unanswered command reads y and keeps its own text, so that nobody takes a guess for knowledge', () => {
  const tree = parse(
    'success = $(shell,{ $(1); } && echo y || echo n)\ncc-option = $(success,cc $(1))\n$(error-if,$(success,true),broken)\n' +
      'flag := $(cc-option,-g)\nconfig A\n\tdef_bool $(cc-option,-fx)\nconfig B\n\tdef_bool "$(flag)"\n',
  )
  const [a, b] = ['A', 'B'].map((name) => symbolOf(tree, name).nodes[0]?.defaults[0]?.value)
  expect(a).toMatchObject({ kind: 'symbol', symbol: { name: 'y', probe: '$(cc-option,-fx)' } })
  expect(b).toMatchObject({ kind: 'symbol', symbol: { name: 'y', probe: '"$(flag)"' } })
})

test('a macro in a source line opens the right file, and an expanded word is one word', () => {
  const tree = parse(
    { Kconfig: 'source "arch/$(SRCARCH)/Kconfig"\n', 'arch/x86/Kconfig': 'config A\n\tbool "a" if X_$(SRCARCH)\n' },
    { variables: { SRCARCH: 'x86' } },
  )
  expect(tree.files).toEqual(['Kconfig', 'arch/x86/Kconfig'])
  expect(formatExpr(symbolOf(tree, 'A').nodes[0]?.prompts[0]?.when)).toBe('X_x86')
})
