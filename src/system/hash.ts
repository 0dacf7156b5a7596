/** SHA-256 of strings, values and files. Keys of the store and the names of downloads are these. */
import { createHash, hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

/** Hex SHA-256 of a text or buffer. */
export function sha256(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex')
}

/** Hex SHA-256 of a file, streamed. */
export async function sha256File(path: string, signal?: AbortSignal): Promise<string> {
  const running = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), running, { signal })
  return running.digest('hex')
}

/** JSON with sorted keys at every level and no white space: equal values, equal text. `undefined` members are left out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner
    const entries = inner instanceof Map ? [...inner] : Object.entries(inner)
    return Object.fromEntries(entries.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)))
  })
}
