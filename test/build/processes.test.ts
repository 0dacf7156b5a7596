/** What happens to processes: none outlives its build, and no more of them run than there are jobs. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { runSupervised } from '../../src/build/process.ts'
import type { Step } from '../../src/build/types.ts'
import { CancelledError } from '../../src/system/error.ts'
import { run } from '../../src/system/exec.ts'
import { shellStep, temporaryCache, trial } from './helpers.ts'

/** Processes whose command line holds the mark. */
async function marked(mark: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
  return lines.filter((line) => line.includes(mark))
}

const tree = (mark: string) =>
  `for i in 1 2 3; do sh -c 'sleep 300; : ${mark}' & done; setsid sh -c 'sleep 301; : ${mark}' & echo up; wait`

async function until(condition: () => Promise<boolean>, seconds: number): Promise<boolean> {
  const end = Date.now() + seconds * 1000
  while (!(await condition())) {
    if (Date.now() > end) return false
    await sleep(50)
  }
  return true
}

test('kill -9 of the engine alone leaves no compiler; they would eat the machine and write into the next build', async () => {
  await using cache = await temporaryCache()
  const mark = `mark-kill9-${process.pid}`
  const script = join(cache.path, 'engine.mts')
  const root = new URL('../..', import.meta.url).pathname
  await writeFile(
    script,
    `import { trial, shellStep } from '${root}/test/build/helpers.ts'
     await trial([shellStep('build:a', ${JSON.stringify(tree(mark))})], { cache: ${JSON.stringify(join(cache.path, 'cache'))} })`,
  )
  const engine = spawn(process.execPath, ['--import', 'tsx', script], { cwd: root, stdio: 'ignore' })
  expect(await until(async () => (await marked(mark)).length >= 4, 20)).toBe(true)
  const gone = once(engine, 'exit')
  engine.kill('SIGKILL')
  expect(await until(async () => (await marked(mark)).length === 0, 2)).toBe(true)
  // The kernel signals the children when the first thread ends, and takes the locks away after the last one.
  await gone
  // What the killed build left is swept by the next one, and nothing of it is taken for a result.
  const { ran } = await trial([shellStep('build:b', 'echo b > /dest/b')], { cache: join(cache.path, 'cache') })
  expect(ran).toEqual(['build:b'])
  expect(await readdir(join(cache.path, 'cache', 'staging'))).toEqual([])
  expect(await readdir(join(cache.path, 'cache', 'store'))).toHaveLength(1)
})

test('without a sandbox, too, the processes go with the engine', async () => {
  await using cache = await temporaryCache()
  const mark = `mark-group-${process.pid}`
  const script = join(cache.path, 'engine.mts')
  const root = new URL('../..', import.meta.url).pathname
  const argv = ['sh', '-c', `sh -c 'sleep 300; : ${mark}' & sh -c 'sleep 300; : ${mark}'; :`]
  await writeFile(
    script,
    `import { runSupervised } from '${root}/src/build/process.ts'
     await runSupervised({ argv: ${JSON.stringify(argv)}, containment: 'group', env: { PATH: '/usr/bin:/bin' }, onOutput() {} })`,
  )
  const engine = spawn(process.execPath, ['--import', 'tsx', script], { cwd: root, stdio: 'ignore' })
  expect(await until(async () => (await marked(mark)).length >= 2, 20)).toBe(true)
  engine.kill('SIGKILL')
  expect(await until(async () => (await marked(mark)).length === 0, 2)).toBe(true)
})

test('cancelling ends everything at once and leaves no half output; Ctrl-C would otherwise leave compilers behind', async () => {
  await using cache = await temporaryCache()
  const mark = `mark-cancel-${process.pid}`
  const controller = new AbortController()
  const onEvent = (event: { type: string }) => event.type === 'step:output' && controller.abort()
  const steps = [shellStep('build:a', tree(mark)), shellStep('build:b', 'sleep 300')]
  const started = Date.now()
  await expect(trial(steps, { cache: cache.path, signal: controller.signal, onEvent })).rejects.toBeInstanceOf(
    CancelledError,
  )
  expect(Date.now() - started).toBeLessThan(4000)
  expect(await marked(mark)).toEqual([])
  expect(await readdir(join(cache.path, 'staging'))).toEqual([])
})

test('a program that ignores TERM is killed after two seconds', async () => {
  const controller = new AbortController()
  const running = runSupervised({
    argv: ['sh', '-c', `trap '' TERM; echo up; while :; do sleep 1; done`],
    containment: 'group',
    env: { PATH: '/usr/bin:/bin' },
    signal: controller.signal,
    onOutput: () => controller.abort(),
  })
  const started = Date.now()
  await expect(running).rejects.toBeInstanceOf(CancelledError)
  expect(Date.now() - started).toBeLessThan(3500)
})

test('two makes with many jobs each run no more commands at once than the build has jobs; the machine would thrash', async () => {
  await using cache = await temporaryCache()
  const counts = join(cache.path, 'counts')
  await mkdir(counts)
  const makefile = `all: ${[1, 2, 3, 4, 5, 6].map((n) => `t${n}`).join(' ')}\\nt%%:\\n\\t@echo + $@; sleep 0.15; echo - $@\\n`
  const steps = ['a', 'b', 'c'].map((name) =>
    shellStep(`build:${name}`, `printf '${makefile}' > Makefile; make; echo ${name} > /dest/x`),
  )
  const log: string[] = []
  const onEvent = (event: { type: string; text?: string }) => {
    if (event.type === 'step:output') log.push(event.text ?? '')
  }
  // Steps see no common clock, so the commands of all steps are counted from outside.
  let most = 0
  const watch = setInterval(async () => {
    most = Math.max(most, (await marked('sleep\x000.15')).length, 0)
  }, 15)
  await trial(steps, { cache: cache.path, jobs: 3, onEvent })
  clearInterval(watch)
  expect(log.join('').match(/^\+ t/gm)).toHaveLength(18)
  expect(log.join('')).not.toContain('jobserver')
  expect(most).toBeLessThanOrEqual(3)
  expect(most).toBeGreaterThanOrEqual(2)
})

test('CPU time counts what children and grandchildren used; the figures of a build would be wrong', async () => {
  await using cache = await temporaryCache()
  const { events } = await trial(
    [shellStep('build:a', `sh -c 'i=0; while [ $i -lt 400000 ]; do i=$((i+1)); done'; : > /dest/a`)],
    { cache: cache.path },
  )
  const cpu = events.flatMap((event) => (event.type === 'step:finished' ? [event.cpuSeconds] : []))
  expect(cpu[0]).toBeGreaterThan(0.05)
})

test('two builds at once share the store: the step runs once and both get it', async () => {
  await using cache = await temporaryCache()
  const witness = join(cache.path, 'witness')
  const step = () => {
    const base = shellStep('build:a', 'sleep 0.5; echo a > /dest/a')
    const run: Step['run'] = async (context) => {
      await appendFile(witness, 'ran\n')
      await base.run(context)
    }
    return { ...base, run }
  }
  const [one, two] = await Promise.all([trial([step()], { cache: cache.path }), trial([step()], { cache: cache.path })])
  expect(await readFile(witness, 'utf8')).toBe('ran\n')
  expect(one.result.outputs).toEqual(two.result.outputs)
})

test('a host without bubblewrap builds all the same, says so once, and in other keys', async () => {
  await using folder = await temporaryCache()
  const bin = join(folder.path, 'bin')
  await mkdir(bin)
  for (const tool of ['sh', 'mkfifo', 'cp', 'gcc', 'cat', 'env']) await symlink(`/usr/bin/${tool}`, join(bin, tool))
  const script = join(folder.path, 'engine.mts')
  const root = new URL('../..', import.meta.url).pathname
  await writeFile(
    script,
    `import { readFile } from 'node:fs/promises'
     import { componentSteps } from '${root}src/build/component-step.ts'
     import { configurationOf } from '${root}test/build/catalog.ts'
     import { trial } from '${root}test/build/helpers.ts'
     const root = ${JSON.stringify(folder.path)}
     const cache = root + '/cache'
     const recipes = {
       dep: { script: 'mkdir -p "$DEST/usr"; echo dep > "$DEST/usr/dep"' },
       app: { script: 'cat "$SYSROOT/usr/dep" > "$DEST/out"; test "$PWD" = "$BUILD"', more: { buildRequires: ['dep'] } },
     }
     const steps = await componentSteps(await configurationOf(root, recipes), { cache, sources: new Map(), openSource: async () => '' })
     const { result, events } = await trial(steps, { cache })
     const notices = events.flatMap((event) => (event.type === 'notice' ? [event.text] : []))
     console.log(JSON.stringify([steps[0].inputs.sandbox, notices, await readFile(result.outputs.get('build:app').path + '/out', 'utf8')]))`,
  )
  const { stdout } = await run([process.execPath, '--import', 'tsx', script], { cwd: root, env: { PATH: bin } })
  const notice = expect.stringContaining('bubblewrap is not installed')
  expect(JSON.parse(stdout)).toEqual(['none', [notice], 'dep\n'])
})

test('killed at any moment, the engine goes on from what was finished and ends with the same bytes', async () => {
  await using folder = await temporaryCache()
  const root = new URL('../..', import.meta.url).pathname
  const mark = `mark-moments-${process.pid}`
  const work = (name: string) => `: ${mark}; for i in 1 2 3 4; do echo ${name} $i >> /dest/${name}; sleep 0.1; done`
  const script = join(folder.path, 'engine.mts')
  await writeFile(
    script,
    `import { trial, shellStep } from '${root}test/build/helpers.ts'
     const steps = [
       shellStep('build:a', ${JSON.stringify(work('a'))}),
       shellStep('build:b', ${JSON.stringify(work('b'))}, { needs: ['build:a'], incremental: { mayDiffer: [] } }),
       shellStep('build:c', ${JSON.stringify(work('c'))}, { needs: ['build:b'] }),
     ]
     const onEvent = (event) => console.log(event.type)
     const { result } = await trial(steps, { cache: process.argv[2], onEvent })
     console.log(JSON.stringify([...result.outputs.values()].map((entry) => entry.path)))`,
  )
  const engine = (cache: string) => {
    const child = spawn(process.execPath, ['--import', 'tsx', script, join(folder.path, cache)], { cwd: root })
    // Listened to from the start: a quick machine may have built everything, and gone, before the last of the moments.
    const gone = once(child, 'exit')
    return { child, gone, planned: Promise.race([once(child.stdout, 'data'), gone]) }
  }
  for (const moment of [0, 60, 150, 380, 430, 470, 520, 900]) {
    const { child, gone, planned } = engine('disturbed')
    await planned
    await sleep(moment)
    child.kill('SIGKILL')
    await gone
    expect(await until(async () => (await marked(mark)).length === 0, 2)).toBe(true)
  }
  const manifests = async (cache: string) => {
    const { stdout } = await run([process.execPath, '--import', 'tsx', script, join(folder.path, cache)], { cwd: root })
    const paths: string[] = JSON.parse(stdout.split('\n').at(-1) ?? '')
    return Promise.all(paths.map((path) => readFile(join(path, '..', 'manifest'), 'utf8')))
  }
  expect(await manifests('disturbed')).toEqual(await manifests('undisturbed'))
  expect(await readdir(join(folder.path, 'disturbed', 'staging'))).toEqual([])
}, 60_000)
