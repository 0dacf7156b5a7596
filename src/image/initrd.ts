/**
 * The classic initrd: the image of a whole disk that the kernel copies into /dev/ram0 and mounts (kernel documentation,
 * admin-guide/initrd). It takes the place of the initramfs: boot loaders hand over either in the same way.
 */
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { type Compression, compress } from './compress.ts'
import { ext4Bytes, ext4Layout, writeExt4 } from './ext4.ts'
import { seededUuid } from './guid.ts'
import { manifestHash } from './manifest.ts'
import type { RunTool } from './run-tool.ts'
import type { RootfsManifest } from './types.ts'

/** Room that the running system has for what it writes. All of the disk is copied into memory, so it is kept small. */
const FREE = 4 * 1024 ** 2

/** Writes an ext4 with everything in it, compressed as the kernel can unpack it. */
export async function writeInitrd(
  manifest: RootfsManifest,
  output: string,
  options: { run: RunTool; compression: Compression; scratch: string },
): Promise<void> {
  const disk = join(options.scratch, 'initrd.img')
  const layout = ext4Layout(manifest, ext4Bytes(ext4Layout(manifest)) + FREE)
  const file = await open(disk, 'w')
  await file.truncate(ext4Bytes(layout))
  await file.close()
  const seed = manifestHash(manifest)
  await writeExt4(disk, 0, layout, manifest, {
    ...options,
    uuid: seededUuid(seed, 'initrd-fs'),
    hashSeed: seededUuid(seed, 'initrd-hash'),
  })
  await compress(options.run, options.compression, disk, output)
}
