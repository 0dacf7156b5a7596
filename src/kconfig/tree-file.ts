/** A cached tree as one file: a header in JSON, then tables of numbers and texts, each where the header says. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { sha256 } from '../system/hash.ts'
import type { SerialisedTree } from './tree-format.ts'

export interface TreeFileHeader {
  /** Variables that were looked up: their values, null where there were none. */
  variables: Record<string, string | null>
  /** Shell commands that were asked for, what they answered, and where (file, line). */
  answers: [command: string, output: string, file: string, line: number][]
  /** When the stamps were taken, in milliseconds since 1970. */
  written: number
}

export interface TreeFile extends TreeFileHeader {
  tables: SerialisedTree
  /** Paths as in the tree, joined with newlines; in the order of the stamps. */
  paths: string[]
  /** Four numbers each. */
  stamps: Float64Array
  /** 32 bytes each. */
  hashes: Buffer
}

const MAGIC = 'smart-os kconfig tree\n'
/** Behind the magic: how long the header is, and where the help begins, ten digits each. */
const LENGTHS = 22
const numberTables = ['symbols', 'exprs', 'nodes', 'properties', 'lists', 'rest', 'textEnds', 'helpEnds'] as const

export function encodeTreeFile(file: TreeFile): Buffer[] {
  const { variables, answers, written, tables } = file
  const help = tables.help()
  const sections = [
    bytesOf(file.stamps),
    file.hashes,
    ...numberTables.map((name) => bytesOf(tables[name])),
    tables.narrow,
    tables.wide,
    Buffer.from(file.paths.join('\n')),
  ]
  const lengths = sections.map((section) => section.length)
  const body = Buffer.concat(sections.flatMap((section) => [section, padding(section.length)]))
  const helpPart: HelpPart = { length: help.length, checksum: sha256(help) }
  const header = JSON.stringify({
    variables,
    answers,
    written,
    lengths,
    checksum: sha256(body),
    help: helpPart,
  })
  const headerLength = Buffer.byteLength(header)
  const start = align(MAGIC.length + LENGTHS + headerLength)
  const digits = (length: number) => `${String(length).padStart(LENGTHS / 2 - 1, '0')}\n`
  const first = Buffer.from(MAGIC + digits(headerLength) + digits(start + body.length) + header)
  return [first, padding(first.length), body, help]
}

/** The checksums are for disks that lost their power, which can have holes where there was text. */
interface HelpPart {
  length: number
  checksum: string
}

/**
 * Reads all but the help, which is half of it: that is read from the same file when somebody asks. Undefined for what was not
 * written by encodeTreeFile(), or not to its end. Throws as the file system does where there is none.
 */
export function readTreeFile(path: string): TreeFile | undefined {
  const file = openSync(path, 'r')
  let tree: TreeFile | undefined
  try {
    tree = decode(file, fstatSync(file).size)
    return tree
  } finally {
    if (!tree) closeSync(file)
  }
}

function decode(file: number, size: number): TreeFile | undefined {
  const first = readPart(file, 0, MAGIC.length + LENGTHS)
  if (first?.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined
  const [headerLength = Number.NaN, headLength = Number.NaN] = first
    .toString('latin1', MAGIC.length)
    .split('\n')
    .map(Number)
  const headerEnd = first.length + headerLength
  if (!(headerEnd <= headLength && headLength <= size)) return undefined
  const head = readPart(file, 0, headLength)
  if (!head) return undefined
  const header: TreeFileHeader & { lengths: number[]; checksum: string; help: HelpPart } = JSON.parse(
    head.toString('utf8', first.length, headerEnd),
  )
  const start = align(headerEnd)
  let position = start
  const sections = header.lengths.map((length) => {
    const from = position
    position = align(from + length)
    return head.subarray(from, from + length)
  })
  if (position !== headLength || position + header.help.length !== size) return undefined
  if (sha256(head.subarray(start)) !== header.checksum) return undefined
  const section = () => sections.shift() ?? Buffer.alloc(0)
  const numbers = () => {
    const { buffer, byteOffset, length } = section()
    return new Int32Array(buffer, byteOffset, length / 4)
  }
  const { buffer, byteOffset, length } = section()
  const stamps = new Float64Array(buffer, byteOffset, length / 8)
  const hashes = section()
  const tables: SerialisedTree = {
    symbols: numbers(),
    exprs: numbers(),
    nodes: numbers(),
    properties: numbers(),
    lists: numbers(),
    rest: numbers(),
    textEnds: numbers(),
    helpEnds: numbers(),
    narrow: section(),
    wide: section(),
    help: helpReader(file, headLength, header.help),
  }
  const { variables, answers, written } = header
  return { variables, answers, written, tables, stamps, hashes, paths: section().toString('utf8').split('\n') }
}

/** Of the file that was opened, whatever has been written under its name since; it is closed with the first reading. */
function helpReader(file: number, position: number, { length, checksum }: HelpPart): () => Buffer {
  let help: Buffer | undefined
  return () => {
    if (help) return help
    const found = readPart(file, position, length)
    closeSync(file)
    help = found && sha256(found) === checksum ? found : Buffer.alloc(0)
    return help
  }
}

/** Undefined where the file ends before. */
function readPart(file: number, position: number, length: number): Buffer | undefined {
  // Of its own: tables of numbers begin at a multiple of their size.
  const part = Buffer.allocUnsafeSlow(length)
  let read = 0
  while (read < length) {
    const count = readSync(file, part, read, length - read, position + read)
    if (count === 0) return undefined
    read += count
  }
  return part
}

/** Tables of numbers have to begin at a multiple of their size. */
function align(length: number): number {
  return (length + 7) & ~7
}

function padding(length: number): Buffer {
  return Buffer.alloc(align(length) - length)
}

function bytesOf(numbers: Int32Array | Float64Array): Buffer {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength)
}
