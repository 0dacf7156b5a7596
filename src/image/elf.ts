/**
 * Reads what a dynamic loader reads of an ELF file: interpreter, needed libraries, search paths, symbol versions.
 * Format: System V ABI (gABI 4.1, chapters 4 and 5), and the GNU version sections of the LSB Core specification, 10.7.
 */

/** EM_X86_64. */
const MACHINE_X86_64 = 62
const TYPES: Record<number, ElfFile['type']> = { 1: 'relocatable', 2: 'executable', 3: 'shared' }

export interface ElfFile {
  type: 'relocatable' | 'executable' | 'shared' | 'other'
  /** 64-bit little-endian x86-64. */
  native: boolean
  /** ELF's machine number, for messages. */
  machine: number
  interpreter?: string
  /** True when there is a dynamic section. */
  dynamic: boolean
  soname?: string
  needed: string[]
  runpath: string[]
  rpath: string[]
  /** Versions wanted of each library: `{file: 'libc.so.6', version: 'GLIBC_2.36'}`. Weak ones are left out. */
  versionNeeds: { file: string; version: string }[]
  /** Versions that this library defines. */
  versionDefinitions: string[]
}

/** True when the bytes begin like an ELF file. */
export function isElf(head: Uint8Array): boolean {
  return head.length >= 20 && head[0] === 0x7f && head[1] === 0x45 && head[2] === 0x4c && head[3] === 0x46
}

/** Parses an ELF file. Throws RangeError when it is cut short or its offsets point outside. */
export function readElf(bytes: Buffer): ElfFile {
  const native = bytes[4] === 2 && bytes[5] === 1 && bytes.readUInt16LE(18) === MACHINE_X86_64
  const machine = bytes[5] === 2 ? bytes.readUInt16BE(18) : bytes.readUInt16LE(18)
  const type = TYPES[bytes[5] === 2 ? bytes.readUInt16BE(16) : bytes.readUInt16LE(16)] ?? 'other'
  const file: ElfFile = {
    type,
    native,
    machine,
    dynamic: false,
    needed: [],
    runpath: [],
    rpath: [],
    versionNeeds: [],
    versionDefinitions: [],
  }
  if (!native) return file
  const segments = programHeaders(bytes)
  const interpreter = segments.find((segment) => segment.type === 3)
  if (interpreter) file.interpreter = cString(bytes, interpreter.offset)
  const dynamic = segments.find((segment) => segment.type === 2)
  if (!dynamic) return file
  file.dynamic = true
  const tags = dynamicTags(bytes, dynamic)
  const offsetOf = (address: number) => {
    const segment = segments.find(
      (load) => load.type === 1 && address >= load.address && address < load.address + load.size,
    )
    if (!segment) throw new RangeError(`Address ${address} lies in no segment`)
    return address - segment.address + segment.offset
  }
  const stringTable = tags.get(Tag.strtab)?.[0]
  if (stringTable === undefined) return file
  const strings = offsetOf(stringTable)
  const text = (offset: number) => cString(bytes, strings + offset)
  const first = (tag: number) => tags.get(tag)?.[0]
  file.needed = (tags.get(Tag.needed) ?? []).map(text)
  const soname = first(Tag.soname)
  if (soname !== undefined) file.soname = text(soname)
  file.runpath = splitPath(first(Tag.runpath), text)
  file.rpath = splitPath(first(Tag.rpath), text)
  const needs = first(Tag.verneed)
  if (needs !== undefined) file.versionNeeds = versionNeeds(bytes, offsetOf(needs), first(Tag.verneedNum) ?? 0, text)
  const definitions = first(Tag.verdef)
  if (definitions !== undefined)
    file.versionDefinitions = versionDefinitions(bytes, offsetOf(definitions), first(Tag.verdefNum) ?? 0, text)
  return file
}

/** Dynamic tags, by the names of <elf.h>. */
const Tag = {
  needed: 1,
  strtab: 5,
  soname: 14,
  rpath: 15,
  runpath: 29,
  verdef: 0x6ffffffc,
  verdefNum: 0x6ffffffd,
  verneed: 0x6ffffffe,
  verneedNum: 0x6fffffff,
} as const

interface Segment {
  type: number
  offset: number
  address: number
  size: number
}

function programHeaders(bytes: Buffer): Segment[] {
  const start = Number(bytes.readBigUInt64LE(32))
  const entrySize = bytes.readUInt16LE(54)
  return Array.from({ length: bytes.readUInt16LE(56) }, (_, index) => {
    const at = start + index * entrySize
    return {
      type: bytes.readUInt32LE(at),
      offset: Number(bytes.readBigUInt64LE(at + 8)),
      address: Number(bytes.readBigUInt64LE(at + 16)),
      size: Number(bytes.readBigUInt64LE(at + 32)),
    }
  })
}

function dynamicTags(bytes: Buffer, segment: Segment): Map<number, number[]> {
  const tags = new Map<number, number[]>()
  for (let at = segment.offset; at + 16 <= segment.offset + segment.size; at += 16) {
    const tag = Number(bytes.readBigInt64LE(at))
    if (tag === 0) break
    // Flags and the like may exceed 2^53; none of the tags read here do.
    const values = tags.get(tag) ?? []
    values.push(Number(bytes.readBigUInt64LE(at + 8)))
    tags.set(tag, values)
  }
  return tags
}

function versionNeeds(
  bytes: Buffer,
  start: number,
  count: number,
  text: (offset: number) => string,
): ElfFile['versionNeeds'] {
  const needs: ElfFile['versionNeeds'] = []
  for (let i = 0, at = start; i < count; i++) {
    const file = text(bytes.readUInt32LE(at + 4))
    for (let j = 0, aux = at + bytes.readUInt32LE(at + 8); j < bytes.readUInt16LE(at + 2); j++) {
      const weak = (bytes.readUInt16LE(aux + 4) & 2) !== 0
      if (!weak) needs.push({ file, version: text(bytes.readUInt32LE(aux + 8)) })
      aux += bytes.readUInt32LE(aux + 12)
    }
    at += bytes.readUInt32LE(at + 12)
  }
  return needs
}

function versionDefinitions(bytes: Buffer, start: number, count: number, text: (offset: number) => string): string[] {
  const definitions: string[] = []
  for (let i = 0, at = start; i < count; i++) {
    definitions.push(text(bytes.readUInt32LE(at + bytes.readUInt32LE(at + 12))))
    at += bytes.readUInt32LE(at + 16)
  }
  return definitions
}

function splitPath(offset: number | undefined, text: (offset: number) => string): string[] {
  return offset === undefined ? [] : text(offset).split(':').filter(Boolean)
}

function cString(bytes: Buffer, offset: number): string {
  const end = bytes.indexOf(0, offset)
  if (offset < 0 || offset >= bytes.length || end < 0) throw new RangeError(`No string at offset ${offset}`)
  return bytes.toString('utf8', offset, end)
}
