/** Components from recipe to output: what build.sh sees, what is rebuilt when, patches, incremental trees. */
import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { kernelConfig } from '../../src/build/component-inputs.ts'
import { componentSteps } from '../../src/build/component-step.ts'
import { buildComponents } from '../../src/build/components.ts'
import { BuildFailedError } from '../../src/build/scheduler.ts'
import type { BuildResult } from '../../src/build/types.ts'
import type { Configuration } from '../../src/configure/types.ts'
import { run } from '../../src/system/exec.ts'
import { findTool } from '../../src/system/tools.ts'
import { configurationOf, type Recipe, sourceOf, writeTree } from './catalog.ts'
import { temporaryCache, trial } from './helpers.ts'

async function makeTarball(
  root: string,
  name: string,
  files: Record<string, string>,
  compression = '-z',
): Promise<string> {
  await writeTree(join(root, 'trees', `${name}-1.0`), files)
  const file = join(root, `${name}.tar`)
  await run(['tar', '-c', compression, '-f', file, '-C', join(root, 'trees'), `${name}-1.0`])
  return file
}

async function buildAll(cache: string, configuration: Configuration, tarballs: Record<string, string> = {}) {
  const sources = new Map(
    await Promise.all(
      Object.entries(tarballs).map(async ([name, file]) => [name, await sourceOf(name, file)] as const),
    ),
  )
  const openSource = async (source: { name: string }) => tarballs[source.name] ?? ''
  return trial(await componentSteps(configuration, { cache, sources, openSource }), { cache })
}

const textOf = (result: BuildResult, id: string, path: string) =>
  readFile(join(result.outputs.get(id)?.path ?? '', path), 'utf8')

test('build.sh sees the folders and variables that the README promises, and no network, home or date', async () => {
  await using root = await temporaryCache()
  const recipes: Record<string, Recipe> = {
    tool: {
      script:
        'mkdir -p $DEST/tools/bin $DEST/usr/include; printf "#!/bin/sh\\necho made by tool\\n" > $DEST/tools/bin/mytool; chmod 755 $DEST/tools/bin/mytool; echo "#define X" > $DEST/usr/include/x.h',
    },
    app: {
      script:
        '. "$LIB/f.sh"; f; : "$OPTION_WITH_X $OPTION_LANGS"; { env | grep -v "^MAKEFLAGS\\|^JOBS" | sort; id -u; hostname; pwd; mytool; find "$SYSROOT"; cat "$RECIPE/data.txt"; ls /sys/class/net /work /home /root 2>/dev/null || true; } > "$DEST/seen"; touch "$SRC/x" "$SYSROOT/x" 2>/dev/null && exit 9; true',
      files: { 'data.txt': 'data\n', 'check.sh': 'true\n' },
      more: {
        buildRequires: ['tool'],
        options: {
          'with-x': { type: 'bool', title: '', help: '', default: true },
          langs: { type: 'list', title: '', help: '', default: ['c', 'c++'] },
        },
      },
    },
  }
  const configuration = await configurationOf(root.path, recipes, { selected: ['app'] })
  await writeTree(join(root.path, 'lib'), { 'f.sh': 'f() { :; }\n' })
  expect(buildComponents(configuration).map(({ component }) => component.id)).toEqual(['tool', 'app'])
  const { result } = await buildAll(join(root.path, 'cache'), configuration)
  const seen = await textOf(result, 'build:app', 'seen')
  for (const line of [
    'SRC=/src',
    'BUILD=/build',
    'DEST=/dest',
    'CC=x86_64-linux-gnu-gcc',
    'OPTION_WITH_X=1',
    'OPTION_LANGS=c c++',
    'HOME=/build',
    'SOURCE_DATE_EPOCH=1704067200',
  ])
    expect(seen.split('\n')).toContain(line)
  expect(seen).toContain('0\nsmart-os\n/build\nmade by tool\n')
  expect(seen).toContain('/sysroot/usr/include/x.h')
  expect(seen).not.toContain('mytool\n/sysroot/tools')
  expect(seen.trimEnd().endsWith('data')).toBe(true)
})

test('a source is unpacked without its top folder, patched with no fuzz, and shared; a patch that does not fit is named', async () => {
  await using root = await temporaryCache()
  const patch = (old: string) => `--- a/hello.txt\n+++ b/hello.txt\n@@ -1,1 +1,1 @@\n-${old}\n+patched\n`
  const script = 'cat "$SRC/hello.txt" > "$DEST/out"'
  const source = { sources: [{ type: 'local', path: 'x' }] as const, sourceName: 'hello' }
  const make = (old: string) =>
    configurationOf(root.path, {
      plain: { script, more: { ...source, sources: [...source.sources] } },
      fixed: {
        script,
        more: { ...source, sources: [...source.sources] },
        files: { 'patches/01-fix.patch': patch(old) },
      },
    })
  const tarball = await makeTarball(root.path, 'hello', { 'hello.txt': 'hello\n', 'configure.sh': 'x' }, '-J')
  const cache = join(root.path, 'cache')
  const { result, ran } = await buildAll(cache, await make('hello'), { hello: tarball })
  expect(ran).toEqual(['build:fixed', 'build:plain', 'unpack:hello', 'unpack:hello+fixed'])
  expect([await textOf(result, 'build:plain', 'out'), await textOf(result, 'build:fixed', 'out')]).toEqual([
    'hello\n',
    'patched\n',
  ])
  const failure = await buildAll(cache, await make('other'), { hello: tarball }).catch((error: unknown) => error)
  expect((failure as BuildFailedError).diagnosis).toMatchObject({
    kind: 'patch',
    title: '01-fix.patch does not fit the source of fixed: hello.txt',
  })
})

test('texts, checks and overlays rebuild nothing, and an option rebuilds only its component', async () => {
  await using root = await temporaryCache()
  const cache = join(root.path, 'cache')
  const recipe = (files: Record<string, string>): Record<string, Recipe> => ({
    one: {
      script: 'echo "$OPTION_LEVEL" > "$DEST/one"',
      more: {
        options: {
          level: { type: 'int', title: '', help: '', default: 1 },
          // Only a template of its rootfs reads this one.
          'level-shown': { type: 'int', title: '', help: '', default: 1 },
        },
      },
    },
    two: { script: 'echo two > "$DEST/two"', files },
  })
  await buildAll(cache, await configurationOf(root.path, recipe({})))
  const checked = await buildAll(
    cache,
    await configurationOf(
      root.path,
      recipe({ 'check.sh': 'true', 'rootfs/etc/x': 'x', 'component.yaml': 'help: new' }),
    ),
  )
  expect(checked.ran).toEqual([])
  const changed = await buildAll(cache, await configurationOf(root.path, recipe({}), { values: { one: { level: 2 } } }))
  expect(changed.ran).toEqual(['build:one'])
  const plan = changed.events.flatMap((event) => (event.type === 'build:planned' ? event.plan.steps : []))
  expect(plan.find((step) => step.id === 'build:one')?.reasons).toEqual(['option level changed 1 → 2'])
  const shown = { one: { level: 2, 'level-shown': 9 } }
  expect((await buildAll(cache, await configurationOf(root.path, recipe({}), { values: shown }))).ran).toEqual([])
  const fewer = await buildAll(cache, await configurationOf(root.path, recipe({}), { selected: ['two'] }))
  expect(fewer.ran).toEqual([])
})

test('an incremental component starts from its last finished tree when only kernel symbols changed, and never from a failed one', async () => {
  await using root = await temporaryCache()
  const cache = join(root.path, 'cache')
  const script =
    'cat objects 2>/dev/null || echo none; echo built >> objects; cat "$INPUTS/kernel.config" > "$DEST/config"; ! grep -q BAD=y "$INPUTS/kernel.config"'
  const make = (kernel: Record<string, string>, more = '') =>
    configurationOf(
      root.path,
      { linux: { script: script + more, more: { incremental: true, inputs: ['kernel-config'] } } },
      { kernel },
    )
  const output = (trial: { events: { type: string; text?: string }[] }) =>
    trial.events.flatMap((event) => (event.type === 'step:output' ? [event.text] : [])).join('')
  const first = await buildAll(cache, await make({ NET: 'y', E1000: 'n' }))
  expect(output(first)).toMatch(/^none\n/)
  await expect(buildAll(cache, await make({ NET: 'y', BAD: 'y' }))).rejects.toBeInstanceOf(BuildFailedError)
  const second = await buildAll(cache, await make({ NET: 'y', E1000: 'y', NAME: 'a "b"' }))
  expect(output(second)).toMatch(/^\+ cp .*\nbuilt\n(?!built)/)
  expect(second.events.find((event) => event.type === 'step:started')).toMatchObject({ incremental: true })
  expect(await textOf(second.result, 'build:linux', 'config')).toBe(
    'CONFIG_E1000=y\nCONFIG_NAME="a \\"b\\""\nCONFIG_NET=y\n',
  )
  const plan = second.events.flatMap((event) => (event.type === 'build:planned' ? event.plan.steps : []))
  expect(plan[0]?.reasons).toEqual(['kernel option E1000 changed n → y', 'kernel option NAME changed n → a "b"'])
  const clean = await buildAll(cache, await make({ NET: 'y' }, '; true'))
  expect(output(clean)).toMatch(/^none\n/)
})

test('the same recipe gives the same key and the same bytes in another cache folder', async () => {
  await using root = await temporaryCache()
  const recipes = {
    one: {
      script: 'pwd > "$DEST/a"; date -r /src +%s > "$DEST/b" || true; ln -s a "$DEST/c"; mkdir "$DEST/d"; rm "$DEST/b"',
    },
  }
  const configuration = await configurationOf(root.path, recipes)
  await mkdir(join(root.path, 'elsewhere', 'deep'), { recursive: true })
  const [here, there] = [
    await buildAll(join(root.path, 'cache'), configuration),
    await buildAll(join(root.path, 'elsewhere', 'deep', 'cache'), configuration),
  ]
  const record = (trial: { result: BuildResult }) =>
    readFile(join(trial.result.outputs.get('build:one')?.path ?? '', '..', 'manifest'), 'utf8')
  expect(here.result.outputs.get('build:one')?.key).toBe(there.result.outputs.get('build:one')?.key)
  expect(await record(here)).toBe(await record(there))
})

test('ccache changes neither key nor result; it would otherwise be a setting that breaks reproducible images', async () => {
  await using root = await temporaryCache()
  const script = 'echo "int x = 1;" > a.c; $HOSTCC -c a.c -o "$DEST/a.o"'
  const configuration = await configurationOf(root.path, { app: { script } })
  const outputs = []
  for (const [name, ccache] of [
    ['with', true],
    ['without', false],
  ] as const) {
    const cache = join(root.path, name)
    const steps = await componentSteps(configuration, { cache, sources: new Map(), openSource: async () => '' })
    const { result } = await trial(steps, { cache, ccache })
    const path = result.outputs.get('build:app')?.path ?? ''
    outputs.push([result.outputs.get('build:app')?.key, await readFile(join(path, '..', 'manifest'), 'utf8')])
    expect(existsSync(join(cache, 'ccache'))).toBe(ccache && findTool('ccache') !== undefined)
  }
  expect(outputs[0]).toEqual(outputs[1])
})

test("a profile's own symbols stand at the end of the recipe's fragment; a profile without any has the key that it had", async () => {
  await using root = await temporaryCache()
  const recipe = (more: Recipe['more']): Recipe => ({
    script: 'cp "$RECIPE/app.config" "$DEST/seen"',
    files: { 'app.config': 'CONFIG_A=y' },
    more: { incremental: true, ...more },
  })
  const kconfig = { fragment: 'app.config', option: 'config' }
  const option = { type: 'list' as const, title: '', help: '', default: [] }
  const seen: string[] = []
  const keys: string[] = []
  const cases: [Recipe['more'], string[] | undefined][] = [
    [{}, undefined],
    [{ kconfig, options: { config: option } }, undefined],
    [{ kconfig, options: { config: option } }, ['C="two words"', 'B=n']],
  ]
  for (const [more, config] of cases) {
    const values: Record<string, Record<string, string[]>> = config === undefined ? {} : { app: { config } }
    const configuration = await configurationOf(root.path, { app: recipe(more) }, { values })
    const { result } = await buildAll(join(root.path, 'cache'), configuration)
    keys.push(result.outputs.get('build:app')?.key ?? '')
    seen.push(await textOf(result, 'build:app', 'seen'))
  }
  expect(keys[1]).toBe(keys[0])
  expect(keys[2]).not.toBe(keys[0])
  expect(seen).toEqual(['CONFIG_A=y', 'CONFIG_A=y', 'CONFIG_A=y\nCONFIG_B=n\nCONFIG_C="two words"\n'])
})

test('a hostile value cannot add a symbol to the kernel configuration', () => {
  expect(() => kernelConfig(new Map([['LOCALVERSION', { value: 'a"\nCONFIG_MODULES=y' }]]))).toThrow('cannot hold')
  expect(
    kernelConfig(
      new Map([
        ['A', { value: 'x"$(id)\\' }],
        ['B', { value: 0 }],
      ]),
    ),
  ).toBe('CONFIG_A="x\\"$(id)\\\\"\nCONFIG_B=0\n')
})
