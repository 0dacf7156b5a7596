/** A full disk, tokens that get lost, a cache to be bounded, a shell to look around in. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cacheSize, collectGarbage } from '../../src/build/clean.ts'
import { componentSteps } from '../../src/build/component-step.ts'
import { Jobserver } from '../../src/build/jobserver.ts'
import { openShell } from '../../src/build/shell.ts'
import { openRun } from '../../src/build/staging.ts'
import { run } from '../../src/system/exec.ts'
import { configurationOf } from './catalog.ts'
import { shellStep, temporaryCache, trial } from './helpers.ts'

const root = new URL('../..', import.meta.url).pathname

test.each([
  ['a step fills it', 'head -c 5000000 /dev/zero > /dest/big'],
  ['the log fills it', 'head -c 5000000 /dev/zero | tr "\\\\0" x; true'],
])('a full disk is said as such and leaves no half entry: %s', async (_what, script) => {
  await using folder = await temporaryCache()
  const engine = join(folder.path, 'engine.mts')
  await writeFile(
    engine,
    `import { trial, shellStep } from '${root}test/build/helpers.ts'
     import { readdir } from 'node:fs/promises'
     const error = await trial([shellStep('build:a', ${JSON.stringify(script)})], { cache: '/mnt/cache' }).catch((error) => error)
     console.log(JSON.stringify([error.diagnosis?.kind, error.hint, await readdir('/mnt/cache/store').catch(() => []), await readdir('/mnt/cache/staging')]))`,
  )
  // An ordinary user gets a small disk by a user namespace.
  const small = ['bwrap', '--dev-bind', '/', '/', '--size', '2000000', '--tmpfs', '/mnt', '--chdir', root] as const
  const { stdout } = await run([...small, process.execPath, '--import', 'tsx', engine], { timeout: 30_000 })
  expect(JSON.parse(stdout.split('\n').at(-1) ?? '')).toEqual([
    'disk-full',
    expect.stringContaining('smart-os clean'),
    [],
    [],
  ])
})

test('tokens that a killed make took with it are there again for the next step', async () => {
  await using folder = await temporaryCache()
  using jobserver = await Jobserver.open(folder.path, 3)
  const takeAll = () => {
    let count = 0
    while (jobserver.tryTake()) count++
    return count
  }
  expect(takeAll()).toBe(3)
  jobserver.refill()
  jobserver.give()
  jobserver.refill()
  expect(takeAll()).toBe(3)
})

test('a step that loses every token does not stop the build', async () => {
  await using cache = await temporaryCache()
  const thief =
    'python3 -c "import os; os.set_blocking(20, False); os.read(20, 9)" 2>/dev/null || dd if=/proc/self/fd/20 bs=1 count=1 2>/dev/null; : > /dest/a'
  const { ran } = await trial(
    [
      shellStep('build:a', thief),
      shellStep('build:b', ': > /dest/b', { needs: ['build:a'] }),
      shellStep('build:c', ': > /dest/c', { needs: ['build:a'] }),
    ],
    { cache: cache.path },
  )
  expect(ran).toEqual(['build:a', 'build:b', 'build:c'])
})

test('clean-up keeps what is needed, takes the longest unused first, and never works under a running build', async () => {
  await using cache = await temporaryCache()
  const step = (name: string) => [shellStep(`build:${name}`, `head -c 10000 /dev/zero > /dest/${name}`)]
  const keys: string[] = []
  for (const name of ['a', 'b', 'c']) {
    const { result } = await trial(step(name), { cache: cache.path })
    keys.push(result.outputs.get(`build:${name}`)?.key ?? '')
  }
  await trial(step('a'), { cache: cache.path })
  const [a = '', b = '', c = ''] = keys
  expect((await cacheSize(cache.path)).parts.store).toBe(30_000)
  const { bytes: size } = await cacheSize(cache.path)
  {
    await using _building = await openRun(cache.path)
    await expect(collectGarbage(cache.path, { keepKeys: new Set() })).rejects.toThrow('A build is running')
  }
  expect((await collectGarbage(cache.path, { keepKeys: new Set(), maxBytes: size - 5000, dryRun: true })).keys).toEqual(
    [b],
  )
  expect((await collectGarbage(cache.path, { keepKeys: new Set(), maxBytes: size - 5000 })).keys).toEqual([b])
  expect((await collectGarbage(cache.path, { keepKeys: new Set([a]) })).keys).toEqual([c])
  expect(await readdir(join(cache.path, 'store'))).toEqual([a])
})

test('smart-os shell opens the tree that failed, with the environment of the build', async () => {
  await using folder = await temporaryCache()
  const cache = join(folder.path, 'cache')
  const recipes = {
    dep: { script: 'mkdir -p $DEST/usr; echo dep > $DEST/usr/dep' },
    app: {
      script: 'echo half > made; test "$OPTION_GO" = 1',
      more: { buildRequires: ['dep'], options: { go: { type: 'bool' as const, title: '', help: '', default: false } } },
    },
  }
  const steps = async () =>
    componentSteps(await configurationOf(folder.path, recipes), {
      cache,
      sources: new Map(),
      openSource: async () => '',
    })
  await expect(trial(await steps(), { cache })).rejects.toThrow('app could not be built')
  const look = async () => {
    await using shell = await openShell(await steps(), 'app', { cache, jobs: 2 })
    const [command = '', ...args] = shell.argv.slice(0, -1)
    const { stdout } = await run(
      [command, ...args, '-c', 'pwd; ls; cat $SYSROOT/usr/dep; echo $CC $OPTION_GO; ls /dest'],
      { env: shell.env, cwd: shell.cwd },
    )
    return [shell.note, stdout]
  }
  expect(await look()).toEqual([expect.stringContaining('failed'), '/build\nmade\ndep\nx86_64-linux-gnu-gcc 0'])
  recipes.app.script = 'test "$OPTION_GO" = 0; : > $DEST/x'
  await trial(await steps(), { cache })
  expect(await look()).toEqual([expect.stringContaining('fresh'), '/build\ndep\nx86_64-linux-gnu-gcc 0'])
  await expect(openShell(await steps(), 'nothing', { cache, jobs: 1 })).rejects.toThrow(
    'nothing is not built from source',
  )
  expect(await readFile(join(cache, 'history.json'), 'utf8')).toContain('build:app')
})
