/** Throw-away disks: a qcow2 file that takes every write, while the image below is only read. */
import { resolve } from 'node:path'
import { run } from '../system/exec.ts'

/** Creates `file` over the raw image `backing`, whose bytes stay as they are. Throws SmartError when qemu-img is missing. */
export async function createOverlay(backing: string, file: string, signal?: AbortSignal): Promise<void> {
  // As JSON, since a plain file name with a colon would be read as a protocol.
  const below = `json:${JSON.stringify({ driver: 'raw', file: { driver: 'file', filename: resolve(backing) } })}`
  await run(['qemu-img', 'create', '-q', '-f', 'qcow2', '-F', 'raw', '-b', below, file], signal ? { signal } : {})
}
