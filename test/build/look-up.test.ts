/** Looking at the store: in slices, with an end when nobody wants it any more, and not over and over for what is only shown. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { planBuild } from '../../src/build/plan.ts'
import { lookUp } from '../../src/build/store.ts'
import { CancelledError } from '../../src/system/error.ts'
import { shellStep, temporaryCache, trial } from './helpers.ts'

const FILES = 40
const steps = [shellStep('build:a', `for n in $(seq ${FILES}); do echo $n > /dest/$n; done`)]

async function built(cache: string): Promise<{ key: string; file: string }> {
  const entry = (await trial(steps, { cache })).result.outputs.get('build:a')
  return { key: entry?.key ?? '', file: join(entry?.path ?? '', '7') }
}

/** A clock on which everything takes 10 ms. */
function slowClock(): void {
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 10))
}

afterEach(() => void vi.restoreAllMocks())

test('a large entry is listed in slices; every key would wait for it otherwise', async () => {
  await using cache = await temporaryCache()
  const { key } = await built(cache.path)
  slowClock()
  let looking = true
  const found = lookUp(cache.path, key).finally(() => {
    looking = false
  })
  let turns = 0
  while (looking) {
    await turn()
    turns++
  }
  expect(await found).toMatchObject({ state: 'present' })
  expect(turns).toBeGreaterThanOrEqual(FILES)
})

test('a listing ends when it is not wanted any more; two would run side by side after every key', async () => {
  await using cache = await temporaryCache()
  const { key } = await built(cache.path)
  slowClock()
  const stop = new AbortController()
  const found = lookUp(cache.path, key, stop.signal)
  stop.abort()
  await expect(found).rejects.toThrow(CancelledError)
  await expect(planBuild(steps, { cache: cache.path, jobs: 1, signal: stop.signal })).rejects.toThrow(CancelledError)
})

test('a plan that is shown trusts what was whole a minute ago; one that is built by never does', async () => {
  await using cache = await temporaryCache()
  const { file } = await built(cache.path)
  const now = vi.spyOn(performance, 'now').mockReturnValue(1_000_000)
  const action = async (glance: boolean) => {
    const { plan } = await planBuild(steps, { cache: cache.path, jobs: 1, glance })
    return plan.steps.map((step) => step.action)
  }
  expect(await action(true)).toEqual(['reuse'])
  await writeFile(file, 'evil\n')
  expect(await action(true)).toEqual(['reuse'])
  expect(await action(false)).toEqual(['build'])
  now.mockReturnValue(1_060_000)
  expect(await action(true)).toEqual(['build'])
  // What is missing or damaged is looked at each time: it may just have been built.
  await trial(steps, { cache: cache.path })
  expect(await action(true)).toEqual(['reuse'])
})
