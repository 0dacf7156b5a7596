/** Sources that lie on this machine: found, identified by content, noticed when they change. */
import { chmod, mkdir, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { obtainSource, resolveSource } from '../../src/sources/index.ts'
import { sha256 } from '../../src/system/hash.ts'
import { BODY, emptyCache, serve, urlCandidate, whole } from './server.ts'

const local = (path: string) => ({ type: 'local', path }) as const

test('a tarball beside the recipe is used where it lies, found from the recipe’s folder', async () => {
  await using cache = await emptyCache()
  await writeFile(join(cache.folder, 'tiny-1.tar'), BODY)
  const fetched = await obtainSource('tiny', [local('tiny-1.tar')], { ...cache.context, base: cache.folder })
  expect(fetched).toMatchObject({
    file: 'tiny-1.tar',
    version: 'local',
    sha256: sha256(BODY),
    path: join(cache.folder, 'tiny-1.tar'),
  })
})

test('a folder has another identity after every kind of edit, and the same after none', async () => {
  await using cache = await emptyCache()
  const folder = join(cache.folder, 'tree')
  const identity = async () => (await resolveSource('tiny', [local(folder)], cache.context)).sha256
  await mkdir(join(folder, 'src'), { recursive: true })
  await writeFile(join(folder, 'src', 'main.c'), 'one')
  await symlink('main.c', join(folder, 'src', 'link.c'))
  const identities = [await identity()]
  expect(await identity()).toBe(identities[0])
  await utimes(join(folder, 'src', 'main.c'), 1, 1)
  expect(await identity()).toBe(identities[0])
  const edits = [
    () => writeFile(join(folder, 'src', 'main.c'), 'two'),
    () => chmod(join(folder, 'src', 'main.c'), 0o755),
    () => writeFile(join(folder, 'new.c'), ''),
    () => mkdir(join(folder, 'empty')),
    () => rm(join(folder, 'src', 'link.c')).then(() => symlink('../new.c', join(folder, 'src', 'link.c'))),
  ]
  for (const edit of edits) {
    await edit()
    identities.push(await identity())
  }
  expect(new Set(identities).size).toBe(edits.length + 1)
})

test('the history of a git work tree is not part of its identity: a fetch must not rebuild the kernel', async () => {
  await using cache = await emptyCache()
  await mkdir(join(cache.folder, 'tree', '.git'), { recursive: true })
  await writeFile(join(cache.folder, 'tree', 'main.c'), '')
  const before = await resolveSource('tiny', [local(join(cache.folder, 'tree'))], cache.context)
  await writeFile(join(cache.folder, 'tree', '.git', 'FETCH_HEAD'), 'x')
  expect(await resolveSource('tiny', [local(join(cache.folder, 'tree'))], cache.context)).toEqual(before)
})

test('an edit in the same second and of the same size is seen: nobody builds yesterday’s source', async () => {
  await using cache = await emptyCache()
  const file = join(cache.folder, 'main.tar')
  await writeFile(file, 'one')
  const first = await resolveSource('tiny', [local(file)], cache.context)
  await writeFile(file, 'two')
  expect((await resolveSource('tiny', [local(file)], cache.context)).sha256).not.toBe(first.sha256)
})

test('a local path that is missing is told, or passed over for the next candidate', async () => {
  await using cache = await emptyCache()
  await using server = await serve(whole(BODY))
  const missing = local(join(cache.folder, 'nothing'))
  await expect(obtainSource('tiny', [missing], cache.context)).rejects.toMatchObject({
    message: /nothing is not there/,
    hint: /path/,
  })
  const next = urlCandidate(`${server.url}/a`)
  expect((await obtainSource('tiny', [missing, next], cache.context)).candidate).toEqual(next)
  await mkdir(missing.path)
  expect((await obtainSource('tiny', [missing, next], cache.context)).candidate).toEqual(missing)
})

test('a file is held to the hash that is given with it', async () => {
  await using cache = await emptyCache()
  await writeFile(join(cache.folder, 'tiny-1.tar'), BODY)
  const held = (hash: string) =>
    obtainSource('tiny', [{ ...local('tiny-1.tar'), sha256: hash }], { ...cache.context, base: cache.folder })
  expect(await held(sha256(BODY))).toMatchObject({ sha256: sha256(BODY) })
  await expect(held('0'.repeat(64))).rejects.toThrow(`has SHA-256 ${sha256(BODY)} where ${'0'.repeat(64)} is expected`)
})
