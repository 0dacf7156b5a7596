/** Makefiles of a small tree: what each symbol brings, and what the reader rather leaves out. */
import { expect, test } from 'vitest'
import { objectsOfSymbols, parseKbuild } from '../../src/kconfig/index.ts'

async function read(makefiles: Record<string, string>, variables?: Map<string, string>) {
  const found = await objectsOfSymbols({
    makefile: async (place) => makefiles[place],
    sourceArch: 'toy',
    ...(variables ? { variables } : {}),
  })
  return Object.fromEntries(
    [...found].map(([symbol, { own, shared }]) => [symbol, shared.length > 0 ? { own, shared } : own]),
  )
}

test('an object, one that is made of several, and the parts that other symbols add to it', async () => {
  const found = await read({
    '': 'obj-y += cards/',
    cards: `
# obj-$(CONFIG_OLD) += old.o
obj-y += core.o
obj-$(CONFIG_PLAIN) += plain.o	# a word
obj-$(CONFIG_BIG) += big.o
big-y := one.o \\
	two.o
big-objs += three.o
big-$(CONFIG_BIG_EXTRA) += extra.o
obj-$(subst m,y,$(CONFIG_BUILT)) += built.o
ccflags-$(CONFIG_NOISE) := -DNOISE
`,
  })
  expect(found).toEqual({
    PLAIN: ['cards/plain.o'],
    BIG: ['cards/one.o', 'cards/two.o', 'cards/three.o'],
    BIG_EXTRA: ['cards/extra.o'],
    BUILT: ['cards/built.o'],
  })
})

test('a folder of a symbol is brought by it, but for what has a symbol of its own; folders of the architecture too', async () => {
  const found = await read(
    {
      '': 'obj-$(CONFIG_NETS) += nets/\nobj-y += arch/$(SRCARCH)/',
      nets: 'obj-y := base.o deep/\nobj-$(CONFIG_CARD) += card.o ../lib/sum.o',
      'nets/deep': 'obj-y += deep.o',
      'arch/toy': 'obj-$(CONFIG_BOARD) += board_$(BITS).o',
      'arch/toy/Makefile': 'drivers-$(CONFIG_BUS) += arch/toy/bus/\nKBUILD_CFLAGS += -O2',
      'arch/toy/bus': 'obj-y += bus.o',
    },
    new Map([['BITS', '64']]),
  )
  expect(found).toEqual({
    NETS: ['nets/base.o', 'nets/deep/deep.o'],
    CARD: ['nets/card.o', 'lib/sum.o'],
    BOARD: ['arch/toy/board_64.o'],
    BUS: ['arch/toy/bus/bus.o'],
  })
})

test('what several symbols bring is told apart, and what is always there is nobody’s', async () => {
  const found = await read({
    '': 'obj-y += always.o\nobj-$(CONFIG_A) += a.o both.o always.o\nobj-$(CONFIG_B) += both.o\nobj-$(CONFIG_C) += always.o',
  })
  expect(found).toEqual({ A: { own: ['a.o'], shared: ['both.o'] }, B: { own: [], shared: ['both.o'] } })
})

test('a condition on a symbol counts for it; under any other, and after else, a symbol is left out', async () => {
  const found = await read({
    '': `
ifeq ($(CONFIG_GATE),y)
  obj-y += gate.o
  obj-$(CONFIG_INNER) += inner.o
endif
ifdef CONFIG_DEFINED
	obj-y += defined.o
else
	obj-$(CONFIG_OTHERWISE) += otherwise.o
endif
ifneq ($(CONFIG_SOME),)
obj-y += some.o
endif
ifeq ($(CC_VERSION),12)
obj-$(CONFIG_NEW_COMPILER) += new.o
endif
obj-$(CONFIG_AFTER) += after.o
`,
  })
  expect(found).toEqual({
    GATE: ['gate.o'],
    INNER: ['inner.o'],
    DEFINED: ['defined.o'],
    SOME: ['some.o'],
    AFTER: ['after.o'],
  })
})

test('a symbol with any part beyond the reader is left out whole', async () => {
  const found = await read({
    '': `
obj-$(CONFIG_COMPUTED) += a.o $(patsubst %.c,%.o,$(wildcard *.c))
obj-$(CONFIG_MISSING) += b.o nowhere/
obj-$(CONFIG_LIBRARY) += c.o
lib-$(CONFIG_LIBRARY) += d.o
obj-$(CONFIG_MADE) += made.o
made-y := e.o $(made-extra)
obj-y += $(loose-y)
loose-$(CONFIG_LOOSE) += f.o
obj-$(CONFIG_PREFIXED) += big.o
big-y := $(addprefix sub/, g.o h.o)
`,
  })
  expect(found).toEqual({ PREFIXED: ['sub/g.o', 'sub/h.o'] })
})

test('folders that lead back to each other end, and a file of noise has no lists', async () => {
  expect(
    await read({
      '': 'obj-$(CONFIG_ROUND) += round/',
      round: 'obj-y += r.o ../round/\nobj-$(CONFIG_ROUND) += ../round/',
    }),
  ).toEqual({ ROUND: ['round/r.o'] })
  expect(parseKbuild('\u0000\\\nendif\nelse\nendif\r\nobj-\n+= x.o\nifeq').size).toBe(0)
})
