/** What the time to the first frame rests on, beside the libraries that structure.test.ts keeps out of it. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import stringWidth from 'string-width'
import { expect, it, vi } from 'vitest'
import { runWithoutArguments } from '../../src/cli/no-arguments.ts'
import { runCommandLine } from '../../src/cli/program.ts'
import { withoutFacades } from '../../src/setup/bundle-plugins.mjs'
import { isOneColumnEach, Segmenter } from '../../src/setup/graphemes.mjs'
import { open } from './open.ts'

const given = vi.hoisted(() => [] as unknown[])
vi.mock('../../src/cli/commands/configure.ts', () => ({
  configureCommand: async (flags: unknown) => {
    given.push(flags)
    return 7
  },
}))

const DIST = join(import.meta.dirname, '..', '..', 'dist')

it('starts without arguments exactly as the table of commands would have it', async () => {
  expect([await runWithoutArguments(), await runCommandLine([])]).toEqual([7, 7])
  expect(given).toHaveLength(2)
  expect(given[0]).toEqual(given[1])
})

it('leaves no import of a builtin module in the bundle: each would cost what all its exports cost', async () => {
  const files = (await readdir(DIST)).filter((name) => name.endsWith('.js'))
  expect(files.length).toBeGreaterThan(20)
  const importing =
    /(?:^|[;}\n])import[^;"'`]*"(?:node:)?(?:fs|path|process|util|child_process|tty|os|module|assert)(?:\/promises)?"/
  for (const name of files) expect(importing.exec(await readFile(join(DIST, name), 'utf8'))?.[0], name).toBeUndefined()
})

it('gives a module what it imported of a builtin one, by every form of import, and starts no child process module before it is needed', () => {
  const code = [
    'import whole from"node:path";import*as all from"node:os";',
    'import{join,sep as separator}from"node:path";',
    'import both,{EOL}from"node:os";import{spawnSync,ChildProcess}from"node:child_process";',
    'export{whole as a,all as b,join as c,separator as d,both as e,EOL as f};const text=`import{x}from"node:fs";`;',
  ].join('\n')
  const result = withoutFacades(code)
  expect(result.split('\n')).toHaveLength(4)
  // Text that only looks like an import, in the middle of a statement, stays.
  expect(result).toContain('`import{x}from"node:fs";`')
  const body = result.replace(/export\{[^}]*\};/, 'return{whole,all,join,separator,both,EOL,spawnSync,ChildProcess};')
  const values = new Function(body)()
  const get = (name: 'node:path' | 'node:os') => process.getBuiltinModule(name)
  expect(values.whole).toBe(get('node:path'))
  expect(values.all).toBe(get('node:os'))
  expect(values.join('a', 'b')).toBe('a/b')
  expect([values.separator, values.EOL]).toEqual(['/', '\n'])
  expect(values.both).toBe(get('node:os'))
  expect(values.spawnSync('true').status).toBe(0)
  expect(values.spawnSync).not.toBe(process.getBuiltinModule('node:child_process').spawnSync)
  expect(new values.ChildProcess()).toBeInstanceOf(process.getBuiltinModule('node:child_process').ChildProcess)
})

it('is set up by an old Node, too, which has no getBuiltinModule', () => {
  const { spawnSync } = process.getBuiltinModule('node:child_process')
  const ensure = join(import.meta.dirname, '..', '..', 'src', 'setup', 'ensure.mjs')
  const code = `import(${JSON.stringify(ensure)}).then(({ isNewEnough }) => console.log(isNewEnough('v18.19.0'), isNewEnough('v22.12.0')))`
  const argv = ['--import', 'data:text/javascript,delete process.getBuiltinModule', '-e', code]
  const { stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' })
  expect([stdout, stderr]).toEqual(['false true\n', ''])
})

it('measures plain text without the tables of all scripts exactly as with them', () => {
  const simple: string[] = []
  for (let code = 0; code < 0x10000; code++) {
    const character = String.fromCharCode(code)
    if (!isOneColumnEach(character)) continue
    simple.push(character)
    expect(stringWidth(character), `U+${code.toString(16)}`).toBe(1)
  }
  expect(simple.length).toBeGreaterThan(1000)
  // What the screens draw with has to be among them.
  expect(isOneColumnEach('▌ › ─│┃ █▏░ ✓✗ ● ⏎ … ⠋ é')).toBe(true)
  // Nothing among them joins with a neighbour, in whatever order.
  for (const text of [
    simple.join(''),
    [...simple].reverse().join(''),
    simple.flatMap((one) => [one, 'e', '\n']).join(''),
  ])
    expect([...new Segmenter().segment(text)]).toEqual([...new Intl.Segmenter().segment(text)])
})

it.each([
  'e\u0301a',
  'a\r\nb',
  '👩‍👩‍👧',
  '한국',
  '\u{1f1e9}\u{1f1ea}',
  'x\u200dy',
  '',
  'plain',
  '\x1b[1mbold\x1b[0m →',
])('cuts %j into what a person sees as characters', (text) => {
  const [ours, real] = [new Segmenter().segment(text), new Intl.Segmenter().segment(text)]
  expect([...ours]).toEqual([...real])
  for (let index = -1; index <= text.length; index++) expect(ours.containing(index)).toEqual(real.containing(index))
})

it('leaves words and sentences to the real one', () => {
  const words = (Kind: typeof Intl.Segmenter) => [...new Kind('en', { granularity: 'word' }).segment('two words')]
  expect(words(Segmenter as unknown as typeof Intl.Segmenter)).toEqual(words(Intl.Segmenter))
})

it('answers a key that is pressed before the other screens are loaded, as soon as they are', async () => {
  await using opened = await open()
  await opened.terminal.shows('Profiles')
  await opened.terminal.keys('?')
  await opened.terminal.shows('Keys')
})
