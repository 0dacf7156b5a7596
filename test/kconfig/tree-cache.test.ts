/** A cached tree: the same in every respect, and never used when anything that it was made of is different. */
import { readdir, readFile, readlink, rename, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { deserialiseTree } from '../../src/kconfig/deserialise.ts'
import type { KconfigTree } from '../../src/kconfig/index.ts'
import { runMode } from '../../src/kconfig/index.ts'
import { serialiseTree } from '../../src/kconfig/serialise.ts'
import type { Texts } from '../../src/kconfig/tree-format.ts'
import { treeFolder } from './folder.ts'
import { parse, symbolOf } from './tree.ts'

/** Something of everything, with text beyond Latin-1 in it. */
const EVERYTHING = `
mainmenu "Everything — or nearly"
config MODULES
	bool "Modules"
	modules
	default y
menu "A menu"
	depends on MODULES
	visible if MODULES
config A
	tristate "A" if MODULES && (B || !U)
	default m if B = "text"
	select C if B != "x"
	imply D
	help
	  Help that says “hello”.

	  And more: naïve.
config B
	string "B"
	default "$(X)"
config C
	bool
config D
	tristate "D"
	depends on A
config N
	int "N"
	range 1 NMAX if A
	default 5
config NMAX
	int
	default 16
endmenu
choice
	prompt "One of"
	optional
	default TWO
config ONE
	bool "One"
config TWO
	bool "Two"
endchoice
comment "A comment"
	depends on A = y
if UNKNOWN > 5
config LAST
	hex "Last"
	default 0xff
endif
config D
	bool "again"
`

const readable = ({ ends, narrow, wide }: Texts) => ({
  ends,
  narrow: narrow.toString('latin1'),
  wide: wide.toString('utf16le'),
})

const bytes = (tree: KconfigTree) => {
  const { texts, places, help, ...tables } = serialiseTree(tree)
  const { prompts, ...others } = places()
  return { texts: readable(texts), prompts: readable(prompts), help: help().toString('utf8'), ...tables, ...others }
}

test('a tree read back has all that it had', () => {
  const tree = parse(EVERYTHING, { variables: { X: '$' } })
  const again = deserialiseTree(serialiseTree(tree))
  expect(bytes(again)).toEqual(bytes(tree))
  expect(again.warnings).toEqual(tree.warnings)
  expect(again.files).toEqual(tree.files)
  expect([...again.symbols.keys()]).toEqual([...tree.symbols.keys()])
  const [a] = symbolOf(again, 'A').nodes
  const [original] = symbolOf(tree, 'A').nodes
  expect(a?.rawHelp).toBe(original?.rawHelp)
  expect(a?.location).toEqual(original?.location)
  expect(a?.prompts[0]?.text).toBe('A')
  expect(again.root.prompts[0]?.text).toBe('Everything — or nearly')
  expect(symbolOf(again, 'C').selectedBy[0]?.by).toBe(symbolOf(again, 'A'))
  expect(again.choices[0]?.members.map(({ name }) => name)).toEqual(['ONE', 'TWO'])
  expect(again.modules).toBe(symbolOf(again, 'MODULES'))
  for (const mode of ['allyesconfig', 'allmodconfig', 'alldefconfig', 'allnoconfig'] as const)
    expect(runMode(mode, again).text).toBe(runMode(mode, tree).text)
})

test('a symbol of a tree read back is found by its name, and one that it has not is not', () => {
  const tree = parse(EVERYTHING, { variables: { X: '$' } })
  const { symbols } = deserialiseTree(serialiseTree(tree))
  for (const [name, { index }] of tree.symbols) expect(symbols.get(name)).toMatchObject({ name, index })
  for (const name of ['', 'AA', 'y', 'x', 'One']) expect([name, symbols.has(name)]).toEqual([name, false])
  expect(symbols.size).toBe(tree.symbols.size)
  const seen: string[] = []
  symbols.forEach(({ name }, key, map) => void (map === symbols && name === key && seen.push(name)))
  expect(seen).toEqual([...tree.symbols.keys()])
})

describe('the cache', () => {
  test.each([
    ['16', 1],
    ['32', 33_000],
  ])('of numbers of %s bits holds what was parsed', async (bits, count) => {
    const entries = Array.from({ length: count }, (_, number) => `config S${number}\n\tdef_bool y\n`)
    await using tree = await treeFolder({ Kconfig: `${EVERYTHING}${entries.join('')}` })
    const parsed = await tree.open()
    const [name = ''] = await readdir(join(tree.path, '..', 'cache', 'trees'))
    const file = join(tree.path, '..', 'cache', 'trees', name)
    expect((await readFile(file)).toString('latin1')).toContain(`"isNarrow":${bits === '16'}`)
    const again = await tree.open()
    expect([parsed.cached, again.cached]).toEqual([false, true])
    expect(runMode('allyesconfig', again.tree).text).toBe(runMode('allyesconfig', parsed.tree).text)
    expect(symbolOf(again.tree, 'A').nodes[0]?.location).toEqual(symbolOf(parsed.tree, 'A').nodes[0]?.location)
  })

  test('is used when nothing has changed, and when a file was only touched', async () => {
    await using tree = await treeFolder({ Kconfig: EVERYTHING })
    expect((await tree.open()).cached).toBe(false)
    const again = await tree.open()
    expect(again.cached).toBe(true)
    expect(runMode('allyesconfig', again.tree).text).toContain('CONFIG_TWO=y')
    await utimes(join(tree.path, 'Kconfig'), 1, 1)
    expect((await tree.open()).cached).toBe(true)
    expect((await tree.open()).cached).toBe(true)
  })

  test('sees a change that leaves size and time as they were, made right after reading', async () => {
    await using tree = await treeFolder({ Kconfig: 'config A\n\tbool "one"\n' })
    const file = join(tree.path, 'Kconfig')
    await utimes(file, 1000, 1000)
    await tree.open()
    await writeFile(file, 'config A\n\tbool "two"\n')
    await utimes(file, 1000, 1000)
    const opened = await tree.open()
    expect(opened.cached).toBe(false)
    expect(symbolOf(opened.tree, 'A').nodes[0]?.prompts[0]?.text).toBe('two')
  })

  test('sees another variable, architecture, sourced file, and an answer that changed', async () => {
    await using tree = await treeFolder({
      Kconfig:
        'source "arch/$(SRCARCH)/Kconfig"\nconfig V\n\tstring\n\tdefault "$(V)"\nconfig S\n\tstring\n\tdefault "$(shell,cat $(srctree)/word)"\n',
      'arch/x86/Kconfig': 'config X86\n\tbool\n',
      'arch/arm64/Kconfig': 'config ARM64\n\tbool\n',
      word: 'one',
    })
    const outside = (V: string) => ({ variables: { PATH: process.env.PATH, V }, machine: 'x86_64' })
    expect((await tree.open({ outside: outside('1') })).cached).toBe(false)
    expect((await tree.open({ outside: outside('1') })).cached).toBe(true)
    expect((await tree.open({ outside: outside('2') })).cached).toBe(false)
    const arm = await tree.open({ outside: outside('2'), arch: 'arm64' })
    expect([...arm.tree.symbols.keys()]).toContain('ARM64')
    expect((await tree.open({ outside: outside('2') })).cached).toBe(true)
    await tree.write({ word: 'two' })
    const changed = await tree.open({ outside: outside('2') })
    expect(changed.cached).toBe(false)
    expect([...changed.answers.values()].map(({ output }) => output)).toContain('two')
    await tree.write({ 'arch/x86/Kconfig': 'config OTHER\n\tbool\n' })
    expect([...(await tree.open({ outside: outside('2') })).tree.symbols.keys()]).toContain('OTHER')
  })

  test('with a hole in its help has no help there, and never another text', async () => {
    await using tree = await treeFolder({ Kconfig: 'config A\n\tbool "A"\n\thelp\n\t  Words that are there.\n' })
    await tree.open()
    const folder = join(tree.path, '..', 'cache', 'trees')
    const [name = ''] = await readdir(folder)
    const helpOf = async () => {
      const { tree: read, cached } = await tree.open()
      return { cached, help: read.symbols.get('A')?.nodes[0]?.rawHelp }
    }
    const help = '  Words that are there.\n'
    expect(await helpOf()).toEqual({ cached: true, help: expect.stringContaining('Words that are there.') })
    const whole = await readFile(join(folder, name))
    whole.fill(0, whole.length - help.length / 2)
    await writeFile(join(folder, name), whole)
    expect(await helpOf()).toEqual({ cached: true, help: undefined })
  })

  test('with a hole where places are is told to be damaged, and made anew', async () => {
    await using tree = await treeFolder({ Kconfig: EVERYTHING })
    await tree.open()
    const folder = join(tree.path, '..', 'cache', 'trees')
    const [name = ''] = await readdir(folder)
    const whole = await readFile(join(folder, name))
    // The help is last, and what is before it are places.
    const [, help] = /"help":\{"sections":\[(\d+)\]/.exec(whole.toString('latin1')) ?? []
    whole.fill(0, whole.length - Number(help) - 40, whole.length - Number(help) - 8)
    await writeFile(join(folder, name), whole)
    const { tree: read, cached } = await tree.open()
    expect(cached).toBe(true)
    expect(() => symbolOf(read, 'A').nodes[0]?.location).toThrow(`The cached tree ${join(folder, name)} is damaged`)
    expect((await tree.open()).cached).toBe(false)
    expect((await tree.open()).cached).toBe(true)
    // A session that lasts cannot begin again, and so reads them at once; so does one that has to store new times.
    await writeFile(join(folder, name), whole)
    expect((await tree.open({ whole: true })).cached).toBe(false)
    expect((await tree.open({ whole: true })).cached).toBe(true)
    await writeFile(join(folder, name), whole)
    await utimes(join(tree.path, 'Kconfig'), 1, 1)
    expect((await tree.open()).cached).toBe(false)
  })

  test('lets go of its file when all of it is read', async () => {
    await using tree = await treeFolder({ Kconfig: EVERYTHING })
    await tree.open()
    const held = async () => {
      const paths = (await readdir('/proc/self/fd')).map((fd) => readlink(join('/proc/self/fd', fd)).catch(() => ''))
      return (await Promise.all(paths)).filter((path) => path.startsWith(join(tree.path, '..')))
    }
    const { tree: read } = await tree.open()
    expect(await held()).toHaveLength(1)
    expect(symbolOf(read, 'A').nodes[0]?.rawHelp).toContain('Help that says')
    expect(await held()).toEqual([])
  })

  test('that is cut short, or something else, is made anew', async () => {
    await using tree = await treeFolder({ Kconfig: EVERYTHING })
    await tree.open()
    const folder = join(tree.path, '..', 'cache', 'trees')
    const [name = ''] = await readdir(folder)
    const whole = await readFile(join(folder, name))
    for (const damaged of [
      whole.subarray(0, whole.length - 8),
      whole.subarray(0, 40),
      // In the middle of what is read at once.
      whole.map((byte, at) => (at > 1200 && at < 1300 ? 0 : byte)),
      Buffer.from('nothing'),
      Buffer.alloc(0),
    ]) {
      await writeFile(join(folder, name), damaged)
      expect((await tree.open()).cached).toBe(false)
      expect((await tree.open()).cached).toBe(true)
    }
  })

  test('is not confused by a file that goes away', async () => {
    await using tree = await treeFolder({ Kconfig: 'source "sub"\n', sub: 'config A\n\tbool\n' })
    await tree.open()
    await rename(join(tree.path, 'sub'), join(tree.path, 'gone'))
    expect((await tree.fails()).message).toBe('Kconfig: the sourced file sub does not exist')
  })
})

test.each([
  ['below a file', (path: string) => join(path, 'Kconfig', 'below')],
  ['where Node would try for ever', () => '/proc/nope/kconfig'],
])('a cache that cannot be written, %s, costs time, not the result', async (_, cacheDir) => {
  await using tree = await treeFolder({ Kconfig: 'config A\n\tdef_bool $(shell,echo y)\n' })
  const { tree: opened } = await tree.open({ cacheDir: cacheDir(tree.path) })
  expect(runMode('alldefconfig', opened).text).toBe('CONFIG_A=y\n')
})

test('an expression of thousands of operands is read back, or parsed again', async () => {
  const names = Array.from({ length: 3000 }, (_, number) => `S${number}`)
  const entries = names.map((name) => `config ${name}\n\tdef_bool y\n`)
  await using tree = await treeFolder({
    Kconfig: `config A\n\tbool "A"\n\tdepends on ${names.join(' && ')}\n\tdefault y\n${entries.join('')}`,
  })
  const first = await tree.open()
  const again = await tree.open()
  expect(runMode('alldefconfig', again.tree).text).toBe(runMode('alldefconfig', first.tree).text)
  expect(runMode('alldefconfig', again.tree).text).toContain('CONFIG_A=y')
})

test('a folder that is not there is said to be missing', async () => {
  await using tree = await treeFolder({})
  expect((await tree.fails()).message).toBe(`There is no folder ${tree.path}`)
})
