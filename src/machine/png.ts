/** The little of two picture formats that a screenshot needs: reading binary PPM (netpbm's P6), writing PNG (RFC 2083). */
import { crc32, deflateSync } from 'node:zlib'
import { SmartError } from '../system/error.ts'

export interface Picture {
  width: number
  height: number
  /** Three bytes a pixel, rows from the top. */
  rgb: Uint8Array
}

/** Reads `P6 <width> <height> 255` and its pixels. Throws SmartError for anything else. */
export function parsePpm(data: Buffer): Picture {
  const match = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(data.subarray(0, 64).toString('latin1'))
  const width = Number(match?.[1])
  const height = Number(match?.[2])
  const start = match?.[0].length ?? 0
  if (!match || data.length < start + width * height * 3)
    throw new SmartError('QEMU wrote a screen dump that is not a PPM picture')
  return { width, height, rgb: data.subarray(start, start + width * height * 3) }
}

/** An 8-bit RGB PNG. Deterministic. */
export function encodePng({ width, height, rgb }: Picture): Buffer {
  const stride = width * 3
  const rows = Buffer.alloc((stride + 1) * height)
  // Every row is preceded by its filter type, 0 for none.
  for (let y = 0; y < height; y++) rows.set(rgb.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  framed.set(body, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}
