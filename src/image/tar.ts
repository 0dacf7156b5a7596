/**
 * Writes tar archives: the ustar format (POSIX.1-1988), with a pax header (POSIX.1-2001) before an entry only where a name is too
 * long or not ASCII, or a size too large. Owners and devices are data, so that nobody needs root; every time is the images'.
 */
import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { throwIfCancelled } from '../system/error.ts'
import { IMAGE_TIME } from './run-tool.ts'

interface Owned {
  /** In the archive, without a leading slash. */
  path: string
  mode: number
  uid: number
  gid: number
}
export type TarEntry = Owned &
  (
    | { type: 'file'; size: number; from: string }
    | { type: 'file'; content: Uint8Array }
    | { type: 'directory' }
    | { type: 'symlink'; target: string }
    | { type: 'char' | 'block'; major: number; minor: number }
  )

const BLOCK = 512
const NAME = 100
const PREFIX = 155
/** Eleven octal digits. */
const LARGEST = 8 ** 11 - 1
const TYPE_FLAG = { file: '0', symlink: '2', char: '3', block: '4', directory: '5', pax: 'x' } as const

/** Writes the archive in the order of its entries. */
export async function writeTar(
  output: string,
  entries: readonly TarEntry[],
  signal?: AbortSignal,
): Promise<{ bytes: number; sha256: string }> {
  const file = await open(output, 'w', 0o644)
  try {
    const sink = { file, hash: createHash('sha256'), bytes: 0 }
    for (const entry of entries) {
      throwIfCancelled(signal)
      await append(sink, header(entry))
      if (entry.type !== 'file') continue
      if ('content' in entry) await append(sink, entry.content)
      else await appendFile(sink, entry)
      await append(sink, Buffer.alloc(-sink.bytes & (BLOCK - 1)))
    }
    await append(sink, Buffer.alloc(2 * BLOCK))
    return { bytes: sink.bytes, sha256: sink.hash.digest('hex') }
  } finally {
    await file.close()
  }
}

interface Sink {
  file: FileHandle
  hash: Hash
  bytes: number
}

async function append(sink: Sink, bytes: Uint8Array): Promise<void> {
  if (bytes.length === 0) return
  sink.hash.update(bytes)
  await sink.file.write(bytes, 0, bytes.length, sink.bytes)
  sink.bytes += bytes.length
}

async function appendFile(sink: Sink, { from, size, path }: { from: string; size: number; path: string }) {
  const end = sink.bytes + size
  for await (const chunk of createReadStream(from, { highWaterMark: 1 << 20 })) await append(sink, chunk as Buffer)
  if (sink.bytes !== end) throw new Error(`${path} changed its size while it was packed`)
}

/** Header block of an entry, behind its pax header where it needs one. */
export function header(entry: TarEntry): Buffer {
  const path = entry.type === 'directory' ? `${entry.path}/` : entry.path
  const link = entry.type === 'symlink' ? entry.target : ''
  const size = entry.type !== 'file' ? 0 : 'content' in entry ? entry.content.length : entry.size
  const split = splitName(path)
  const records: [string, string][] = []
  if (split === undefined) records.push(['path', path])
  if (!fits(link, NAME)) records.push(['linkpath', link])
  if (size > LARGEST) records.push(['size', String(size)])
  const own = block({
    ...(split ?? { name: path.slice(0, NAME), prefix: '' }),
    mode: entry.type === 'symlink' ? 0o777 : entry.mode,
    uid: entry.uid,
    gid: entry.gid,
    size: Math.min(size, LARGEST),
    type: TYPE_FLAG[entry.type],
    link,
    ...('major' in entry ? { major: entry.major, minor: entry.minor } : { major: 0, minor: 0 }),
  })
  if (records.length === 0) return own
  const text = Buffer.from(records.map(([key, value]) => paxRecord(key, value)).join(''))
  const pax = block({
    ...{ name: 'pax', prefix: '', mode: 0o644, uid: 0, gid: 0, size: text.length, type: TYPE_FLAG.pax },
    ...{ link: '', major: 0, minor: 0 },
  })
  return Buffer.concat([pax, text, Buffer.alloc(-text.length & (BLOCK - 1)), own])
}

/** `30 path=…\n`: the number counts itself. */
function paxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`)
  let length = rest
  while (length !== rest + String(length).length) length = rest + String(length).length
  return `${length} ${key}=${value}\n`
}

function fits(text: string, bytes: number): boolean {
  return text.length <= bytes && /^[\x20-\x7e]*$/.test(text)
}

/** A path as ustar's two fields, cut at a slash; undefined where it does not fit. */
function splitName(path: string): { name: string; prefix: string } | undefined {
  if (fits(path, NAME)) return { name: path, prefix: '' }
  if (!fits(path, NAME + PREFIX + 1)) return undefined
  for (let slash = path.indexOf('/'); slash > 0 && slash <= PREFIX; slash = path.indexOf('/', slash + 1)) {
    const name = path.slice(slash + 1)
    if (name !== '' && name.length <= NAME) return { name, prefix: path.slice(0, slash) }
  }
  return undefined
}

interface Fields {
  name: string
  prefix: string
  mode: number
  uid: number
  gid: number
  size: number
  type: string
  link: string
  major: number
  minor: number
}

function block(fields: Fields): Buffer {
  const bytes = Buffer.alloc(BLOCK)
  const octal = (value: number, at: number, length: number) =>
    bytes.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1')
  bytes.write(fields.name, 0, NAME, 'utf8')
  octal(fields.mode & 0o7777, 100, 8)
  octal(fields.uid, 108, 8)
  octal(fields.gid, 116, 8)
  octal(fields.size, 124, 12)
  octal(IMAGE_TIME, 136, 12)
  bytes.write('        ', 148, 'latin1')
  bytes.write(fields.type, 156, 'latin1')
  bytes.write(fields.link, 157, NAME, 'utf8')
  bytes.write('ustar\x0000', 257, 'latin1')
  octal(fields.major, 329, 8)
  octal(fields.minor, 337, 8)
  bytes.write(fields.prefix, 345, PREFIX, 'utf8')
  const sum = bytes.reduce((total, byte) => total + byte, 0)
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return bytes
}
