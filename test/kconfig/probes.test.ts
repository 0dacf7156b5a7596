/** Answers of `$(shell …)`: run in parallel, kept, asked again when what they depend on changed, and never for ever. */
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatRecording, parseRecording } from '../../src/kconfig/probes/recording.ts'
import { treeFolder } from './folder.ts'
import { symbolOf } from './tree.ts'

/** A default that a command answers. */
const asks = (command: string) => `config A\n\tstring\n\tdefault "$(shell,${command})"\n`
const answered = (opened: { tree: Parameters<typeof symbolOf>[0] }) => {
  const value = symbolOf(opened.tree, 'A').nodes[0]?.defaults[0]?.value
  return value?.kind === 'symbol' ? value.symbol.name : undefined
}

describe('answers', () => {
  test('have their last newlines cut and inner ones made spaces, as C does', async () => {
    await using tree = await treeFolder({ Kconfig: asks("printf 'one\\ntwo\\n\\n'") })
    expect(answered(await tree.open())).toBe('one two')
  })

  test('that are part of other commands come up in later rounds', async () => {
    await using tree = await treeFolder({
      Kconfig: `first := $(shell,echo a)\nsecond := $(shell,echo $(first)b)\n${asks('echo $(second)c')}`,
    })
    const opened = await tree.open()
    expect(answered(opened)).toBe('abc')
    expect([...opened.answers.keys()]).toEqual(expect.arrayContaining(['echo a', 'echo ab', 'echo abc']))
  })

  test('decide which file is read, and nothing is said to be missing before they are known', async () => {
    await using tree = await treeFolder({
      Kconfig: 'source "$(shell,echo sub)/Kconfig"\n',
      'sub/Kconfig': asks('echo yes'),
    })
    expect(answered(await tree.open())).toBe('yes')
  })

  test('are kept: a command runs once, and again only when a script or program it names has changed', async () => {
    await using tree = await treeFolder({ Kconfig: asks('$(srctree)/count.sh'), 'count.sh': '' })
    const script = (word: string) => `#!/bin/sh\necho run >> "${tree.path}/runs"\necho ${word}\n`
    await tree.write({ 'count.sh': script('one') })
    await chmod(join(tree.path, 'count.sh'), 0o755)
    const runs = async () => (await readFile(join(tree.path, 'runs'), 'utf8')).split('\n').length - 1
    expect(answered(await tree.open())).toBe('one')
    expect(answered(await tree.open())).toBe('one')
    expect(await runs()).toBe(1)
    await tree.write({ 'count.sh': script('two') })
    expect(answered(await tree.open())).toBe('two')
    expect(await runs()).toBe(2)
  })

  test('are asked again when a variable changes that the command is given', async () => {
    await using tree = await treeFolder({ Kconfig: asks('echo $CC $MINE') })
    const outside = (mine: string) => ({ variables: { PATH: process.env.PATH, MINE: mine }, machine: 'x86_64' })
    expect(answered(await tree.open({ outside: outside('1') }))).toBe('gcc 1')
    expect(answered(await tree.open({ outside: outside('2') }))).toBe('gcc 2')
    expect(answered(await tree.open({ outside: outside('2'), given: new Map([['CC', 'cc']]) }))).toBe('cc 2')
  })

  test('do not see the rest of the environment, which no key could hold', async () => {
    await using tree = await treeFolder({ Kconfig: asks('env | grep -c SECRET || true') })
    const outside = { variables: { PATH: process.env.PATH, SECRET: '1' }, machine: 'x86_64' }
    expect(answered(await tree.open({ outside }))).toBe('0')
  })

  test('leave the tree as it was: a command that writes does so elsewhere', async () => {
    await using tree = await treeFolder({ Kconfig: asks('touch left-behind && ls') })
    expect(answered(await tree.open())).toContain('left-behind')
    await expect(readFile(join(tree.path, 'left-behind'))).rejects.toThrow('ENOENT')
  })

  test('come with what was said on the error output, at the place that asked', async () => {
    await using tree = await treeFolder({ Kconfig: `\n${asks('echo too old >&2; echo no')}` })
    const expected = [{ location: { file: 'Kconfig', line: 4 }, message: 'too old', kind: 'shell' }]
    expect((await tree.open()).tree.warnings).toEqual(expected)
    expect((await tree.open()).tree.warnings).toEqual(expected)
  })

  test('longer than C reads are cut where C cuts, with a word about it', async () => {
    await using tree = await treeFolder({ Kconfig: asks('printf %05000d 7') })
    const opened = await tree.open()
    expect(answered(opened)).toHaveLength(4095)
    expect(opened.tree.warnings[0]?.message).toBe('the command printed 5000 bytes; Kconfig reads 4095 of them')
  })
})

describe('a command', () => {
  test('that hangs ends with a sentence that names it and its place, and so does what it started', async () => {
    await using tree = await treeFolder({ Kconfig: `\n${asks('echo $$; sleep 4321 & echo $!; sleep 4321')}` })
    const marker = 'sleep 4321'
    const error = await tree.fails({ limits: { timeout: 300 } })
    expect(error.message).toContain(marker)
    expect(error.message).toContain('0.3 s')
    expect(error.where).toBe('Kconfig:4')
    await expect.poll(() => processesWith(marker)).toEqual([])
  })

  test('that prints megabytes is ended', async () => {
    await using tree = await treeFolder({ Kconfig: asks('yes') })
    const error = await tree.fails()
    expect(error.message).toBe('Kconfig: the command printed more than 1048576 bytes: yes')
    expect(error.where).toBe('Kconfig:3')
  })

  test('can be cancelled', async () => {
    await using tree = await treeFolder({ Kconfig: asks('sleep 4322') })
    const signal = AbortSignal.timeout(200)
    await expect(tree.open({ signal })).rejects.toThrow()
    await expect.poll(() => processesWith('sleep 4322')).toEqual([])
  })
})

describe('a recording', () => {
  test('gives the same tree without running anything, in another folder too', async () => {
    await using tree = await treeFolder({ Kconfig: asks('cat $(srctree)/word'), word: 'recorded\n' })
    const { environment, answers } = await tree.open()
    const text = formatRecording(tree.path, environment, answers)
    expect(text).not.toContain(tree.path)
    await using copy = await treeFolder({ Kconfig: asks('cat $(srctree)/word') })
    const replay = parseRecording(text, 'answers.json', copy.path)
    expect(answered(await copy.open({ replay }))).toBe('recorded')
  })

  test('brings the variables it was made with, and is for one architecture only', async () => {
    await using tree = await treeFolder({ Kconfig: asks('echo $CC') })
    const { environment, answers } = await tree.open({ given: new Map([['CC', 'cc']]) })
    const replay = parseRecording(formatRecording(tree.path, environment, answers), 'answers.json', tree.path)
    const again = await tree.open({ replay })
    expect(again.environment.get('CC')).toBe('cc')
    expect((await tree.fails({ replay, arch: 'arm64' })).message).toBe('The recording is of ARCH=x86_64, not of arm64')
  })

  test('without an answer says which command has none, and where it stands', async () => {
    await using tree = await treeFolder({ Kconfig: asks('echo one') })
    const { environment, answers } = await tree.open()
    const replay = parseRecording(formatRecording(tree.path, environment, answers), 'answers.json', tree.path)
    await tree.write({ Kconfig: asks('echo two') })
    const error = await tree.fails({ replay })
    expect(error.message).toBe('Kconfig: the recording answers.json has no answer for the command echo two')
    expect(error.where).toMatch(/^Kconfig:3:/)
  })

  test.each([
    '',
    '{',
    '[]',
    '{"schema":2,"environment":{},"answers":{}}',
    '{"schema":1,"environment":{},"answers":{"a":1}}',
  ])('that is none (%s) is refused with its name', (text) => {
    expect(() => parseRecording(text, 'wrong.json', '/tree')).toThrow(/^wrong.json is no recording/)
  })
})

/** Command lines that contain a text, of processes that run now. */
async function processesWith(text: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')))
  return lines.map((line) => line.replaceAll('\0', ' ')).filter((line) => line.includes(text))
}

test('a store that is damaged is asked anew, not believed', async () => {
  await using tree = await treeFolder({ Kconfig: asks('echo right') })
  await tree.open()
  const cache = join(tree.path, '..', 'cache', 'probes')
  for (const name of await readdir(cache)) await writeFile(join(cache, name), '{"format":1,"answers":{"x":')
  expect(answered(await tree.open({ given: new Map([['X', '1']]) }))).toBe('right')
})
