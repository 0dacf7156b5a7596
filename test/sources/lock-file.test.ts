/** The lock file: written the same each time, and never misread. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readLock, writeLock } from '../../src/sources/index.ts'
import type { ResolvedSource } from '../../src/sources/types.ts'
import { sha256 } from '../../src/system/hash.ts'
import { emptyCache } from './server.ts'

const source = (name: string): ResolvedSource => ({
  name,
  candidate: { type: 'apt-source', package: name, version: '1' },
  version: '1:1.0-1',
  file: `${name}_1.0.orig.tar.gz`,
  sha256: sha256(name),
  size: 5,
  from: 'there',
})

test('what is written is read back, in one order whatever the input’s, without this machine’s paths', async () => {
  await using cache = await emptyCache()
  const path = join(cache.folder, 'deep', 'sources.lock')
  await writeLock(path, {
    schema: 1,
    sources: [{ ...source('zlib'), path: '/home/me' } as ResolvedSource, source('busybox')],
  })
  const text = await readFile(path, 'utf8')
  expect(await readLock(path)).toEqual({ schema: 1, sources: [source('busybox'), source('zlib')] })
  await writeLock(path, { sources: [source('busybox'), source('zlib')], schema: 1 })
  expect(await readFile(path, 'utf8')).toBe(text)
  expect(text).not.toContain('/home/me')
})

test('no lock file is no error', async () => {
  await using cache = await emptyCache()
  expect(await readLock(join(cache.folder, 'sources.lock'))).toBeUndefined()
})

const wrong: [string, string, RegExp, RegExp][] = [
  ['half a file', '{\n  "schema": 1,\n  "sour', /not JSON/, /sources\.lock:3:\d+$/],
  ['a merge conflict', '{\n<<<<<<< HEAD\n}', /not JSON/, /sources\.lock:2:1$/],
  ['another schema', '{"schema": 2, "sources": []}', /at schema/, /sources\.lock$/],
  [
    'a shortened hash',
    JSON.stringify({ schema: 1, sources: [{ ...source('a'), sha256: 'abc' }] }),
    /sources\[0\]\.sha256.*64 hex/,
    /lock$/,
  ],
  [
    'a file name that climbs',
    JSON.stringify({ schema: 1, sources: [{ ...source('a'), file: '../../x' }] }),
    /sources\[0\]\.file/,
    /lock$/,
  ],
  ['an unknown key', JSON.stringify({ schema: 1, sources: [], extra: 1 }), /extra/, /lock$/],
  ['a name twice', JSON.stringify({ schema: 1, sources: [source('a'), source('a')] }), /holds a twice/, /lock$/],
]

test.each(wrong)('%s is a located error, not a rebuild from other sources', async (_what, text, message, where) => {
  await using cache = await emptyCache()
  const path = join(cache.folder, 'sources.lock')
  await writeFile(path, text)
  await expect(readLock(path)).rejects.toMatchObject({ message, where, hint: /delete it/, exitStatus: 2 })
})
