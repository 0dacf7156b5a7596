import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { BuildFailedError } from '../../src/build/scheduler.ts'
import { shellStep, temporaryCache, trial } from './helpers.ts'

const pair = (script = 'echo a > /dest/a') => [
  shellStep('build:a', script),
  shellStep('build:b', 'cat /needs/build-a/a > /dest/b; echo b >> /dest/b', { needs: ['build:a'] }),
]

test('a build fills the store, in the order of needs; otherwise nothing could rely on what it is compiled against', async () => {
  await using cache = await temporaryCache()
  const { result, ran, events } = await trial(pair(), { cache: cache.path })
  expect(ran).toEqual(['build:a', 'build:b'])
  expect(await readFile(join(result.outputs.get('build:b')?.path ?? '', 'b'), 'utf8')).toBe('a\nb\n')
  expect(events.map((event) => event.type).filter((type) => type.startsWith('build:'))).toEqual([
    'build:planned',
    'build:finished',
  ])
  expect(await readdir(join(cache.path, 'staging'))).toEqual([])
})

test('a second build runs nothing; without it every change would cost a whole build', async () => {
  await using cache = await temporaryCache()
  const first = await trial(pair(), { cache: cache.path })
  const second = await trial(pair(), { cache: cache.path })
  expect(second.ran).toEqual([])
  expect(second.result.outputs).toEqual(first.result.outputs)
})

test('a changed input rebuilds the step and what needs it, with the reason; a stale output would otherwise be shipped', async () => {
  await using cache = await temporaryCache()
  await trial(pair(), { cache: cache.path })
  const { ran, events, result } = await trial(pair('echo new > /dest/a'), { cache: cache.path })
  expect(ran).toEqual(['build:a', 'build:b'])
  expect(await readFile(join(result.outputs.get('build:b')?.path ?? '', 'b'), 'utf8')).toBe('new\nb\n')
  const planned = events.flatMap((event) => (event.type === 'build:planned' ? event.plan.steps : []))
  expect(planned.map((step) => step.reasons)).toEqual([
    ['script changed echo a > /dest/a → echo new > /dest/a'],
    ['build:a is rebuilt'],
  ])
})

test('a failing step fails the build with its log and the first real error; the person would be left to search', async () => {
  await using cache = await temporaryCache()
  const script = 'echo one; echo "main.c:3:5: error: unknown type name foo" >&2; exit 2'
  const failure = await trial([shellStep('build:a', script)], { cache: cache.path }).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(BuildFailedError)
  const { diagnosis } = failure as BuildFailedError
  expect(diagnosis).toMatchObject({ kind: 'compile', error: 'main.c:3:5: error: unknown type name foo' })
  expect(await readFile(diagnosis.log ?? '', 'utf8')).toContain('one\nmain.c:3:5')
  expect(await readdir(join(cache.path, 'staging'))).toEqual([])
})

test('a damaged store entry is noticed and built again; it would otherwise be part of every image', async () => {
  await using cache = await temporaryCache()
  const { result } = await trial(pair(), { cache: cache.path })
  const file = join(result.outputs.get('build:a')?.path ?? '', 'a')
  await writeFile(file, 'evil\n')
  const again = await trial(pair(), { cache: cache.path })
  expect(again.ran).toEqual(['build:a'])
  expect(again.events.find((event) => event.type === 'notice')).toMatchObject({ level: 'warning' })
  expect(await readFile(file, 'utf8')).toBe('a\n')
})
