/** The rooms of the README: imports go down the list only, and the core neither prints nor ends the process nor knows React. */
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

const SRC = join(import.meta.dirname, '..', 'src')
/** Top to bottom. cli and tui are side by side, but cli opens tui. */
const ROOMS = [
  'main.ts',
  'cli',
  'tui',
  'pipeline',
  'verify',
  'machine',
  'image',
  'build',
  'sources',
  'configure',
  'kconfig',
  'catalog',
  'profile',
  'system',
]
const FACES = new Set(['main.ts', 'cli', 'tui'])

async function sources(): Promise<{ file: string; room: string; text: string }[]> {
  const names = await readdir(SRC, { recursive: true })
  const files = names.filter((name) => /\.tsx?$/.test(name)).sort()
  return Promise.all(
    files.map(async (file) => ({
      file,
      room: file.split('/')[0] ?? '',
      text: await readFile(join(SRC, file), 'utf8'),
    })),
  )
}

function importsOf(text: string): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '')
}

describe('the structure', () => {
  it('has only the rooms that are named', async () => {
    expect([...new Set((await sources()).map(({ room }) => room))].filter((room) => !ROOMS.includes(room))).toEqual([])
  })

  it('lets imports go down only, so that whoever reads a room need not know those above it', async () => {
    const upward: string[] = []
    for (const { file, room, text } of await sources())
      for (const specifier of importsOf(text).filter((name) => /^\.\.?\//.test(name))) {
        const target = relative(SRC, resolve(SRC, dirname(file), specifier)).split('/')[0] ?? ''
        if (target !== '..' && ROOMS.indexOf(target) < ROOMS.indexOf(room)) upward.push(`${file} → ${specifier}`)
      }
    expect(upward).toEqual([])
  })

  it('lets the first frame wait for no library of the core: they are loaded behind it', async () => {
    const { metafile } = await build({
      entryPoints: [join(SRC, 'cli', 'no-arguments.ts')],
      bundle: true,
      format: 'esm',
      platform: 'node',
      splitting: true,
      outdir: 'dist',
      write: false,
      metafile: true,
      logLevel: 'silent',
      external: ['react-devtools-core'],
      absWorkingDir: join(SRC, '..'),
    })
    const reached = new Set(['src/cli/no-arguments.ts'])
    for (const file of reached)
      for (const { path, kind, external } of metafile.inputs[file]?.imports ?? [])
        if (kind !== 'dynamic-import' && !external) reached.add(path)
    const libraries = new Set([...reached].map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? ''))
    expect(libraries).toContain('ink')
    expect(
      ['commander', 'zod', 'yaml', 'execa', 'liquidjs', 'conf', '@xterm/headless'].filter((name) =>
        libraries.has(name),
      ),
    ).toEqual([])
    // Of the screens only the first.
    expect([...reached].filter((path) => path.startsWith('src/kconfig/') || path.includes('/model/kernel/'))).toEqual(
      [],
    )
    expect([...reached].filter((path) => /^src\/tui\/screens\/.*\.tsx$/.test(path))).toEqual([
      'src/tui/screens/profiles.tsx',
    ])
  })

  it('keeps React, printing and exiting out of the core: two faces and tests rely on that', async () => {
    const found: string[] = []
    for (const { file, room, text } of await sources()) {
      if (FACES.has(room)) continue
      const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$|"[^"\n]*"/gm, '')
      for (const pattern of [
        /(?<![\w.])process\.(?:stdout|stderr|stdin|exit)\b/,
        /(?<![\w.])console\.(?:log|error|warn|info|debug)\(/,
        /from '(?:react|ink|ink-select-input)'/,
      ]) {
        const match = pattern.exec(code)
        if (match) found.push(`${file}: ${match[0]}`)
      }
    }
    expect(found).toEqual([])
  })

  it('has no file that grew past what one reader keeps in mind', async () => {
    expect((await sources()).filter(({ text }) => text.split('\n').length > 320).map(({ file }) => file)).toEqual([])
  })
})

/** What a tool leaves behind is committed by accident easily, and then never looked at. */
it('has nothing at the top of the repository but what belongs there', async () => {
  const root = join(import.meta.dirname, '..')
  const ignored = (await readFile(join(root, '.gitignore'), 'utf8')).split('\n').map((line) => line.replace(/\/$/, ''))
  const there = (await readdir(root)).filter((name) => name !== '.git' && !ignored.includes(name))
  const files = ['.ci', '.gitignore', 'LICENSE', 'README.md', 'biome.json', 'package-lock.json', 'package.json']
  const folders = ['profiles', 'src', 'templates', 'test', 'tsconfig.json', 'vitest.config.ts']
  expect(there.sort()).toEqual([...files, ...folders])
})
