import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSourceTree } from '../../src/pipeline/kconfig-tree.ts'
import type { Project } from '../../src/pipeline/types.ts'
import { CancelledError } from '../../src/system/error.ts'
import { temporaryCache } from '../build/helpers.ts'

async function sourceIn(cache: string) {
  await writeFile(join(cache, 'Kconfig'), 'config PROBED\n\tdef_bool $(shell,sleep 0.2; echo y)\n')
  const project = { cache, configuration: { profile: { arch: 'x86_64' } } } as unknown as Project
  return (signal?: AbortSignal) => openSourceTree(project, cache, signal)
}

test('two that ask for a tree at once get one', async () => {
  await using cache = await temporaryCache()
  const open = await sourceIn(cache.path)
  const [first, second] = await Promise.all([open(), open()])
  expect(second).toBe(first)
  expect(await open()).toBe(first)
})

test('a tree whose opening was cancelled is opened by the next who waits for it', async () => {
  await using cache = await temporaryCache()
  const open = await sourceIn(cache.path)
  const leaving = new AbortController()
  const first = open(leaving.signal)
  const second = open()
  leaving.abort()
  await expect(first).rejects.toBeInstanceOf(CancelledError)
  expect((await second).tree.symbols.has('PROBED')).toBe(true)
})
