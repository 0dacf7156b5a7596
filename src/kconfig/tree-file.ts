/** A cached tree as one file: a header in JSON, then tables of numbers and texts, each where the header says. */
import { crc32 } from 'node:zlib'
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
const numberTables = ['symbols', 'exprs', 'nodes', 'properties', 'lists', 'rest', 'textEnds', 'helpEnds'] as const

export function encodeTreeFile(file: TreeFile): Buffer[] {
  const { variables, answers, written, tables } = file
  const sections = [
    bytesOf(file.stamps),
    file.hashes,
    ...numberTables.map((name) => bytesOf(tables[name])),
    tables.narrow,
    tables.wide,
    tables.help,
    Buffer.from(file.paths.join('\n')),
  ]
  const lengths = sections.map((section) => section.length)
  const header = JSON.stringify({ variables, answers, written, lengths, checksum: checksumOf(sections) })
  const start = Buffer.from(`${MAGIC}${Buffer.byteLength(header)}\n${header}`)
  return [start, padding(start.length), ...sections.flatMap((section) => [section, padding(section.length)])]
}

/** Undefined for what was not written by encodeTreeFile(), or not to its end. */
export function decodeTreeFile(bytes: Buffer): TreeFile | undefined {
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined
  const lineEnd = bytes.indexOf(10, MAGIC.length)
  const headerEnd = lineEnd + 1 + Number(bytes.toString('latin1', MAGIC.length, lineEnd))
  if (!(headerEnd <= bytes.length)) return undefined
  const header: TreeFileHeader & { lengths: number[]; checksum: number } = JSON.parse(
    bytes.toString('utf8', lineEnd + 1, headerEnd),
  )
  let position = align(headerEnd)
  const sections = header.lengths.map((length) => {
    const start = position
    position = align(start + length)
    return bytes.subarray(start, start + length)
  })
  if (position !== bytes.length || checksumOf(sections) !== header.checksum) return undefined
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
    help: section(),
  }
  const { variables, answers, written } = header
  return { variables, answers, written, tables, stamps, hashes, paths: section().toString('utf8').split('\n') }
}

/** A disk that lost its power can have holes where there was text. */
function checksumOf(sections: readonly Buffer[]): number {
  return sections.reduce((sum, section) => crc32(section, sum), 0)
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
