/**
 * The disk image: GPT; a BIOS boot partition with GRUB's core; an EFI system partition with the loader for UEFI, kernel and
 * initramfs, which both firmwares' loaders read; the root file system. Sparse, and the same to the bit wherever
 * it is made: every identity in it derives from what it holds.
 */
import { open, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { SmartError } from '../system/error.ts'
import { canonicalJson, sha256 } from '../system/hash.ts'
import { formatSize, sizeToText } from '../system/size.ts'
import { type BootLoader, placeBootLoader } from './boot-loader.ts'
import { DATA_PARTITION, ROOT_PARTITION } from './command-line.ts'
import type { Compression } from './compress.ts'
import { buildEsp } from './esp.ts'
import { type Ext4Layout, ext4Bytes, ext4Layout, usedBlocks, writeExt4 } from './ext4.ts'
import { BACKUP_SECTORS, encodeGpt, type Partition, PartitionType, SECTOR } from './gpt.ts'
import { seededUuid } from './guid.ts'
import { manifestHash } from './manifest.ts'
import type { RunTool } from './run-tool.ts'
import { copySparse } from './sparse.ts'
import { writeSquashfs } from './squashfs.ts'
import type { RootfsManifest } from './types.ts'

export interface DiskRequest {
  /** Where the image is written. */
  output: string
  /** Absolute path of the kernel. */
  kernel: string
  /** Absolute path of the initramfs. */
  initramfs: string
  /** Rendered grub.cfg, for a BIOS. */
  grubConfig: string
  /** The kernel's command line, for UEFI. */
  cmdline: string
  loader: BootLoader
  /** What the root partition holds, and whether a partition behind it keeps the changes; undefined where everything is in the initramfs. */
  root?: { manifest: RootfsManifest; type: 'ext4' | 'squashfs'; compression: Compression; changes?: boolean }
  /** Bytes of the whole image; undefined: as small as its contents allow. */
  size?: number
  run: RunTool
  scratch: string
  processors: number
  signal?: AbortSignal
}

/** `disk.json` beside the image: what it consists of, for the budget, for growing and for people. */
export interface DiskReport {
  schema: 1
  bytes: number
  /** Hash of what the disk holds, whatever its size: equal on a disk that only has to grow. */
  content: string
  partitions: { name: string; offset: number; bytes: number }[]
  /** Bytes in use in the root partition, file system structures apart; 0 without one. */
  rootUsedBytes: number
}

/** GRUB's core begins behind the table; partitions begin at multiples of 64 KiB, which suits flash memory and 4 KiB sectors. */
const CORE_SECTOR = 34
const ALIGNMENT = 128
const SMALLEST_DATA = 4 * 1024 ** 2

/** Writes the disk image. Throws SmartError with the exact shortfall when `size` is too small. */
export async function writeDisk(request: DiskRequest): Promise<DiskReport> {
  const [kernel, initramfs] = await Promise.all([readFile(request.kernel), readFile(request.initramfs)])
  const content = contentHash(request, kernel, initramfs)
  const uuid = (purpose: string) => seededUuid(content, purpose)
  const { cmdline, grubConfig, loader } = request
  const esp = buildEsp({ efi: loader.efi, kernel, initramfs, cmdline, grubConfig }, content)
  const { boot, core } = placeBootLoader(request.loader, CORE_SECTOR)
  const partitions: Partition[] = []
  const append = (name: string, type: string, first: number, sectors: number) =>
    partitions.push({ name, type, guid: uuid(name), first, last: first + sectors - 1 })
  const espFirst = aligned(CORE_SECTOR + Math.ceil(core.length / SECTOR))
  append('bios-boot', PartitionType.biosBoot, CORE_SECTOR, espFirst - CORE_SECTOR)
  append('efi-system', PartitionType.efiSystem, espFirst, esp.length / SECTOR)
  const rootFirst = aligned(espFirst + esp.length / SECTOR)
  const root = await planRoot(request, rootFirst)
  if (root) append(ROOT_PARTITION, PartitionType.linuxRoot, rootFirst, Math.ceil(root.bytes / SECTOR))
  const dataFirst = aligned((partitions.at(-1)?.last ?? 0) + 1)
  const data = request.root?.changes ? planData(request, dataFirst) : undefined
  if (data) append(DATA_PARTITION, PartitionType.linuxData, dataFirst, Math.ceil(data.bytes / SECTOR))

  const last = partitions.at(-1)?.last ?? 0
  const bytes = request.size ?? Math.ceil(((last + 1 + BACKUP_SECTORS) * SECTOR) / 4096) * 4096
  const needed = (last + 1 + BACKUP_SECTORS) * SECTOR
  if (bytes < needed) throw tooSmall(bytes, needed)
  if (bytes % SECTOR !== 0)
    throw new SmartError(`image.size is ${bytes} bytes, which is not a multiple of 512`, {
      hint: 'Write it as 64M or 4G',
      exitStatus: 2,
    })

  const disk = await open(request.output, 'w', 0o644)
  try {
    await disk.truncate(bytes)
    const table = encodeGpt({ diskGuid: uuid('disk'), partitions }, bytes / SECTOR)
    await disk.write(boot, 0, boot.length, 0)
    await disk.write(table.mbr, 0, table.mbr.length, 440)
    await disk.write(table.start, 0, table.start.length, SECTOR)
    await disk.write(core, 0, core.length, CORE_SECTOR * SECTOR)
    await disk.write(esp, 0, esp.length, espFirst * SECTOR)
    await disk.write(table.end, 0, table.end.length, bytes - table.end.length)
  } finally {
    await disk.close()
  }
  await root?.write(rootFirst * SECTOR, uuid)
  await data?.write(dataFirst * SECTOR, uuid)
  return {
    schema: 1,
    bytes,
    content,
    partitions: partitions.map(({ name, first, last: end }) => ({
      name,
      offset: first * SECTOR,
      bytes: (end - first + 1) * SECTOR,
    })),
    rootUsedBytes: root?.usedBytes ?? 0,
  }
}

interface PlannedRoot {
  /** Bytes of the partition. */
  bytes: number
  usedBytes: number
  write(offset: number, uuid: (purpose: string) => string): Promise<void>
}

async function planRoot(request: DiskRequest, first: number): Promise<PlannedRoot | undefined> {
  const { root, size, run, scratch } = request
  if (!root) return undefined
  const overhead = (first + BACKUP_SECTORS) * SECTOR
  if (root.type === 'squashfs') {
    const file = join(scratch, 'root.squashfs')
    await writeSquashfs(file, root.manifest, {
      ...root,
      run,
      scratch,
      processors: request.processors,
      ...(request.signal ? { signal: request.signal } : {}),
    })
    const usedBytes = (await stat(file)).size
    const bytes = size === undefined || root.changes ? usedBytes : Math.max(usedBytes, size - overhead)
    return { bytes, usedBytes, write: (offset) => copySparse({ from: file, to: request.output, toOffset: offset }) }
  }
  const smallest = ext4Layout(root.manifest)
  const room = size === undefined ? undefined : size - overhead
  if (room !== undefined && room < ext4Bytes(smallest)) throw tooSmall(size ?? 0, ext4Bytes(smallest) + overhead)
  const layout: Ext4Layout = ext4Layout(root.manifest, room)
  return {
    bytes: ext4Bytes(layout),
    usedBytes: usedBlocks(root.manifest, layout.blockSize) * layout.blockSize,
    write: (offset, uuid) =>
      writeExt4(request.output, offset, layout, root.manifest, {
        run,
        scratch,
        uuid: uuid('root-fs'),
        hashSeed: uuid('root-hash'),
      }),
  }
}

/** An empty ext4 for what changes on a root that cannot be written: what the disk has left, or the least that is of use. */
function planData(request: DiskRequest, first: number): PlannedRoot {
  const { size, run, scratch } = request
  const overhead = (first + BACKUP_SECTORS) * SECTOR
  const room = size === undefined ? SMALLEST_DATA : Math.floor((size - overhead) / 4096) * 4096
  if (size !== undefined && room < SMALLEST_DATA) throw tooSmall(size, SMALLEST_DATA + overhead)
  const layout = ext4Layout({ entries: [] }, room)
  return {
    bytes: ext4Bytes(layout),
    usedBytes: 0,
    write: (offset, uuid) =>
      writeExt4(
        request.output,
        offset,
        layout,
        { entries: [] },
        { run, scratch, uuid: uuid('data-fs'), hashSeed: uuid('data-hash'), label: DATA_PARTITION },
      ),
  }
}

function tooSmall(size: number, needed: number): SmartError {
  const mib = 1024 ** 2
  return new SmartError(
    `image.size is ${sizeToText(size)}, but the disk needs ${needed} bytes: ${needed - size} bytes (${formatSize(needed - size)}) are missing`,
    {
      where: 'image.size',
      hint: `Set image.size to ${sizeToText(Math.ceil(needed / mib) * mib)} or more, or leave it out for the smallest disk`,
    },
  )
}

function contentHash(request: DiskRequest, kernel: Buffer, initramfs: Buffer): string {
  const { root, grubConfig, cmdline, loader } = request
  return sha256(
    canonicalJson({
      kernel: sha256(kernel),
      initramfs: sha256(initramfs),
      grubConfig,
      cmdline,
      loader: [loader.boot, loader.core, loader.efi].map(sha256),
      root: root && {
        type: root.type,
        ...(root.changes ? { changes: true } : {}),
        compression: root.type === 'squashfs' ? root.compression : '',
        manifest: manifestHash(root.manifest),
      },
    }),
  )
}

function aligned(sector: number): number {
  return Math.ceil(sector / ALIGNMENT) * ALIGNMENT
}
