/**
 * Writes cpio archives in the "newc" form that the kernel unpacks as initramfs: no root needed, owners are numbers in it.
 * Format: the kernel's Documentation/driver-api/early-userspace/buffer-format.rst. Inode numbers count up, times are 0.
 */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { throwIfCancelled } from '../system/error.ts'
import type { RootfsEntry } from './types.ts'

const FILE_TYPE = { file: 0o100000, directory: 0o040000, symlink: 0o120000, char: 0o020000, block: 0o060000 } as const
const TRAILER = 'TRAILER!!!'
/** The kernel looks for the next archive at a multiple of four bytes. */
const ALIGNMENT = 4

/** Writes the entries, in the order given (folders before what is in them), to a file. Sizes are those of the manifest. */
export async function writeCpio(file: string, entries: readonly RootfsEntry[], signal?: AbortSignal): Promise<void> {
  const output = await open(file, 'w', 0o644)
  try {
    let inode = 0
    for (const entry of entries) {
      throwIfCancelled(signal)
      inode++
      const name = entry.path.slice(1)
      if (entry.type === 'symlink') {
        const target = Buffer.from(entry.target)
        await output.write(padded(Buffer.concat([header(name, entry, inode, target.length), target])))
      } else if (entry.type === 'file') {
        await output.write(header(name, entry, inode, entry.size))
        let written = 0
        for await (const chunk of createReadStream(entry.from, { highWaterMark: 1 << 20 })) {
          await output.write(chunk)
          written += chunk.length
        }
        if (written !== entry.size)
          throw new Error(`${entry.from} has ${written} bytes, the manifest says ${entry.size}`)
        await output.write(Buffer.alloc(-written & (ALIGNMENT - 1)))
      } else await output.write(header(name, entry, inode, 0))
    }
    await output.write(header(TRAILER, undefined, 0, 0))
  } finally {
    await output.close()
  }
}

function header(name: string, entry: RootfsEntry | undefined, inode: number, size: number): Buffer {
  const device = entry?.type === 'device' ? entry : undefined
  const type = entry === undefined ? 0 : FILE_TYPE[entry.type === 'device' ? entry.device : entry.type]
  const permissions = entry === undefined ? 0 : entry.type === 'symlink' ? 0o777 : entry.mode
  const bytes = Buffer.from(`${name}\0`)
  const fields = [
    inode,
    type | permissions,
    entry?.uid ?? 0,
    entry?.gid ?? 0,
    entry?.type === 'directory' ? 2 : 1,
    0,
    size,
    0,
    0,
    device?.major ?? 0,
    device?.minor ?? 0,
    bytes.length,
    0,
  ]
  const text = `070701${fields.map((field) => field.toString(16).padStart(8, '0').toUpperCase()).join('')}`
  return padded(Buffer.concat([Buffer.from(text), bytes]))
}

function padded(buffer: Buffer): Buffer {
  return Buffer.concat([buffer, Buffer.alloc(-buffer.length & (ALIGNMENT - 1))])
}
