/** The apt providers against a small signed archive on 127.0.0.1 (fixtures/make-archive.sh tells what is in it). */
import { spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import {
  fetchSource,
  listCached,
  obtainSource,
  openTarball,
  removeUnused,
  resolveSource,
} from '../../src/sources/index.ts'
import { run } from '../../src/system/exec.ts'
import { sha256, sha256File } from '../../src/system/hash.ts'
import { archive, archiveHost } from './archive-host.ts'
import { emptyCache, FIXTURES } from './server.ts'

const tiny = { type: 'apt-source', package: 'tiny' } as const
const tarball = { type: 'apt-tarball', package: 'tiny-source', path: 'usr/src/*.tar.*' } as const

test('the newest version is gone and the packaging files too: the older version’s tarball is taken, and stays taken', async () => {
  await using host = await archiveHost()
  expect((await resolveSource('tiny', [tiny], host.context)).version).toBe('1.1-1')
  const fetched = await obtainSource('tiny', [tiny], host.context)
  expect(fetched).toMatchObject({ version: '1.0-1', file: 'tiny_1.0.orig.tar.gz', size: 167 })
  expect(await sha256File(fetched.path)).toBe(fetched.sha256)
  expect(host.log.join('\n')).toMatch(/tiny_1\.1\.orig\.tar\.gz \(1\.1-1\) is listed but no longer on the mirror/)
  const asked = host.server.requests.length
  expect(await obtainSource('tiny', [tiny], host.context)).toEqual(fetched)
  expect(host.server.requests).toHaveLength(asked)
})

test('a tarball comes out of a binary package, through the link in it, and is taken out once', async () => {
  await using host = await archiveHost()
  const fetched = await obtainSource('tiny', [tarball], host.context)
  expect(fetched).toMatchObject({ version: '1:1.0-1', file: 'tiny-source_1%3a1.0-1_all.deb' })
  const path = await openTarball(fetched, host.context)
  expect(path.endsWith('/tiny-1.0.tar.gz')).toBe(true)
  const { stdout } = await run(['tar', '-tzf', path])
  expect(stdout).toContain('tiny-1.0/main.c')
  expect(await openTarball(fetched, host.context)).toBe(path)
  expect(await readdir(join(host.context.cache, 'tarballs'))).toHaveLength(2)
  const nothing = { ...fetched, candidate: { ...tarball, path: 'usr/src/*.zip' } }
  await expect(openTarball(nothing, host.context)).rejects.toMatchObject({
    message: /holds nothing that matches/,
    hint: /usr\/src\/tiny\/tiny-1\.0\.tar\.gz/,
  })
})

test('a file that is not what the signed index promises is never used', async () => {
  await using host = await archiveHost()
  const broken = obtainSource('broken', [{ type: 'apt-source', package: 'broken' }], host.context)
  await expect(broken).rejects.toMatchObject({ message: /not what the signed index promises/ })
  expect((await listCached(host.context.cache)).sources).toEqual([])
  expect(await readdir(join(host.context.cache, 'partial'))).toEqual([])
})

test('an index that was tampered with vouches for nothing', async () => {
  await using host = await archiveHost(async (request, response) => {
    if (!request.url?.endsWith('/InRelease')) return archive(request, response)
    const text = await readFile(join(FIXTURES, 'archive/dists/bookworm/InRelease'), 'utf8')
    response.end(text.replace('Suite: oldstable', 'Suite: oldstabIe'))
  })
  await expect(obtainSource('tiny', [tiny], host.context)).rejects.toMatchObject({
    message: /signature .* is not good/,
    hint: /keyring/,
  })
})

test('a host that is told to stay offline asks nobody, and uses the index it has', async () => {
  await using host = await archiveHost()
  const offline = { ...host.context, offline: true }
  await expect(obtainSource('tiny', [tiny], offline)).rejects.toThrow(/index of sources was never fetched/)
  expect(host.server.requests).toEqual([])
  await resolveSource('tiny', [tarball], host.context)
  await expect(obtainSource('tiny', [tiny], offline)).rejects.toThrow(
    /tiny_1\.0\.orig\.tar\.gz.* is not on this machine/,
  )
})

test('a mirror that does not answer is one sentence, and an index that is there carries on without it', async () => {
  await using host = await archiveHost()
  const source = await obtainSource('tiny', [tarball], host.context)
  await host.server[Symbol.asyncDispose]()
  expect(await resolveSource('tiny', [tiny], { ...host.context, refresh: true })).toMatchObject({ version: '1.1-1' })
  await expect(obtainSource('other', [tiny], host.context)).rejects.toMatchObject({
    message: /No connection|did not answer/,
    hint: /connection/,
  })
  expect((await obtainSource('tiny', [tarball], host.context)).path).toBe(source.path)
  await using empty = await emptyCache()
  const first = obtainSource('tiny', [tiny], { ...empty.context, hostRoot: host.context.hostRoot })
  await expect(first).rejects.toMatchObject({ message: /No connection|did not answer/, hint: /connection/ })
})

test('a version that the lock demands and the archive no longer lists is told', async () => {
  await using host = await archiveHost()
  const old = {
    name: 'tiny',
    candidate: tiny,
    version: '0.9-1',
    file: 'tiny_0.9.orig.tar.gz',
    sha256: sha256('old'),
    from: 'there',
  }
  await expect(fetchSource(old, host.context)).rejects.toMatchObject({
    failure: 'gone',
    message: /0\.9-1.* is no longer offered/,
  })
  const locked = obtainSource('tiny', [tiny], host.context, { schema: 1, sources: [old] })
  await expect(locked).rejects.toMatchObject({ message: /lock file demands/, hint: /--update/ })
})

test('unknown packages, held versions that do not exist and hostile names are told', async () => {
  await using host = await archiveHost()
  const failing = (name: string, version?: string) =>
    expect(obtainSource('x', [{ type: 'apt-source', package: name, ...(version ? { version } : {}) }], host.context))
      .rejects
  await failing('absent').toThrow(/no source package absent/)
  await failing('tiny', '3').toThrow(/no version 3 of tiny, only 1\.1-1, 1\.0-1/)
  await failing('--help').toThrow(/not the name of a package/)
  await failing('$(touch x)').toThrow(/not the name of a package/)
  expect((await obtainSource('tiny', [{ ...tiny, version: '1.0' }], host.context)).version).toBe('1.0-1')
})

/** A host whose mirror falls silent in the middle of the package. */
const silentHost = () =>
  archiveHost((request, response) => {
    if (request.url?.endsWith('.deb')) response.writeHead(200, { 'content-length': 992 }).write('!<arch>')
    else void archive(request, response)
  })

async function untilDownloading(server: { requests: string[] }): Promise<void> {
  while (!server.requests.some((request) => request.endsWith('.deb'))) await setTimeout(20)
}

/** Command lines of processes that have to do with a folder, after giving them a second to end. */
async function processesLeft(folder: string): Promise<string[]> {
  let left: string[] = []
  for (let tries = 0; tries < 50; tries++) {
    const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
    const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')))
    left = lines.filter((line) => line.includes(folder))
    if (left.length === 0) break
    await setTimeout(20)
  }
  return left
}

test('cancelling in the middle of apt ends it and leaves no process behind', async () => {
  await using host = await silentHost()
  const abort = new AbortController()
  const running = obtainSource('tiny', [tarball], { ...host.context, signal: abort.signal })
  await untilDownloading(host.server)
  abort.abort()
  await expect(running).rejects.toMatchObject({ exitStatus: 130 })
  expect(await processesLeft(host.folder)).toEqual([])
  expect((await listCached(host.context.cache)).sources).toEqual([])
})

test('kill -9 in the middle of apt leaves no process behind, and the next run gets the file', async () => {
  let silent = true
  await using host = await archiveHost((request, response) => {
    if (silent && request.url?.endsWith('.deb')) response.writeHead(200, { 'content-length': 992 }).write('!<arch>')
    else void archive(request, response)
  })
  const program = fileURLToPath(new URL('../../src/sources/obtain.ts', import.meta.url))
  const script = `import(${JSON.stringify(program)}).then((m) => m.obtainSource('a', [${JSON.stringify(tarball)}], ${JSON.stringify(host.context)}))`
  const child = spawn(process.execPath, ['--import', 'tsx', '-e', script], { stdio: 'inherit' })
  try {
    await untilDownloading(host.server)
    expect((await processesLeft(host.folder)).length).toBeGreaterThan(0)
  } finally {
    child.kill('SIGKILL')
  }
  expect(await processesLeft(host.folder)).toEqual([])
  silent = false
  const fetched = await obtainSource('a', [tarball], host.context)
  expect(await sha256File(fetched.path)).toBe(fetched.sha256)
})

test('what no profile needs is removed with what was taken out of it; the rest stays usable', async () => {
  await using host = await archiveHost()
  const kept = await obtainSource('tiny', [tiny], host.context)
  const dropped = await obtainSource('tiny-deb', [tarball], host.context)
  await openTarball(dropped, host.context)
  const before = await listCached(host.context.cache)
  expect(before.sources.map(({ name, version, file }) => [name, version, file])).toEqual([
    ['tiny', '1.0-1', 'tiny_1.0.orig.tar.gz'],
    ['tiny-deb', '1:1.0-1', dropped.file],
  ])
  const { removed, bytes } = await removeUnused(host.context.cache, [kept.sha256])
  expect(removed.map(({ sha256: hash }) => hash)).toEqual([dropped.sha256])
  expect(bytes).toBe(992 + 167)
  expect((await listCached(host.context.cache)).sources).toEqual(before.sources.slice(0, 1))
  expect(await readdir(join(host.context.cache, 'tarballs'))).toEqual([])
  expect((await obtainSource('tiny', [tiny], { ...host.context, offline: true })).path).toBe(kept.path)
})
