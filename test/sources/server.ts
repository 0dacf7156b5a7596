/** A web server on 127.0.0.1 that behaves as a test tells it, and what the tests of this room share. */
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { SourceCandidate } from '../../src/catalog/types.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { sha256 } from '../../src/system/hash.ts'

export type Handler = (request: IncomingMessage, response: ServerResponse) => void

export interface TestServer extends AsyncDisposable {
  url: string
  port: number
  /** `path` or `path bytes=…` of every request so far. */
  requests: string[]
}

export async function serve(handler: Handler): Promise<TestServer> {
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push([request.url, request.headers.range].filter(Boolean).join(' '))
    handler(request, response)
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

/** Serves a body as a good server does, ranges included. */
export function whole(body: Uint8Array): Handler {
  return (request, response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    if (start === 0) return void response.writeHead(200, { 'content-length': body.length }).end(body)
    if (start >= body.length) return void response.writeHead(416, { 'content-range': `bytes */${body.length}` }).end()
    const range = `bytes ${start}-${body.length - 1}/${body.length}`
    response.writeHead(206, { 'content-length': body.length - start, 'content-range': range }).end(body.subarray(start))
  }
}

/** Bytes that compress badly and are the same each time. */
export function someBytes(length: number): Buffer {
  const bytes = Buffer.alloc(length)
  for (let index = 0, value = 1; index < length; index++) {
    value = (value * 1103515245 + 12345) & 0x7fffffff
    bytes[index] = value >> 16
  }
  return bytes
}

export const BODY = someBytes(300_000)
export const BODY_SHA256 = sha256(BODY)

/** True when a file is BODY to the byte (a matcher's comparison of so many elements takes seconds). */
export async function holdsBody(path: string): Promise<boolean> {
  return BODY.equals(await readFile(path))
}

export function urlCandidate(url: string, hash = BODY_SHA256): Extract<SourceCandidate, { type: 'url' }> {
  return { type: 'url', url, sha256: hash }
}

/** An empty cache with the lines that were logged. */
export async function emptyCache() {
  const folder = await temporaryFolder('smart-os-sources-')
  const log: string[] = []
  const context = { cache: `${folder.path}/cache`, offline: false, onLog: (line: string) => void log.push(line) }
  return { folder: folder.path, log, context, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() }
}

export const FIXTURES = fileURLToPath(new URL('fixtures/', import.meta.url))
