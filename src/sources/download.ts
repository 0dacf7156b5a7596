/** A download over http(s) into a file that may hold its beginning already: resumed where the server can, begun again where not. */
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { CancelledError, messageOf, SmartError } from '../system/error.ts'
import { describeWriteError, errorCode } from '../system/files.ts'
import { formatSize } from '../system/size.ts'
import { SourceError } from './failure.ts'
import { get, StallError, showUrl } from './http.ts'
import { progressReporter } from './progress.ts'
import { bytesOf } from './space.ts'
import type { FetchContext } from './types.ts'

export interface DownloadOptions extends Pick<FetchContext, 'signal' | 'onProgress' | 'onLog'> {
  /** Milliseconds without a byte after which a try ends. */
  stallMs?: number
  /** Milliseconds before the second try, doubled before each further one. */
  backoffMs?: number
}

/** Tries in a row that bring not one byte, and tries in all. */
const MAX_FRUITLESS = 4
const MAX_TRIES = 20

/** Fills `file` to the end of what `url` serves; the hash is the caller's business. What has arrived stays when it fails. */
export async function download(url: string, file: string, options: DownloadOptions = {}): Promise<void> {
  let fruitless = 0
  for (let tries = 1; ; tries++) {
    const before = await bytesOf(file)
    try {
      if (await transfer(url, file, before, options)) return
      fruitless++
    } catch (error) {
      if (options.signal?.aborted) throw new CancelledError(`The download of ${showUrl(url)} was cancelled`)
      if (error instanceof SmartError) throw error
      fruitless = (await bytesOf(file)) > before ? 1 : fruitless + 1
      if (fruitless >= MAX_FRUITLESS || tries >= MAX_TRIES) throw transferFailure(url, error, await bytesOf(file))
      options.onLog?.(`${new URL(url).host}: ${messageOf(error)}; trying again`)
    }
    if (fruitless >= MAX_FRUITLESS)
      throw new SourceError('network', `${new URL(url).host} cannot go on with the download of ${showUrl(url)}`)
    await delay((options.backoffMs ?? 300) * 2 ** Math.max(0, fruitless - 1), undefined, options).catch(() => {})
  }
}

/** One try. False when what is there turned out to be no beginning of the file and was thrown away. */
async function transfer(url: string, file: string, offset: number, options: DownloadOptions): Promise<boolean> {
  const stallMs = options.stallMs ?? 30_000
  const { signal } = options
  const response = await get(url, { offset, stallMs, ...(signal ? { signal } : {}) })
  const status = response.statusCode ?? 0
  if (status !== 200 && status !== 206) {
    response.destroy()
    // 416: nothing after the offset. Either all is here, or the file there is another one.
    if (status !== 416) throw statusFailure(url, status)
    if (rangeOf(response)?.total === offset) return true
    await rm(file, { force: true })
    return false
  }
  if (status === 206 && rangeOf(response)?.start !== offset) {
    response.destroy()
    await rm(file, { force: true })
    return false
  }
  await writeBody(response, file, status === 206 ? offset : 0, options)
  return true
}

async function writeBody(
  response: IncomingMessage,
  file: string,
  offset: number,
  options: DownloadOptions,
): Promise<void> {
  const length = response.headers['content-length']
  const total = length === undefined ? undefined : offset + Number(length)
  const report = progressReporter(options, () => total)
  let received = offset
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length
      report(received)
      done(null, chunk)
    },
  })
  const output = createWriteStream(file, { flags: offset > 0 ? 'a' : 'w' })
  try {
    await pipeline(response, count, output, options.signal ? { signal: options.signal } : {})
  } catch (error) {
    throw describeWriteError(error, file)
  }
  if (total !== undefined && received !== total)
    throw new Error(`broke off after ${formatSize(received)} of ${formatSize(total)}`)
}

/** Content-Range: `bytes 100-199/200`, or a star for the part that is not served. See RFC 9110, 14.4. */
function rangeOf(response: IncomingMessage): { start: number; total: number } | undefined {
  const match = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(response.headers['content-range'] ?? '')
  return match ? { start: Number(match[1] ?? -1), total: Number(match[2]) } : undefined
}

/** A status that will stay is a SourceError; one that may pass is a plain error, so that it is tried again. */
function statusFailure(url: string, status: number): Error {
  const where = { where: showUrl(url) }
  if (status === 404 || status === 410)
    return new SourceError('gone', `${showUrl(url)} is not there (HTTP ${status})`, goneHint)
  if (status === 408 || status === 429 || status >= 500) return new Error(`answers HTTP ${status}`)
  return new SourceError('gone', `${showUrl(url)} is refused (HTTP ${status})`, { ...goneHint, ...where })
}

const goneHint = { hint: 'Put the address where the file is now into the component.yaml, or add another source' }

function transferFailure(url: string, error: unknown, received: number): SourceError {
  const { host } = new URL(url)
  const code = errorCode(error) ?? ''
  const got = received > 0 ? ` after ${formatSize(received)}` : ''
  const options = { where: showUrl(url), cause: error }
  if (/^(ENOTFOUND|EAI_AGAIN)$/.test(code))
    return new SourceError('network', `No connection to ${host}: its name is not known`, options)
  if (/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/.test(code))
    return new SourceError('network', `No connection to ${host} (${code})`, options)
  if (/CERT|SIGNATURE|ALTNAME/.test(code))
    return new SourceError('network', `The certificate of ${host} is not good (${code})`, {
      ...options,
      hint: 'Install ca-certificates and check the date of this machine',
    })
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE')
    return new SourceError('network', `The transfer from ${host} broke off${got}`, options)
  if (error instanceof StallError) return new SourceError('network', `${host} ${error.message}${got}`, options)
  return new SourceError('network', `${host} ${messageOf(error)}`, options)
}
