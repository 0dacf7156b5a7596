/**
 * Makes an existing disk image larger and keeps what is on it: the backup partition table moves to the new end, the last
 * partition takes the new room, an ext4 file system in it grows. Everything happens to a copy that replaces the disk at
 * the end by a rename, so a crash leaves the old disk as it was.
 */
import { open, rename, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { SmartError } from '../system/error.ts'
import { describeWriteError, temporaryFolder } from '../system/files.ts'
import { formatSize, sizeToText } from '../system/size.ts'
import {
  BACKUP_SECTORS,
  decodeGpt,
  encodeGpt,
  FIRST_USABLE_SECTOR,
  type Partition,
  PartitionType,
  SECTOR,
} from './gpt.ts'
import { type RunTool, toolEnvironment } from './run-tool.ts'
import { copySparse } from './sparse.ts'

const ALIGNED_BYTES = 4096
/** Types of a last partition that takes the new room. */
const GROWING: readonly string[] = [PartitionType.linuxRoot, PartitionType.linuxData]
/** ext4 super block: at byte 1024, magic at its byte 56 (kernel documentation, filesystems/ext4/super). */
const EXT4_MAGIC_AT = 1024 + 56
const EXT4_MAGIC = 0xef53

/** Grows `file` to `bytes`. Throws SmartError when it would have to shrink or is no disk of ours. */
export async function growDisk(file: string, bytes: number, options: { run: RunTool }): Promise<void> {
  const old = (await stat(file)).size
  if (bytes < old)
    throw new SmartError(
      `${file} has ${formatSize(old)} and cannot shrink to ${formatSize(bytes)} without losing data`,
      {
        where: file,
        hint: `Set image.size to ${sizeToText(old)} or more, or move the file away to get a new disk`,
      },
    )
  if (bytes % SECTOR !== 0)
    throw new SmartError(`${bytes} bytes are not a multiple of 512`, {
      where: file,
      hint: 'Write the size as 64M or 4G',
    })
  try {
    // Beside the disk, so that the rename stays on one file system.
    await using scratch = await temporaryFolder('.grow-', dirname(file))
    const grown = join(scratch.path, 'disk.img')
    const { table, root, boot } = await readTable(file)
    const oldRoot = root && { ...root }
    if (root)
      root.last = Math.max(
        root.last,
        Math.floor((bytes - BACKUP_SECTORS * SECTOR) / ALIGNED_BYTES) * (ALIGNED_BYTES / SECTOR) - 1,
      )
    await writeTable(grown, bytes, encodeGpt(table, bytes / SECTOR), boot)
    const behindTable = FIRST_USABLE_SECTOR * SECTOR
    const fixedEnd = oldRoot ? oldRoot.first * SECTOR : old - BACKUP_SECTORS * SECTOR
    await copySparse({
      from: file,
      fromOffset: behindTable,
      length: fixedEnd - behindTable,
      to: grown,
      toOffset: behindTable,
    })
    if (root && oldRoot) {
      const part = await extract(file, oldRoot, join(scratch.path, 'root'))
      await growExt4(part, root, options.run)
      await copySparse({ from: part, to: grown, toOffset: root.first * SECTOR })
    }
    const handle = await open(grown, 'r+')
    await handle.sync()
    await handle.close()
    await rename(grown, file)
  } catch (error) {
    throw describeWriteError(error, file)
  }
}

/** The table, the partition that can grow where that is the last one, and the boot code. */
async function readTable(file: string) {
  const disk = await open(file, 'r')
  try {
    const start = Buffer.alloc(FIRST_USABLE_SECTOR * SECTOR)
    await disk.read(start, 0, start.length, 0)
    const table = decodeGpt(start.subarray(SECTOR), file)
    const last = table.partitions.reduce<Partition | undefined>((a, b) => (a && a.last > b.last ? a : b), undefined)
    return { table, root: last && GROWING.includes(last.type) ? last : undefined, boot: start.subarray(0, 440) }
  } finally {
    await disk.close()
  }
}

async function writeTable(
  file: string,
  bytes: number,
  encoded: ReturnType<typeof encodeGpt>,
  boot: Buffer,
): Promise<void> {
  const disk = await open(file, 'wx', 0o644)
  try {
    await disk.truncate(bytes)
    await disk.write(boot, 0, boot.length, 0)
    await disk.write(encoded.mbr, 0, encoded.mbr.length, 440)
    await disk.write(encoded.start, 0, encoded.start.length, SECTOR)
    await disk.write(encoded.end, 0, encoded.end.length, bytes - encoded.end.length)
  } finally {
    await disk.close()
  }
}

/** The partition in a file of its own: resize2fs cuts the file it works on to the file system's size. */
async function extract(file: string, partition: Partition, to: string): Promise<string> {
  const length = (partition.last - partition.first + 1) * SECTOR
  const handle = await open(to, 'wx')
  await handle.truncate(length)
  await handle.close()
  await copySparse({ from: file, fromOffset: partition.first * SECTOR, length, to })
  return to
}

/** Checks (a machine may have been switched off without asking; its journal is replayed) and grows. Other file systems stay as they are. */
async function growExt4(file: string, partition: Partition, run: RunTool): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    const magic = Buffer.alloc(2)
    await handle.read(magic, 0, 2, EXT4_MAGIC_AT)
    if (magic.readUInt16LE(0) !== EXT4_MAGIC) return
    await handle.truncate((partition.last - partition.first + 1) * SECTOR)
  } finally {
    await handle.close()
  }
  const { E2FSPROGS_FAKE_TIME: _now, ...env } = toolEnvironment()
  // e2fsck ends with 1 when it corrected something, which is success.
  await run(['sh', '-c', 'e2fsck -f -y "$1" || [ $? -eq 1 ]', 'sh', file], { env })
  await run(['resize2fs', file], { env })
}
