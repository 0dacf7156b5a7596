import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type DroppedExplanation, explainDropped, explainDroppedIn } from '../../src/kconfig/index.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { parse } from './tree.ts'

const kconfig = `
cc-option = $(shell,cc $(1))
config MODULES
	bool "Modules"
	modules
config NET
	bool "Networking"
config ETHERNET
	bool "Ethernet"
	depends on NET
menuconfig VENDOR
	bool "Vendor"
	depends on ETHERNET
if VENDOR
config CARD
	tristate "Card"
	depends on PCI || USB
	select CORE
endif
config PCI
	bool "PCI"
	depends on BUS
config USB
	tristate "USB"
	depends on BUS
config BUS
	bool
config ISA
	bool "ISA"
	select BUS
config EISA
	bool "EISA"
	depends on ISA
	select BUS
config CORE
	tristate "Core"
config ORPHAN
	bool
config DERIVED
	bool
	default y if NET && PCI
config QUIET
	bool "Quiet" if EXPERT
	default y
config EXPERT
	bool "Expert"
config NOT_WITH
	bool "Not with"
	depends on !(EXPERT || USB = m)
menuconfig BRAND
	bool "Brand"
	depends on PCI || PARPORT && ISA
config PARPORT
	bool "Port"
config BRANDED
	bool "Branded"
	depends on BRAND && PCI
config HALF
	tristate "Half"
	depends on !USB
config BUFFERS
	int "Buffers"
	range 1 4 if !EXPERT
	range 1 64
config NAME
	string "Name"
	depends on NET
config TESTED
	bool "Tested"
	depends on $(cc-option,-ftest)
choice
	prompt "Compression"
config GZIP
	bool "gzip"
config XZ
	bool "xz"
endchoice
`

function explain(request: string, config: Record<string, string> = {}): DroppedExplanation {
  const [symbol = '', requested = ''] = request.split('=')
  const values = new Map(Object.entries(config))
  const [explanation] = explainDroppedIn(parse(kconfig), values, [
    { symbol, requested, got: values.get(symbol) ?? 'n' },
  ])
  if (!explanation) throw new Error('no explanation')
  return explanation
}

describe('unmet dependencies are named, with what they need in turn', () => {
  test('those of enclosing ifs and menus too; alternatives are told apart', () => {
    const card = explain('CARD=y', { NET: 'y' })
    expect(card.sentence).toBe(
      'CARD=y became n: it needs VENDOR=y (is n) and (PCI=y (is n) or USB=y (is n)). VENDOR in turn needs ETHERNET=y (is n). PCI in turn needs BUS=y (is n).',
    )
    expect(card.unmet.map(({ leaf, wanted, oneOf, expr }) => ({ leaf, wanted, oneOf, expr }))).toEqual([
      { leaf: 'VENDOR', wanted: 'y', oneOf: undefined, expr: 'VENDOR' },
      { leaf: 'PCI', wanted: 'y', oneOf: 1, expr: 'PCI || USB' },
      { leaf: 'USB', wanted: 'y', oneOf: 1, expr: 'PCI || USB' },
    ])
    expect(card.location).toEqual({ file: 'Kconfig', line: 15 })
  })

  test('a dependency at m is not enough for y, but for m it is', () => {
    const config = { MODULES: 'y', NET: 'y', ETHERNET: 'y', VENDOR: 'y', USB: 'm', CARD: 'm' }
    expect(explain('CARD=y', config).unmet).toMatchObject([
      { leaf: 'PCI', value: 'n' },
      { leaf: 'USB', value: 'm', wanted: 'y' },
    ])
    expect(explain('CARD=m', { ...config, CARD: 'n' }).reason).toBe('overridden')
  })

  test('a negated term is to be switched off, through or and comparison', () => {
    expect(explain('NOT_WITH=y', { EXPERT: 'y', USB: 'm' }).sentence).toBe(
      'NOT_WITH=y became n: it needs EXPERT=n (is y) and USB!=m (is m).',
    )
    expect(explain('HALF=y', { USB: 'm' }).unmet).toMatchObject([{ leaf: 'USB', wanted: 'n' }])
    expect(explain('HALF=m', { MODULES: 'y', USB: 'y' }).unmet).toMatchObject([{ leaf: 'USB', wanted: 'not y' }])
  })

  test('an alternative that is asked for anyway settles the others: nobody is sent to switch on what is not needed', () => {
    expect(explain('BRANDED=y', { BUS: 'y' }).sentence).toBe(
      'BRANDED=y became n: it needs BRAND=y (is n) and PCI=y (is n).',
    )
  })

  test('an alternative of two parts is told as one', () => {
    expect(explain('BRAND=y', { BUS: 'y' }).sentence).toBe(
      'BRAND=y became n: it needs PCI=y (is n) or PARPORT=y (is n) with ISA=y (is n).',
    )
  })

  test('a needed symbol without prompt is told with who selects it, the easiest first', () => {
    expect(explain('PCI=y').sentence).toBe(
      'PCI=y became n: it needs BUS=y (is n). BUS has no prompt; it comes with ISA or EISA.',
    )
  })
})

describe('other reasons are not mistaken for dependencies', () => {
  test.each<[string, Record<string, string>, DroppedExplanation['reason'], string]>([
    ['CRAD=y', {}, 'unknown-symbol', 'There is no symbol CRAD in this tree; nearest: CARD'],
    ['CONFIG_CARRD=y', {}, 'unknown-symbol', 'nearest: CARD'],
    ['NET=m', {}, 'wrong-type', 'NET is a bool (y or n), so it cannot be m.'],
    ['CORE=m', {}, 'no-modules', 'modules are switched off (MODULES=n).'],
    ['BUS=y', {}, 'no-prompt', 'it has no prompt; it is set only by select from ISA or EISA.'],
    ['ORPHAN=y', {}, 'no-prompt', 'it has no prompt, and nothing selects it.'],
    ['DERIVED=y', {}, 'no-prompt', 'it has no prompt; only its default (y if NET && PCI) sets it.'],
    ['XZ=y', { GZIP: 'y' }, 'other-choice-member', 'only one of "Compression" can be on, and GZIP is. Set GZIP=n'],
    ['GZIP=n', { GZIP: 'y' }, 'other-choice-member', 'one of "Compression" has to be on.'],
    [
      'CORE=n',
      { VENDOR: 'y', NET: 'y', ETHERNET: 'y', PCI: 'y', CARD: 'y', CORE: 'y' },
      'selected',
      'CORE=n became y: it is selected by CARD=y.',
    ],
    ['QUIET=n', { QUIET: 'y' }, 'unmet-dependency', 'QUIET=n became y: it can only be set with EXPERT=y (is n).'],
    ['BUFFERS=32', { BUFFERS: '4' }, 'out-of-range', 'here its value has to be in the range 1..4.'],
    ['TESTED=y', {}, 'unanswered-probe', 'the answer of $(cc-option,-ftest) must be no'],
    ['NAME="a b"', {}, 'unmet-dependency', 'NAME=a b became n: it can only be set with NET=y (is n).'],
    ['NET=y', {}, 'overridden', 'another line of the configuration set it'],
    ['NET=y', { NET: 'y' }, 'kept', 'NET=y is in the configuration.'],
  ])('%s with %j: %s', (request, config, reason, sentence) => {
    const explanation = explain(request, config)
    expect(explanation.reason).toBe(reason)
    expect(explanation.sentence).toContain(sentence)
    expect(explanation.unknown).toBe(reason === 'unknown-symbol')
  })
})

test('a tree on disk is read for its architecture, with the version of its Makefile', async () => {
  await using folder = await temporaryFolder()
  await mkdir(join(folder.path, 'arch/x86'), { recursive: true })
  await writeFile(join(folder.path, 'Makefile'), 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 9\nEXTRAVERSION =\n')
  await writeFile(join(folder.path, 'Kconfig'), 'source "arch/$(SRCARCH)/Kconfig"\n')
  await writeFile(
    join(folder.path, 'arch/x86/Kconfig'),
    'config A\n\tbool "a"\n\tdepends on "$(ARCH) $(KERNELVERSION)" = "x86_64 6.1.9" && B\n',
  )
  const [explanation] = explainDropped(folder.path, new Map(), [{ symbol: 'A', requested: 'y', got: 'n' }], 'x86_64')
  expect(explanation?.unmet.map(({ leaf }) => leaf)).toEqual(['B'])
  expect(explanation?.location).toEqual({ file: 'arch/x86/Kconfig', line: 1 })
})
