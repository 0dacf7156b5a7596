/**
 * A machine's further disks: made when they are not there (a sparse file with a partition table and an empty file system),
 * grown when the profile's size grew, and never formatted again. No root and no loop device is needed.
 */
import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { DISK_FLOOR, diskLabel } from '../profile/disks.ts'
import type { DiskSettings } from '../profile/types.ts'
import { SmartError } from '../system/error.ts'
import { run as runProgram } from '../system/exec.ts'
import { describeWriteError } from '../system/files.ts'
import { formatSize, sizeToText } from '../system/size.ts'
import { BACKUP_SECTORS, encodeGpt, type Partition, PartitionType, SECTOR } from './gpt.ts'
import { growDisk } from './grow.ts'
import { sizeOf } from './origin.ts'
import { type RunTool, toolEnvironment } from './run-tool.ts'

/** Where the partition begins: 1 MiB, as every partitioning program has it, or 64 KiB on a disk for which that is much. */
const FIRST_SECTOR = 2048
const FIRST_SECTOR_SMALL = 128
const SMALL = 16 * 1024 ** 2

export interface DataDiskRequest {
  /** Absolute path. */
  file: string
  disk: DiskSettings
  /** Place in machine.disks. */
  index: number
  run?: RunTool
}

/** Makes the file ready for a machine; returns sentences for the person. Throws SmartError when it would have to shrink. */
export async function prepareDataDisk({ file, disk, index, run = runProgram }: DataDiskRequest): Promise<string[]> {
  const where = `machine.disks[${index}].size`
  if (disk.size < DISK_FLOOR[disk.filesystem])
    throw new SmartError(`A disk of ${formatSize(disk.size)} is too small`, {
      where,
      hint: `Set size to ${sizeToText(DISK_FLOOR[disk.filesystem])} or more`,
    })
  // Whole kilobytes: what mkfs counts in.
  const bytes = Math.floor(disk.size / 1024) * 1024
  const present = await sizeOf(file)
  if (present === undefined) {
    await createDisk({ file, bytes, label: diskLabel(disk, index), type: disk.filesystem, run })
    return []
  }
  if (bytes === present) return []
  if (bytes < present)
    throw new SmartError(
      `The disk ${diskLabel(disk, index)} has ${formatSize(present)} by now and cannot shrink to ${formatSize(bytes)} without losing data`,
      { where, hint: `Set size to ${sizeToText(present)} or more, or move ${file} away to get a new disk` },
    )
  if (disk.filesystem === 'none') await resize(file, bytes)
  else await growDisk(file, bytes, { run })
  return disk.filesystem === 'vfat'
    ? [`${file} was grown; the vfat file system on it keeps its size, which cannot be changed without making it anew`]
    : [`${file} was grown; what machines wrote on it is still there`]
}

interface NewDisk {
  file: string
  bytes: number
  label: string
  type: DiskSettings['filesystem']
  run: RunTool
}

/** Under another name until it is complete, so that a half-made disk is never taken for one with data. */
async function createDisk({ file, bytes, label, type, run }: NewDisk): Promise<void> {
  const making = `${file}.new`
  await rm(making, { force: true })
  try {
    const first = bytes < SMALL ? FIRST_SECTOR_SMALL : FIRST_SECTOR
    await writeTable(making, bytes, type === 'none' ? [] : [partition(label, type, first, bytes)])
    const kilobytes = (bytes - (first + BACKUP_SECTORS) * SECTOR) / 1024
    const { E2FSPROGS_FAKE_TIME: _now, SOURCE_DATE_EPOCH: _epoch, ...env } = toolEnvironment()
    const room = String(Math.floor(kilobytes))
    if (type === 'ext4')
      await run(
        [
          'mke2fs',
          '-q',
          '-F',
          '-t',
          'ext4',
          '-m',
          '0',
          '-L',
          label,
          '-E',
          `offset=${first * SECTOR},root_owner=0:0`,
          making,
          `${room}k`,
        ],
        { env },
      )
    if (type === 'vfat') await run(['mkfs.vfat', '--offset', String(first), '-n', label, making, room], { env })
    await rename(making, file)
  } catch (error) {
    await rm(making, { force: true })
    throw describeWriteError(error, file)
  }
}

function partition(label: string, type: 'ext4' | 'vfat', first: number, bytes: number): Partition {
  return {
    type: type === 'vfat' ? PartitionType.basicData : PartitionType.linuxData,
    guid: randomUUID(),
    name: label,
    first,
    last: bytes / SECTOR - BACKUP_SECTORS - 1,
  }
}

/** A disk without a file system has no table either: it is as empty as one from the shop. */
async function writeTable(file: string, bytes: number, partitions: Partition[]): Promise<void> {
  const disk = await open(file, 'wx', 0o644)
  try {
    await disk.truncate(bytes)
    if (partitions.length === 0) return
    const table = encodeGpt({ diskGuid: randomUUID(), partitions }, bytes / SECTOR)
    await disk.write(table.mbr, 0, table.mbr.length, 440)
    await disk.write(table.start, 0, table.start.length, SECTOR)
    await disk.write(table.end, 0, table.end.length, bytes - table.end.length)
  } finally {
    await disk.close()
  }
}

async function resize(file: string, bytes: number): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.truncate(bytes)
  } finally {
    await handle.close()
  }
}
