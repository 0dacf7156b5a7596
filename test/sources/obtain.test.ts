/** The whole way from candidates to verified bytes, with sources by URL. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, chmod, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { fetchSource, obtainSource, resolveSource, updateSource } from '../../src/sources/index.ts'
import type { LockFile, ResolvedSource } from '../../src/sources/types.ts'
import { sha256 } from '../../src/system/hash.ts'
import { BODY, BODY_SHA256, emptyCache, holdsBody, serve, urlCandidate, whole } from './server.ts'

const nowhere = 'http://127.0.0.1:1/none-1.0.tar'

test('a source arrives, is verified, and is never fetched a second time, not even without a network', async () => {
  await using cache = await emptyCache()
  await using server = await serve(whole(BODY))
  const candidates = [urlCandidate(`${server.url}/tiny-1.0.tar.gz`)]
  const fetched = await obtainSource('tiny', candidates, cache.context)
  expect(fetched).toMatchObject({ name: 'tiny', version: '1.0', file: 'tiny-1.0.tar.gz', sha256: BODY_SHA256 })
  expect(await holdsBody(fetched.path)).toBe(true)
  expect(await obtainSource('tiny', candidates, { ...cache.context, offline: true })).toEqual(fetched)
  expect(await obtainSource('tiny', candidates, cache.context)).toEqual(fetched)
  expect(server.requests).toHaveLength(1)
})

test('bytes with another hash are never used and not kept', async () => {
  await using cache = await emptyCache()
  await using server = await serve(whole(BODY))
  const obtaining = obtainSource('tiny', [urlCandidate(`${server.url}/a`, sha256('other'))], cache.context)
  await expect(obtaining).rejects.toThrow(`has SHA-256 ${BODY_SHA256} where ${sha256('other')} is expected`)
  expect(await readdir(join(cache.context.cache, 'partial'))).toEqual([])
  expect(await readdir(join(cache.context.cache, 'blobs')).catch(() => [])).toEqual([])
})

test('the next candidate is tried, and when none is left the error tells the reason of each', async () => {
  await using cache = await emptyCache()
  await using server = await serve((request, response) => {
    if (request.url === '/good') whole(BODY)(request, response)
    else response.writeHead(404).end()
  })
  const missing = urlCandidate(`${server.url}/missing`)
  const unreadable = urlCandidate(`${server.url}/good`, sha256('x'))
  const fetched = await obtainSource('tiny', [missing, unreadable, urlCandidate(`${server.url}/good`)], cache.context)
  expect(fetched.from).toBe(`${server.url}/good`)
  expect(cache.log.join('\n')).toMatch(/missing is not there \(HTTP 404\)/)
  const failing = obtainSource('tiny2', [urlCandidate(missing.url, sha256('y')), unreadable], cache.context)
  await expect(failing).rejects.toThrow(/source of tiny2 could not be obtained: .*HTTP 404.*; .*has SHA-256/)
  await expect(obtainSource('tiny3', [], cache.context)).rejects.toThrow('tiny3 lists no source')
})

test('without a network what is not here is said, with the way on', async () => {
  await using cache = await emptyCache()
  const offline = { ...cache.context, offline: true }
  const expected = { message: /none-1\.0\.tar.* is not on this machine/, hint: /without --offline/, exitStatus: 1 }
  await expect(obtainSource('tiny', [urlCandidate(nowhere)], offline)).rejects.toMatchObject(expected)
  await expect(resolveSource('tiny', [urlCandidate(nowhere)], offline)).rejects.toMatchObject(expected)
})

test('a damaged download in the cache is noticed and fetched again', async () => {
  await using cache = await emptyCache()
  await using server = await serve(whole(BODY))
  const candidates = [urlCandidate(`${server.url}/a`)]
  const { path } = await obtainSource('tiny', candidates, cache.context)
  await chmod(path, 0o644)
  await appendFile(path, 'x')
  expect(await holdsBody((await obtainSource('tiny', candidates, cache.context)).path)).toBe(true)
  expect(cache.log.join('\n')).toMatch(/is damaged/)
})

test('a beginning left by a killed run is resumed, and one of another file is found out by the hash', async () => {
  await using server = await serve(whole(BODY))
  for (const [beginning, requests] of [
    [BODY.subarray(0, 50_000), ['/a bytes=50000-']],
    [Buffer.alloc(50_000), ['/a bytes=50000-', '/a']],
  ] as const) {
    await using cache = await emptyCache()
    const folder = join(cache.context.cache, 'partial')
    await mkdir(folder, { recursive: true })
    // No process can have this id: it is above the kernel's limit.
    await writeFile(join(folder, `${BODY_SHA256}.4194305-1`), beginning)
    server.requests.length = 0
    const { path } = await obtainSource('tiny', [urlCandidate(`${server.url}/a`)], cache.context)
    expect(await holdsBody(path)).toBe(true)
    expect(server.requests).toEqual(requests)
    expect(await readdir(folder)).toEqual([])
  }
})

test('two who want the same source in one process download it once; one of them cancelling does not hurt the other', async () => {
  await using cache = await emptyCache()
  await using server = await serve((request, response) => setTimeout(() => whole(BODY)(request, response), 100))
  const abort = new AbortController()
  const first = obtainSource('a', [urlCandidate(`${server.url}/a`)], { ...cache.context, signal: abort.signal })
  const second = obtainSource('b', [urlCandidate(`${server.url}/a`)], cache.context)
  const third = obtainSource('c', [urlCandidate(`${server.url}/a`)], cache.context)
  setTimeout(() => abort.abort(), 30)
  await expect(first).rejects.toMatchObject({ name: 'CancelledError' })
  expect(await holdsBody((await second).path)).toBe(true)
  expect((await third).path).toBe((await second).path)
  expect(server.requests.length).toBeLessThanOrEqual(2)
})

test('a download that failed is left for any process to go on with, not only for this one', async () => {
  await using cache = await emptyCache()
  await using server = await serve((request, response) => {
    if (request.headers.range) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-length': BODY.length }).write(BODY.subarray(0, 1000))
    setTimeout(() => response.destroy(), 30)
  })
  const abort = new AbortController()
  const context = { ...cache.context, signal: abort.signal, onLog: () => abort.abort() }
  await expect(obtainSource('a', [urlCandidate(`${server.url}/a`)], context)).rejects.toMatchObject({
    name: 'CancelledError',
  })
  expect(await readdir(join(cache.context.cache, 'partial'))).toEqual([`${BODY_SHA256}.0-0`])
})

test('another process that downloads is waited for; after kill -9 its beginning is taken over', async () => {
  await using cache = await emptyCache()
  let released = false
  await using server = await serve((request, response) => {
    if (released) return whole(BODY)(request, response)
    response.writeHead(200, { 'content-length': BODY.length }).write(BODY.subarray(0, 60_000))
  })
  const program = fileURLToPath(new URL('../../src/sources/obtain.ts', import.meta.url))
  const candidate = urlCandidate(`${server.url}/a`)
  const script = `import(${JSON.stringify(program)}).then((m) => m.obtainSource('a', [${JSON.stringify(candidate)}], ${JSON.stringify(cache.context)}))`
  const child = spawn(process.execPath, ['--import', 'tsx', '-e', script], { stdio: 'inherit' })
  try {
    while (server.requests.length === 0) await new Promise((wake) => setTimeout(wake, 20))
    const obtaining = obtainSource('a', [candidate], cache.context)
    while (cache.log.length === 0) await new Promise((wake) => setTimeout(wake, 20))
    expect(cache.log).toEqual(['another smart-os is downloading a; waiting for it'])
    released = true
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await holdsBody((await obtaining).path)).toBe(true)
    expect(server.requests[1]).toMatch(/^\/a bytes=[1-9]/)
  } finally {
    child.kill('SIGKILL')
  }
})

test('the lock is obeyed as long as its candidate is still listed, and told when it cannot be', async () => {
  await using cache = await emptyCache()
  await using server = await serve((request, response) => {
    if (request.url === '/old') response.writeHead(404).end()
    else whole(BODY)(request, response)
  })
  const old = urlCandidate(`${server.url}/old`, sha256('old'))
  const current = urlCandidate(`${server.url}/new`)
  const source: ResolvedSource = {
    name: 'tiny',
    candidate: old,
    version: '0.9',
    file: 'old',
    sha256: sha256('old'),
    from: 'there',
  }
  const lock: LockFile = { schema: 1, sources: [source] }
  expect(await resolveSource('tiny', [current, old], cache.context, lock)).toEqual(source)
  await expect(obtainSource('tiny', [current, old], cache.context, lock)).rejects.toMatchObject({
    message: /tiny 0\.9, which the lock file demands, could not be obtained: .*404/,
    hint: /smart-os sources --update/,
  })
  expect((await obtainSource('tiny', [current], cache.context, lock)).sha256).toBe(BODY_SHA256)
  expect((await updateSource('tiny', [current, old], cache.context)).sha256).toBe(BODY_SHA256)
})

test('locked bytes are taken from another address that promises the same hash', async () => {
  await using cache = await emptyCache()
  await using server = await serve((request, response) => {
    if (request.url === '/old') response.writeHead(404).end()
    else whole(BODY)(request, response)
  })
  const [gone, mirror] = [urlCandidate(`${server.url}/old`), urlCandidate(`${server.url}/mirror`)]
  const source: ResolvedSource = {
    name: 'tiny',
    candidate: gone,
    version: '1',
    file: 'old',
    sha256: BODY_SHA256,
    from: 'there',
  }
  const fetched = await obtainSource('tiny', [gone, mirror], cache.context, { schema: 1, sources: [source] })
  expect(fetched).toMatchObject(source)
  expect(await holdsBody(fetched.path)).toBe(true)
})

test('a disk without room for the file is told before the download', async () => {
  await using cache = await emptyCache()
  const candidate = urlCandidate(nowhere)
  const source = {
    name: 'huge',
    candidate,
    version: '1',
    file: 'huge',
    sha256: BODY_SHA256,
    size: 2 ** 52,
    from: 'there',
  }
  await expect(fetchSource(source, cache.context)).rejects.toMatchObject({
    message: /disk is full/,
    hint: /smart-os clean/,
  })
})

test.each(['ftp://127.0.0.1/a', 'not an address', '/etc/passwd'])('%s is no source by URL', async (url) => {
  await using cache = await emptyCache()
  await expect(obtainSource('tiny', [urlCandidate(url)], cache.context)).rejects.toThrow(/not an http or https address/)
})
