/** GUID partition tables, written and read (UEFI specification 2.10, chapter 5). Sectors have 512 bytes. */
import { crc32 } from 'node:zlib'
import { SmartError } from '../system/error.ts'
import { guidBytes, guidText } from './guid.ts'

export const SECTOR = 512
const ENTRIES = 128
const ENTRY_BYTES = 128
const TABLE_SECTORS = (ENTRIES * ENTRY_BYTES) / SECTOR
/** Protective MBR, header and table. */
export const FIRST_USABLE_SECTOR = 2 + TABLE_SECTORS
/** Table and header at the end. */
export const BACKUP_SECTORS = TABLE_SECTORS + 1

/**
 * Partition types. GRUB's is its own invention ("Hah!IdontNeedEFI"); the root's is the Discoverable
 * Partitions Specification's for x86-64; the other two are everybody's for data.
 */
export const PartitionType = {
  biosBoot: '21686148-6449-6e6f-744e-656564454649',
  efiSystem: 'c12a7328-f81f-11d2-ba4b-00a0c93ec93b',
  basicData: 'ebd0a0a2-b9e5-4433-87c0-68b6b72699c7',
  linuxData: '0fc63daf-8483-4772-8e79-3d69d8477de4',
  linuxRoot: '4f68bce3-e8cd-4db1-96e7-fbcaf984b709',
} as const

export interface Partition {
  type: string
  guid: string
  name: string
  /** First and last sector, both included. */
  first: number
  last: number
}

export interface PartitionTable {
  diskGuid: string
  partitions: Partition[]
}

/** The sectors to write at the start and at the end of a disk of `sectors` sectors. Boot code is left alone: `mbr` begins at byte 440. */
export function encodeGpt(table: PartitionTable, sectors: number): { mbr: Buffer; start: Buffer; end: Buffer } {
  const entries = Buffer.alloc(ENTRIES * ENTRY_BYTES)
  for (const [index, partition] of table.partitions.entries()) {
    const at = index * ENTRY_BYTES
    guidBytes(partition.type).copy(entries, at)
    guidBytes(partition.guid).copy(entries, at + 16)
    entries.writeBigUInt64LE(BigInt(partition.first), at + 32)
    entries.writeBigUInt64LE(BigInt(partition.last), at + 40)
    entries.write(partition.name.slice(0, 36), at + 56, 'utf16le')
  }
  const last = sectors - 1
  const primary = header(table.diskGuid, entries, { self: 1, other: last, table: 2, sectors })
  const backup = header(table.diskGuid, entries, { self: last, other: 1, table: last - TABLE_SECTORS, sectors })
  return {
    mbr: protectiveMbr(sectors),
    start: Buffer.concat([primary, entries]),
    end: Buffer.concat([entries, backup]),
  }
}

function header(
  diskGuid: string,
  entries: Buffer,
  place: { self: number; other: number; table: number; sectors: number },
): Buffer {
  const sector = Buffer.alloc(SECTOR)
  sector.write('EFI PART', 0, 'latin1')
  sector.writeUInt32LE(0x00010000, 8)
  sector.writeUInt32LE(92, 12)
  sector.writeBigUInt64LE(BigInt(place.self), 24)
  sector.writeBigUInt64LE(BigInt(place.other), 32)
  sector.writeBigUInt64LE(BigInt(FIRST_USABLE_SECTOR), 40)
  sector.writeBigUInt64LE(BigInt(place.sectors - BACKUP_SECTORS - 1), 48)
  guidBytes(diskGuid).copy(sector, 56)
  sector.writeBigUInt64LE(BigInt(place.table), 72)
  sector.writeUInt32LE(ENTRIES, 80)
  sector.writeUInt32LE(ENTRY_BYTES, 84)
  sector.writeUInt32LE(crc32(entries), 88)
  sector.writeUInt32LE(crc32(sector.subarray(0, 92)), 16)
  return sector
}

/** The last 72 bytes of sector 0: disk signature 0, one partition of type EE over the whole disk, the boot mark. */
function protectiveMbr(sectors: number): Buffer {
  const mbr = Buffer.alloc(SECTOR - 440)
  mbr.set([0x00, 0x00, 0x02, 0x00, 0xee, 0xff, 0xff, 0xff], 6)
  mbr.writeUInt32LE(1, 14)
  mbr.writeUInt32LE(Math.min(sectors - 1, 0xffffffff), 18)
  mbr.writeUInt16LE(0xaa55, 70)
  return mbr
}

/** Reads a table from sectors 1 to 33. Throws SmartError when header or table do not carry their checksums. */
export function decodeGpt(start: Buffer, where: string): PartitionTable {
  const damaged = (why: string) =>
    new SmartError(`The partition table cannot be read: ${why}`, {
      where,
      hint: 'The file is damaged or was not made by smart-os',
    })
  const head = Buffer.from(start.subarray(0, SECTOR))
  if (head.toString('latin1', 0, 8) !== 'EFI PART') throw damaged('there is no GPT header')
  const headCrc = head.readUInt32LE(16)
  head.writeUInt32LE(0, 16)
  if (crc32(head.subarray(0, 92)) !== headCrc) throw damaged('the header has a wrong checksum')
  const entries = start.subarray(SECTOR, SECTOR + ENTRIES * ENTRY_BYTES)
  if (head.readUInt32LE(80) !== ENTRIES || crc32(entries) !== head.readUInt32LE(88))
    throw damaged('the table has a wrong checksum')
  const partitions: Partition[] = []
  for (let at = 0; at < entries.length; at += ENTRY_BYTES) {
    const entry = entries.subarray(at, at + ENTRY_BYTES)
    const type = guidText(entry.subarray(0, 16))
    if (/^[0-]*$/.test(type)) continue
    partitions.push({
      type,
      guid: guidText(entry.subarray(16, 32)),
      name: entry.toString('utf16le', 56, 128).replace(/\0.*$/s, ''),
      first: Number(entry.readBigUInt64LE(32)),
      last: Number(entry.readBigUInt64LE(40)),
    })
  }
  return { diskGuid: guidText(head.subarray(56, 72)), partitions }
}
