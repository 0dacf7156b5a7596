/** Copies into disk images without writing zeros: what is a hole stays one. */
import { open } from 'node:fs/promises'

const CHUNK = 1 << 16
const ZEROS = Buffer.alloc(CHUNK)

export interface SparseCopy {
  from: string
  /** Bytes to skip in `from`; default 0. */
  fromOffset?: number
  /** Bytes to copy; default: to the end. */
  length?: number
  to: string
  toOffset?: number
}

/** Copies a range, skipping chunks of zeros: `to` has to exist and to be a hole there. */
export async function copySparse({
  from,
  fromOffset = 0,
  length = Infinity,
  to,
  toOffset = 0,
}: SparseCopy): Promise<void> {
  const source = await open(from, 'r')
  const target = await open(to, 'r+')
  try {
    const buffer = Buffer.alloc(CHUNK)
    for (let at = 0; at < length; ) {
      const { bytesRead } = await source.read(buffer, 0, Math.min(CHUNK, length - at), fromOffset + at)
      if (bytesRead === 0) break
      const chunk = buffer.subarray(0, bytesRead)
      if (!chunk.equals(ZEROS.subarray(0, bytesRead))) await target.write(chunk, 0, bytesRead, toOffset + at)
      at += bytesRead
    }
  } finally {
    await source.close()
    await target.close()
  }
}
