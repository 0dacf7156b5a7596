/**
 * Builds a FAT16 file system in memory: the EFI system partition. Files lie in one piece, names are 8.3, all times are
 * 1980-01-01. Format: Microsoft, "FAT: General Overview of On-Disk Format" 1.03. Both firmwares and GRUB read it.
 */
import { SmartError } from '../system/error.ts'

export interface FatFile {
  /** `/EFI/BOOT/BOOTX64.EFI`: every name in 8.3 form; stored in capitals, found without regard to them. */
  path: string
  content: Uint8Array
}

interface FatFolder {
  name: string
  folders: Map<string, FatFolder>
  files: Map<string, Uint8Array>
}

const SECTOR = 512
const ROOT_ENTRIES = 64
const ENTRY = 32
const FATS = 2
/** Fewer clusters make it FAT12, more FAT32, whatever the header says. */
const FEWEST_CLUSTERS = 4085
const MOST_CLUSTERS = 65524
const END_OF_CHAIN = 0xffff
/** 1980-01-01 as FAT date: year 0, month 1, day 1. */
const DATE = (1 << 5) | 1

/** The whole file system, padded to `sectors` if that is more than it needs. `serial` is the 32-bit volume id. */
export function buildFat16(
  files: readonly FatFile[],
  options: { label: string; serial: number; sectors?: number },
): Buffer {
  const root: FatFolder = { name: '', folders: new Map(), files: new Map() }
  for (const file of files) addFile(root, file)
  const data = files.reduce((sum, file) => sum + file.content.byteLength, 0)
  let sectorsPerCluster = 1
  while (data / (sectorsPerCluster * SECTOR) > MOST_CLUSTERS * 0.9) sectorsPerCluster *= 2
  if (sectorsPerCluster > 64)
    throw new SmartError('The kernel and the initramfs are too large for the EFI system partition (2 GB)', {
      hint: 'Set image.root to disk, so that only what finds the root is in the initramfs',
    })
  const clusterBytes = sectorsPerCluster * SECTOR
  const needed = countClusters(root, clusterBytes)
  const wanted = options.sectors === undefined ? 0 : clustersIn(options.sectors, sectorsPerCluster)
  const clusters = Math.min(MOST_CLUSTERS, Math.max(FEWEST_CLUSTERS, needed, wanted))
  const fatSectors = Math.ceil(((clusters + 2) * 2) / SECTOR)
  const rootSectors = (ROOT_ENTRIES * ENTRY) / SECTOR
  const dataStart = 1 + FATS * fatSectors + rootSectors
  const sectors = dataStart + clusters * sectorsPerCluster
  const image = Buffer.alloc(sectors * SECTOR)
  writeBootSector(image, { sectors, sectorsPerCluster, fatSectors, ...options })

  const fat = Buffer.alloc(fatSectors * SECTOR)
  fat.writeUInt16LE(0xfff8, 0)
  fat.writeUInt16LE(END_OF_CHAIN, 2)
  let nextCluster = 2
  const allocate = (bytes: number): number => {
    const count = Math.ceil(bytes / clusterBytes)
    if (count === 0) return 0
    const first = nextCluster
    nextCluster += count
    for (let i = first; i < nextCluster; i++) fat.writeUInt16LE(i + 1 < nextCluster ? i + 1 : END_OF_CHAIN, i * 2)
    return first
  }
  const offsetOf = (cluster: number) => (dataStart + (cluster - 2) * sectorsPerCluster) * SECTOR

  const writeFolder = (folder: FatFolder, self: number, parent: number, at: number): void => {
    let entryAt = at
    const put = (name: Buffer, attributes: number, cluster: number, size: number) => {
      writeEntry(image, entryAt, name, attributes, cluster, size)
      entryAt += ENTRY
    }
    if (folder === root) put(Buffer.from(options.label.toUpperCase().padEnd(11).slice(0, 11), 'latin1'), 0x08, 0, 0)
    else {
      put(Buffer.from('.'.padEnd(11), 'latin1'), 0x10, self, 0)
      put(Buffer.from('..'.padEnd(11), 'latin1'), 0x10, parent, 0)
    }
    for (const [name, child] of [...folder.folders].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const cluster = allocate((child.folders.size + child.files.size + 2) * ENTRY)
      put(shortName(name), 0x10, cluster, 0)
      writeFolder(child, cluster, self, offsetOf(cluster))
    }
    for (const [name, content] of [...folder.files].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const cluster = allocate(content.byteLength)
      put(shortName(name), 0x20, cluster, content.byteLength)
      if (cluster > 0) image.set(content, offsetOf(cluster))
    }
  }
  writeFolder(root, 0, 0, (1 + FATS * fatSectors) * SECTOR)
  for (let copy = 0; copy < FATS; copy++) fat.copy(image, (1 + copy * fatSectors) * SECTOR)
  return image
}

function addFile(root: FatFolder, file: FatFile): void {
  const names = file.path.toUpperCase().split('/').filter(Boolean)
  const last = names.pop() ?? ''
  let folder = root
  for (const name of names) {
    const child = folder.folders.get(name) ?? { name, folders: new Map(), files: new Map() }
    folder.folders.set(name, child)
    folder = child
  }
  folder.files.set(last, file.content)
}

function countClusters(folder: FatFolder, clusterBytes: number): number {
  let count = 0
  for (const content of folder.files.values()) count += Math.ceil(content.byteLength / clusterBytes)
  for (const child of folder.folders.values())
    count +=
      Math.ceil(((child.folders.size + child.files.size + 2) * ENTRY) / clusterBytes) +
      countClusters(child, clusterBytes)
  return count
}

/** Clusters that fit when the whole file system may have so many sectors. */
function clustersIn(sectors: number, sectorsPerCluster: number): number {
  const fixed = 1 + (ROOT_ENTRIES * ENTRY) / SECTOR
  return Math.floor((sectors - fixed - FATS) / (sectorsPerCluster + (FATS * 2) / SECTOR))
}

function writeBootSector(
  image: Buffer,
  layout: { sectors: number; sectorsPerCluster: number; fatSectors: number; label: string; serial: number },
): void {
  image.set([0xeb, 0x3c, 0x90])
  image.write('SMART-OS', 3, 'latin1')
  image.writeUInt16LE(SECTOR, 11)
  image.writeUInt8(layout.sectorsPerCluster, 13)
  image.writeUInt16LE(1, 14)
  image.writeUInt8(FATS, 16)
  image.writeUInt16LE(ROOT_ENTRIES, 17)
  image.writeUInt16LE(layout.sectors < 0x10000 ? layout.sectors : 0, 19)
  image.writeUInt8(0xf8, 21)
  image.writeUInt16LE(layout.fatSectors, 22)
  image.writeUInt16LE(63, 24)
  image.writeUInt16LE(255, 26)
  image.writeUInt32LE(layout.sectors < 0x10000 ? 0 : layout.sectors, 32)
  image.writeUInt8(0x80, 36)
  image.writeUInt8(0x29, 38)
  image.writeUInt32LE(layout.serial >>> 0, 39)
  image.write(layout.label.toUpperCase().padEnd(11).slice(0, 11), 43, 'latin1')
  image.write('FAT16   ', 54, 'latin1')
  image.writeUInt16LE(0xaa55, 510)
}

function writeEntry(image: Buffer, at: number, name: Buffer, attributes: number, cluster: number, size: number): void {
  name.copy(image, at)
  image.writeUInt8(attributes, at + 11)
  for (const field of [16, 18, 24]) image.writeUInt16LE(DATE, at + field)
  image.writeUInt16LE(cluster, at + 26)
  image.writeUInt32LE(size, at + 28)
}

/** `GRUB.CFG` → the eleven bytes of a directory entry. */
function shortName(name: string): Buffer {
  const match = /^([A-Z0-9_-]{1,8})(?:\.([A-Z0-9_-]{1,3}))?$/.exec(name)
  if (!match) throw new Error(`${name} is not an 8.3 name`)
  return Buffer.from(`${(match[1] ?? '').padEnd(8)}${(match[2] ?? '').padEnd(3)}`, 'latin1')
}
