/** The bytes of an object file that end up in what it is linked into. Format: System V ABI (gABI 4.1, chapter 4). */
import { type FileHandle, open } from 'node:fs/promises'
import { errorCode } from '../system/files.ts'
import { isElf } from './elf.ts'

const HEADER = 64
const ENTRY = 64
const NOBITS = 8
const SHF_ALLOC = 2
/** Loaded by their flags, but the kernel's linker script throws them away. */
const DROPPED = /^\.(?:discard|modinfo$|note\.gnu\.property$)/
/** No object has more section headers than this; what says so is no object. */
const MOST = 1 << 24

/**
 * Bytes of the sections that are loaded and have contents (not .bss). Reads the headers only. Undefined for a file that is not
 * there or is no whole 64-bit little-endian ELF file.
 */
export async function loadedBytes(path: string): Promise<number | undefined> {
  let file: FileHandle
  try {
    file = await open(path, 'r')
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined
    throw error
  }
  try {
    return await sumOf(file)
  } finally {
    await file.close()
  }
}

async function sumOf(file: FileHandle): Promise<number | undefined> {
  const head = await part(file, 0, HEADER)
  if (!head || !isElf(head) || head[4] !== 2 || head[5] !== 1) return undefined
  const at = Number(head.readBigUInt64LE(40))
  const count = head.readUInt16LE(60)
  if (count === 0 || head.readUInt16LE(58) !== ENTRY) return undefined
  const table = await part(file, at, count * ENTRY)
  const naming = head.readUInt16LE(62)
  if (!table || naming >= count) return undefined
  const names = await part(file, fieldOf(table, naming, 24), fieldOf(table, naming, 32))
  if (!names) return undefined
  let sum = 0
  for (let index = 0; index < count; index++) {
    const type = table.readUInt32LE(index * ENTRY + 4)
    if (type === NOBITS || (fieldOf(table, index, 8) & SHF_ALLOC) === 0) continue
    const start = table.readUInt32LE(index * ENTRY)
    const name = names.toString('latin1', start, Math.max(start, names.indexOf(0, start)))
    if (!DROPPED.test(name)) sum += fieldOf(table, index, 32)
  }
  return sum
}

/** A 64-bit field of a section header. */
function fieldOf(table: Buffer, index: number, offset: number): number {
  return Number(table.readBigUInt64LE(index * ENTRY + offset))
}

async function part(file: FileHandle, at: number, length: number): Promise<Buffer | undefined> {
  if (length > MOST || !Number.isSafeInteger(at)) return undefined
  const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, at)
  return bytesRead === length ? buffer : undefined
}
