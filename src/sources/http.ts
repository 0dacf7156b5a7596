/** One HTTP GET, raw: redirects followed by hand (so that a loop is seen), no content decoding (a hash is of the bytes as published). */
import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { SourceError } from './failure.ts'

export interface GetOptions {
  /** First byte wanted. */
  offset: number
  /** Milliseconds without a byte after which the server counts as gone. */
  stallMs: number
  signal?: AbortSignal
}

const MAX_REDIRECTS = 10
const REDIRECTS = new Set([301, 302, 303, 307, 308])

// `proxyEnv` makes http_proxy, https_proxy and no_proxy hold (Node 24.5 and later; older versions ignore it).
const agents = {
  'http:': new HttpAgent({ proxyEnv: process.env }),
  'https:': new HttpsAgent({ proxyEnv: process.env }),
}

/** The response to the last redirect, its body not yet read; whoever calls reads it or destroys it. */
export async function get(url: string, options: GetOptions): Promise<IncomingMessage> {
  const seen = new Set<string>()
  let address = parseAddress(url)
  for (;;) {
    if (seen.has(address.href)) throw new SourceError('gone', `${showUrl(url)} redirects in a circle`)
    if (seen.size > MAX_REDIRECTS)
      throw new SourceError('gone', `${showUrl(url)} redirects more than ${MAX_REDIRECTS} times`)
    seen.add(address.href)
    const response = await getOnce(address, options)
    const location = response.headers.location
    if (!REDIRECTS.has(response.statusCode ?? 0) || location === undefined) return response
    response.destroy()
    address = parseAddress(location, address)
  }
}

function getOnce(address: URL, { offset, stallMs, signal }: GetOptions): Promise<IncomingMessage> {
  const secure = address.protocol === 'https:'
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const headers = {
    'User-Agent': 'smart-os',
    Accept: '*/*',
    'Accept-Encoding': 'identity',
    ...(offset > 0 ? { Range: `bytes=${offset}-` } : {}),
  }
  const request = (secure ? requestHttps : requestHttp)(
    address,
    { headers, agent: agents[secure ? 'https:' : 'http:'], timeout: stallMs, ...(signal ? { signal } : {}) },
    resolve,
  )
  request.on('timeout', () => request.destroy(new StallError(stallMs)))
  request.on('error', reject)
  request.end()
  return promise
}

/** The server kept the connection and sent nothing. */
export class StallError extends Error {
  constructor(stallMs: number) {
    super(`sent nothing for ${Math.round(stallMs / 100) / 10} s`)
  }
}

/** Parses an http(s) address. Throws SourceError for anything else. */
export function parseAddress(url: string, base?: URL): URL {
  const address = URL.canParse(url, base?.href) ? new URL(url, base?.href) : undefined
  if (address?.protocol === 'http:' || address?.protocol === 'https:') return address
  throw new SourceError('missing', `“${url}” is not an http or https address`, {
    hint: 'Write https://…, or use a source of type local for a file on this machine',
  })
}

/** An address for people and records: without user name and password. */
export function showUrl(url: string): string {
  if (!URL.canParse(url)) return url
  const address = new URL(url)
  address.username = ''
  address.password = ''
  return address.href
}
