/** Downloads over http against a server with every bad habit. */
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { download } from '../../src/sources/download.ts'
import { BODY, holdsBody, serve, whole } from './server.ts'

let folder: string
let file: string
const quick = { backoffMs: 1, stallMs: 200 }

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smart-os-download-'))
  file = join(folder, 'partial')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('a redirected file arrives whole: release pages answer with redirects', async () => {
  await using server = await serve((request, response) => {
    if (request.url === '/file') return whole(BODY)(request, response)
    response.writeHead(302, { location: request.url === '/latest' ? '/moved' : '/file' }).end()
  })
  const seen: number[] = []
  await download(`${server.url}/latest`, file, { ...quick, onProgress: ({ received }) => seen.push(received) })
  expect(await holdsBody(file)).toBe(true)
  expect(server.requests).toEqual(['/latest', '/moved', '/file'])
  expect(seen.at(-1)).toBe(BODY.length)
})

test('a redirect loop ends with a sentence, not a hang', async () => {
  await using server = await serve((request, response) => {
    response.writeHead(301, { location: request.url === '/a' ? '/b' : '/a' }).end()
  })
  await expect(download(`${server.url}/a`, file, quick)).rejects.toThrow(/redirects in a circle/)
})

test('an endless chain of redirects ends too', async () => {
  await using server = await serve((request, response) => {
    response.writeHead(302, { location: `${request.url}x` }).end()
  })
  await expect(download(`${server.url}/a`, file, quick)).rejects.toThrow(/more than 10 times/)
})

test('a redirect to another protocol is refused: it must not read files of this machine', async () => {
  await using server = await serve(
    (_request, response) => void response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  )
  await expect(download(`${server.url}/a`, file, quick)).rejects.toThrow(/not an http or https address/)
})

test.each([404, 403])('HTTP %i is told at once and not repeated', async (status) => {
  await using server = await serve((_request, response) => void response.writeHead(status).end('no'))
  await expect(download(`${server.url}/gone.tar`, file, quick)).rejects.toMatchObject({
    failure: 'gone',
    message: /gone\.tar.*HTTP/,
  })
  expect(server.requests).toHaveLength(1)
})

test('a server that is busy for a moment is asked again', async () => {
  await using server = await serve((request, response) => {
    if (server.requests.length < 3) response.writeHead(503).end()
    else whole(BODY)(request, response)
  })
  await download(`${server.url}/file`, file, quick)
  expect(await holdsBody(file)).toBe(true)
})

test('a transfer that breaks off goes on where it broke: a bad line still gets large sources', async () => {
  await using server = await serve((request, response) => {
    const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
    if (start > 200_000) return whole(BODY)(request, response)
    const headers = {
      'content-length': BODY.length - start,
      'content-range': `bytes ${start}-${BODY.length - 1}/${BODY.length}`,
    }
    response.writeHead(start > 0 ? 206 : 200, headers).write(BODY.subarray(start, start + 70_000))
    setTimeout(() => response.destroy(), 30)
  })
  await download(`${server.url}/file`, file, quick)
  expect(await holdsBody(file)).toBe(true)
  expect(server.requests.slice(1).every((request) => /bytes=[1-9]/.test(request))).toBe(true)
})

test('a transfer that always breaks off is given up with the reason, and what arrived is kept', async () => {
  await using server = await serve((request, response) => {
    if (request.headers.range) return void response.destroy()
    response.writeHead(200, { 'content-length': BODY.length }).write(BODY.subarray(0, 1000))
    setTimeout(() => response.destroy(), 30)
  })
  await expect(download(`${server.url}/file`, file, quick)).rejects.toMatchObject({
    failure: 'network',
    message: /broke off after 1000 B/,
  })
  expect((await stat(file)).size).toBe(1000)
})

test('a beginning from an earlier run is not downloaded again', async () => {
  await using server = await serve(whole(BODY))
  await writeFile(file, BODY.subarray(0, 100_000))
  await download(`${server.url}/file`, file, quick)
  expect(await holdsBody(file)).toBe(true)
  expect(server.requests).toEqual(['/file bytes=100000-'])
})

test('a server that ignores ranges does not lead to a doubled beginning', async () => {
  await using server = await serve((_request, response) => void response.writeHead(200).end(BODY))
  await writeFile(file, BODY.subarray(0, 100_000))
  await download(`${server.url}/file`, file, quick)
  expect(await holdsBody(file)).toBe(true)
})

test('a server that sends another range than asked for is not believed', async () => {
  await using server = await serve((request, response) => {
    if (!request.headers.range) return whole(BODY)(request, response)
    response.writeHead(206, { 'content-range': `bytes 0-9/${BODY.length}` }).end(BODY.subarray(0, 10))
  })
  await writeFile(file, BODY.subarray(0, 100_000))
  await download(`${server.url}/file`, file, quick)
  expect(await holdsBody(file)).toBe(true)
})

test('a leftover longer than the file is thrown away', async () => {
  await using server = await serve(whole(BODY))
  await writeFile(file, Buffer.alloc(BODY.length + 5))
  await download(`${server.url}/file`, file, quick)
  expect(await holdsBody(file)).toBe(true)
})

test('a compressed tarball arrives as published even when the server labels it as encoded', async () => {
  await using server = await serve(
    (_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(BODY),
  )
  await download(`${server.url}/file.tar.gz`, file, quick)
  expect(await holdsBody(file)).toBe(true)
})

test('a server that falls silent is given up', async () => {
  await using server = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': BODY.length }).write(BODY.subarray(0, 10))
  })
  await expect(download(`${server.url}/file`, file, { backoffMs: 1, stallMs: 50 })).rejects.toMatchObject({
    failure: 'network',
    message: /sent nothing for/,
  })
})

test('cancelling ends the download at once and keeps the beginning for the next run', async () => {
  await using server = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': BODY.length }).write(BODY.subarray(0, 1000))
  })
  const abort = new AbortController()
  const running = download(`${server.url}/file`, file, { stallMs: 60_000, signal: abort.signal })
  while ((await stat(file).catch(() => ({ size: 0 }))).size < 1000) await new Promise((wake) => setTimeout(wake, 5))
  const at = Date.now()
  abort.abort()
  await expect(running).rejects.toMatchObject({ name: 'CancelledError', exitStatus: 130 })
  expect(Date.now() - at).toBeLessThan(1000)
  expect((await stat(file)).size).toBe(1000)
})

test('no server at all is one sentence with a hint', async () => {
  const { url } = await (async () => {
    await using server = await serve(() => {})
    return server
  })()
  await expect(download(`${url}/file`, file, quick)).rejects.toMatchObject({
    failure: 'network',
    message: /No connection to 127\.0\.0\.1/,
    hint: /connection/,
  })
})
