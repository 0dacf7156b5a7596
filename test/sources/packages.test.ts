/** Packages of a component: apt says which, all of them come verified, and what was taken once stays. Against the small archive of fixtures/. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { closureKey } from '../../src/sources/closure.ts'
import {
  closureReferences,
  obtainClosures,
  readLock,
  resolveClosures,
  toResolved,
  writeLock,
} from '../../src/sources/index.ts'
import type { FetchContext, LockFile } from '../../src/sources/types.ts'
import { sha256File } from '../../src/system/hash.ts'
import { archive, archiveHost, laterArchive } from './archive-host.ts'

const request = (packages: string[], more: { beside?: string[]; only?: string[] } = {}) => ({
  packages,
  beside: more.beside ?? [],
  only: more.only ?? [],
})
const APP = new Map([['app', request(['app'])]])
const OTHER = new Map([['other', request(['other'])]])

/** As if the index had been fetched an hour ago: still used, but looked at again when that is asked for. */
async function anHourLater(context: FetchContext): Promise<void> {
  const [folder = ''] = await readdir(join(context.cache, 'apt'))
  await writeFile(join(context.cache, 'apt', folder, 'updated'), String(Date.now() - 3600_000))
}

const names = (closures: Awaited<ReturnType<typeof resolveClosures>>, id: string) =>
  closures.get(id)?.sources.map(({ name, version }) => `${name} ${version}`)

test('apt adds what is needed: not what is recommended, nor what only an installed Debian needs', async () => {
  await using host = await archiveHost(laterArchive)
  const closures = await obtainClosures(APP, host.context)
  expect(names(closures, 'app')).toEqual(['package:app 1.0-1', 'package:libapp 1.2-1'])
  for (const { path, sha256, size } of closures.get('app')?.sources ?? []) {
    expect(await sha256File(path)).toBe(sha256)
    expect((await readFile(path)).length).toBe(size)
  }
})

test('packages that are here already cost no question to anyone, and no network', async () => {
  await using host = await archiveHost(laterArchive)
  const first = await obtainClosures(APP, host.context)
  const asked = host.server.requests.length
  await anHourLater(host.context)
  expect(await obtainClosures(APP, { ...host.context, offline: true })).toEqual(first)
  expect(await obtainClosures(APP, host.context)).toEqual(first)
  expect(host.server.requests).toHaveLength(asked)
})

test('a version that is listed but gone makes apt look again, and says so', async () => {
  let later = false
  await using host = await archiveHost((...args) => (later ? laterArchive : archive)(...args))
  expect(names(await resolveClosures(OTHER, host.context), 'other')).toContain('package:libapp 1.1-1')
  await anHourLater(host.context)
  later = true
  const closures = await obtainClosures(OTHER, host.context)
  expect(names(closures, 'other')).toEqual(['package:libapp 1.2-1', 'package:other 1.0-1'])
  expect(host.log.join('\n')).toMatch(
    /libapp_1\.1-1_all\.deb.* no longer on the mirror; looking for what is offered now/,
  )
})

test('where the new index has nothing else either, one sentence names the file, and what arrived is kept', async () => {
  await using host = await archiveHost()
  await expect(obtainClosures(APP, host.context)).rejects.toMatchObject({
    message: /libapp_1\.1-1_all\.deb.* is listed but no longer on the mirror/,
    exitStatus: 1,
  })
  expect(await readdir(join(host.context.cache, 'partial'))).toEqual([])
  const hashes = (await readdir(join(host.context.cache, 'blobs'))).filter((name) => !name.endsWith('.json'))
  expect(hashes).toHaveLength(1)
})

test('a lock brings the same versions on another day, and one that is gone says how to go on', async () => {
  let later = false
  await using host = await archiveHost((...args) => (later ? laterArchive : archive)(...args))
  const old = await resolveClosures(APP, host.context)
  const sources = old.get('app')?.sources ?? []
  const lock: LockFile = {
    schema: 1,
    sources: sources.map(toResolved),
    closures: { [closureKey(request(['app']))]: closureReferences(sources) },
  }
  const file = join(host.folder, 'sources.lock')
  await writeLock(file, lock)
  expect(await readLock(file)).toEqual(lock)
  await anHourLater(host.context)
  later = true
  const fresh = { ...host.context, refresh: true }
  expect(names(await resolveClosures(APP, fresh), 'app')).toContain('package:libapp 1.2-1')
  expect(names(await resolveClosures(APP, host.context, lock), 'app')).toContain('package:libapp 1.1-1')
  await expect(obtainClosures(APP, host.context, lock)).rejects.toMatchObject({
    message: /lock file demands.*libapp/,
    hint: /sources --update/,
  })
})

test('two components never bring two versions of one package', async () => {
  await using host = await archiveHost(laterArchive)
  const locked = await resolveClosures(APP, host.context)
  const sources = (locked.get('app')?.sources ?? []).map((source) =>
    source.name === 'package:libapp' ? { ...source, version: '1.0-1', file: 'libapp_1.0-1_all.deb' } : source,
  )
  const lock: LockFile = { schema: 1, sources, closures: { app: closureReferences(sources) } }
  const both = await resolveClosures(new Map([...OTHER, ...APP]), host.context, lock)
  expect(names(both, 'app')).toContain('package:libapp 1.0-1')
  expect(names(both, 'other')).toContain('package:libapp 1.0-1')
})

test('a restricted request takes only what it names, and one that leaves nothing is told', async () => {
  await using host = await archiveHost(laterArchive)
  const only = new Map([['app', request(['app'], { only: ['lib*'] })]])
  expect(names(await resolveClosures(only, host.context), 'app')).toEqual(['package:libapp 1.2-1'])
  const nothing = new Map([['app', request(['app'], { only: ['x*'] })]])
  await expect(resolveClosures(nothing, host.context)).rejects.toThrow(/none is x\*/)
})

test('an unknown package, no network and a mirror that sends other bytes are each one sentence', async () => {
  await using host = await archiveHost((request_, response) => {
    if (!request_.url?.endsWith('libapp_1.2-1_all.deb')) return laterArchive(request_, response)
    response.end(Buffer.alloc(728, 'x'))
  })
  const unknown = new Map([['x', request(['absent'])]])
  await expect(resolveClosures(unknown, host.context)).rejects.toMatchObject({
    message: 'The distribution has no package absent',
    hint: /component\.yaml/,
  })
  await expect(obtainClosures(APP, { ...host.context, offline: true })).rejects.toMatchObject({
    failure: 'offline',
    hint: /--offline/,
  })
  await expect(obtainClosures(APP, host.context)).rejects.toMatchObject({
    message: /libapp_1\.2-1_all\.deb.*not what the signed index promises/,
  })
})
