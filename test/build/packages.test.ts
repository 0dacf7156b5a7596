/** Components of origin `package`: real packages, made here, unpacked as the machine wants them, and their package.sh run. */
import { lstat, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { componentSteps } from '../../src/build/component-step.ts'
import { buildComponents } from '../../src/build/components.ts'
import type { Configuration } from '../../src/configure/types.ts'
import type { ResolvedSource } from '../../src/sources/types.ts'
import { run } from '../../src/system/exec.ts'
import { sha256File } from '../../src/system/hash.ts'
import { configurationOf, type Recipe, writeTree } from './catalog.ts'
import { temporaryCache, trial } from './helpers.ts'

/** A .deb with these files; `commands` run in its tree before it is packed. */
async function makePackage(
  root: string,
  name: string,
  files: Record<string, string>,
  commands = ':',
): Promise<ResolvedSource & { path: string }> {
  const tree = join(root, 'packages', name)
  await writeTree(tree, {
    'DEBIAN/control': `Package: ${name}\nVersion: 1.0\nArchitecture: all\nMaintainer: T <t@example.org>\nDescription: t\n`,
    ...files,
  })
  await run(['sh', '-euc', commands], { cwd: tree })
  const path = join(root, `${name}_1.0_all.deb`)
  await run(['dpkg-deb', '--root-owner-group', '-b', tree, path])
  return {
    name: `package:${name}`,
    candidate: { type: 'apt-package', package: name },
    version: '1.0',
    file: `${name}_1.0_all.deb`,
    sha256: await sha256File(path),
    from: name,
    path,
  }
}

/** A configuration in which these components come from packages. */
async function fromPackages(
  root: string,
  recipes: Record<string, Recipe>,
  packaged: string[],
  selected?: string[],
): Promise<Configuration> {
  const configuration = await configurationOf(root, recipes, selected === undefined ? {} : { selected })
  const states = new Map(
    [...configuration.states].map(([id, state]) => [
      id,
      packaged.includes(id) ? { ...state, origin: 'package' as const } : state,
    ]),
  )
  return { ...configuration, states }
}

const noSource = async () => ''

test('files lie where the machine has them, and what only an installed Debian reads is not there', async () => {
  await using root = await temporaryCache()
  const app = await makePackage(
    root.path,
    'app',
    {
      'bin/app': 'app',
      'lib/x86_64-linux-gnu/libapp.so.1': 'library',
      'usr/include/x86_64-linux-gnu/app.h': 'header',
      'usr/share/app/data': 'data',
      'usr/share/doc/app/copyright': 'text',
      'usr/share/man/man1/app.1': 'text',
      'usr/share/locale/de/app.mo': 'text',
      'lib/systemd/system/app.service': 'unit',
      'etc/init.d/app': 'script',
      'etc/app.conf': 'settings',
    },
    'chmod 4755 bin/app; mkdir -p usr/lib/x86_64-linux-gnu var/lib/app; ln -s /lib/x86_64-linux-gnu/libapp.so.1 usr/lib/x86_64-linux-gnu/libapp.so; ln lib/x86_64-linux-gnu/libapp.so.1 lib/x86_64-linux-gnu/libapp.so.1.0',
  )
  const configuration = await fromPackages(root.path, { app: { script: '', more: { packages: ['app'] } } }, ['app'])
  const packages = new Map([['app', [app]]])
  const steps = await componentSteps(configuration, {
    cache: root.path,
    sources: new Map(),
    openSource: noSource,
    packages,
    openPackage: () => app.path,
  })
  expect(steps.map(({ id }) => id)).toEqual(['build:app'])
  const { result } = await trial(steps, { cache: root.path })
  const out = result.outputs.get('build:app')?.path ?? ''
  const { stdout } = await run(['find', '.', '!', '-type', 'd'], { cwd: out })
  expect(stdout.split('\n').sort()).toEqual([
    './etc/app.conf',
    './usr/bin/app',
    './usr/include/app.h',
    './usr/lib/libapp.so',
    './usr/lib/libapp.so.1',
    './usr/lib/libapp.so.1.0',
    './usr/share/app/data',
  ])
  expect((await lstat(join(out, 'usr/bin/app'))).mode & 0o7777).toBe(0o4755)
  expect(await readlink(join(out, 'usr/lib/libapp.so'))).toBe('libapp.so.1')
  expect((await lstat(join(out, 'var/lib/app'))).isDirectory()).toBe(true)
})

test('package.sh finds the unpacked files, its options and what the component requires; changing build.sh unpacks nothing again', async () => {
  await using root = await temporaryCache()
  const [base, app] = [
    await makePackage(root.path, 'base', { 'usr/share/base': 'base' }),
    await makePackage(root.path, 'app', { 'usr/share/app': 'app' }),
  ]
  const script =
    '[ "$ORIGIN" = package ]; cat "$SYSROOT/usr/share/base" "$DEST/usr/share/app" >"$DEST/both"; echo "$OPTION_WORD" >"$DEST/word"; rm "$DEST/usr/share/app"\n'
  const recipes = (build: string): Record<string, Recipe> => ({
    base: { script: build, more: { packages: ['base'] } },
    app: {
      script: build,
      files: { 'package.sh': script },
      more: {
        packages: ['app'],
        requires: ['base'],
        packageScript: 'package.sh',
        options: { word: { type: 'string', title: '', help: '', default: 'hello' } },
      },
    },
  })
  const make = async (build: string) => {
    const configuration = await fromPackages(root.path, recipes(build), ['base', 'app'])
    const packages = new Map([
      ['base', [base]],
      ['app', [app]],
    ])
    const openPackage = (source: ResolvedSource) => (source.name === base.name ? base.path : app.path)
    return trial(
      await componentSteps(configuration, {
        cache: root.path,
        sources: new Map(),
        openSource: noSource,
        packages,
        openPackage,
      }),
      { cache: root.path },
    )
  }
  const first = await make('exit 1')
  const out = first.result.outputs.get('build:app')?.path ?? ''
  expect(await readFile(join(out, 'both'), 'utf8')).toBe('baseapp')
  expect(await readFile(join(out, 'word'), 'utf8')).toBe('hello\n')
  expect((await make('exit 2')).result.outputs.get('build:app')?.key).toBe(first.result.outputs.get('build:app')?.key)
})

test('a compiled component gets the headers of those that come from packages, and nothing is compiled that need not be', async () => {
  await using root = await temporaryCache()
  const recipes: Record<string, Recipe> = {
    toolchain: { script: 'true', more: { hidden: true } },
    libc: {
      script: 'false',
      more: { packages: ['libc'], packagesToBuild: ['libc-dev'], buildRequires: ['toolchain'] },
    },
    app: { script: 'true', more: { buildRequires: ['libc'] } },
  }
  const mixed = await fromPackages(root.path, recipes, ['libc'], ['libc', 'app'])
  expect(buildComponents(mixed).map(({ component, origin, packages }) => [component.id, origin, packages])).toEqual([
    ['libc', 'package', ['libc', 'libc-dev']],
    ['toolchain', 'source', []],
    ['app', 'source', []],
  ])
  const alone = await fromPackages(root.path, recipes, ['libc'], ['libc'])
  expect(buildComponents(alone).map(({ component, packages }) => [component.id, packages])).toEqual([
    ['libc', ['libc']],
  ])
})
