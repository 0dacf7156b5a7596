/** A cached tree as one file: a header in JSON, then tables of numbers and texts, each where the header says. */
import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs'
import { SmartError } from '../system/error.ts'
import { sha256 } from '../system/hash.ts'
import {
  LARGEST_NARROW,
  type Numbers,
  type Places,
  recordCounts,
  type SerialisedTree,
  type Texts,
} from './tree-format.ts'

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
  /** Lets go of the file; places and help that have not been read cannot be read any more. */
  close?: () => void
}

const MAGIC = 'smart-os kconfig tree\n'
/** Behind the magic: how long the header is, nine digits. */
const LENGTH = 10
const numberTables = ['symbols', 'exprs', 'nodes', 'properties', 'lists', 'names', 'rest'] as const

/** Writes a file anew. Throws as the file system does. */
export function writeTreeFile(path: string, file: TreeFile): void {
  const to = openSync(path, 'w', 0o666)
  try {
    for (const buffer of encode(file)) writeFileSync(to, buffer)
  } finally {
    closeSync(to)
  }
}

function encode(file: TreeFile): Buffer[] {
  const { variables, answers, written, tables } = file
  const help = tables.help()
  const { nodes, properties, prompts, helpEnds } = tables.places()
  const isNarrow = fitNarrow(tables)
  const numbers = (table: Numbers) => bytesOf(isNarrow ? new Uint16Array(table) : table)
  const head = padded([
    bytesOf(file.stamps),
    file.hashes,
    ...numberTables.map((name) => numbers(tables[name])),
    ...textSections(tables.texts),
    Buffer.from(file.paths.join('\n')),
  ])
  const places = padded([numbers(nodes), numbers(properties), bytesOf(helpEnds), ...textSections(prompts)])
  const header: Header = {
    ...{ variables, answers, written, isNarrow },
    head: head.part,
    places: places.part,
    help: { sections: [help.length], checksum: sha256(help) },
  }
  const text = JSON.stringify(header)
  const first = Buffer.from(`${MAGIC}${String(Buffer.byteLength(text)).padStart(LENGTH - 1, '0')}\n${text}`)
  return [first, padding(first.length), ...head.buffers, ...places.buffers, help]
}

/** Whether 16 bits are enough for every number, and no table has so many records that one has the number that stands for nothing. */
function fitNarrow(tables: SerialisedTree): boolean {
  const { nodes, properties } = tables.places()
  const all = [nodes, properties, ...numberTables.map((name) => tables[name])]
  const ends = [tables.texts.ends, tables.places().prompts.ends, tables.places().helpEnds]
  return (
    ends.every(({ length }) => length <= LARGEST_NARROW) &&
    recordCounts(tables).every((count) => count <= LARGEST_NARROW) &&
    all.every(isBelow)
  )
}

/** One that was read narrow has its own number for what stands for nothing. */
function isBelow(table: Numbers): boolean {
  if (table instanceof Uint16Array) return true
  for (let index = 0; index < table.length; index++) if ((table[index] as number) > LARGEST_NARROW) return false
  return true
}

/**
 * Reads what evaluation needs. Places and help are more than that, and are read from the same file when somebody asks. Undefined for
 * what was not written by writeTreeFile(), or not to its end. Throws as the file system does where there is none.
 */
export function readTreeFile(path: string): TreeFile | undefined {
  const file = openSync(path, 'r')
  let tree: TreeFile | undefined
  try {
    tree = decode(file, path, fstatSync(file).size)
    return tree
  } finally {
    if (!tree) closeSync(file)
  }
}

type Header = TreeFileHeader & Record<'head' | 'places' | 'help', Part> & { isNarrow: boolean }

/** One part of the file: the lengths of its sections, each padded, and a checksum for disks that lost their power: they have holes. */
interface Part {
  sections: number[]
  checksum: string
}

function decode(file: number, path: string, size: number): TreeFile | undefined {
  // The header of the kernel's tree takes 17 KB.
  const first = readAt(file, 0, Math.min(size, 32 * 1024))
  if (first?.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined
  const begin = MAGIC.length + LENGTH
  const headerEnd = begin + Number(first.toString('latin1', MAGIC.length, begin))
  if (!(headerEnd <= size)) return undefined
  const whole = headerEnd <= first.length ? first : readAt(file, 0, headerEnd)
  const header: Header = JSON.parse(whole?.toString('utf8', begin, headerEnd) ?? '')
  const headAt = align(headerEnd)
  const placesAt = headAt + lengthOf(header.head)
  const helpAt = placesAt + lengthOf(header.places)
  // The help ends without a padding.
  if (helpAt + (header.help.sections[0] ?? 0) !== size) return undefined
  const sections = readPart(file, headAt, header.head)
  if (!sections) return undefined
  const section = () => sections.shift() ?? Buffer.alloc(0)
  const { buffer, byteOffset, length } = section()
  const stamps = new Float64Array(buffer, byteOffset, length / 8)
  const hashes = section()
  const numbers = () => numbersIn(section(), header.isNarrow)
  let places: Places | undefined
  let help: Buffer | undefined
  let isOpen = true
  const close = () => {
    if (isOpen) closeSync(file)
    isOpen = false
  }
  const closeIfRead = () => {
    if (places && help) close()
  }
  const tables: SerialisedTree = {
    symbols: numbers(),
    exprs: numbers(),
    nodes: numbers(),
    properties: numbers(),
    lists: numbers(),
    names: numbers(),
    rest: numbers(),
    texts: textsIn(section),
    places: () => {
      places ??= placesIn(readPart(file, placesAt, header.places) ?? damaged(path), header.isNarrow)
      closeIfRead()
      return places
    },
    help: () => {
      help ??= readPart(file, helpAt, header.help)?.[0] ?? Buffer.alloc(0)
      closeIfRead()
      return help
    },
  }
  const { variables, answers, written } = header
  const paths = section().toString('utf8').split('\n')
  return { variables, answers, written, tables, stamps, hashes, paths, close }
}

/** By the time that places are asked for it is too late for parsing; the next run does that. */
function damaged(path: string): never {
  rmSync(path, { force: true })
  throw new SmartError(`The cached tree ${path} is damaged, and was removed`, { hint: 'Run the same command again' })
}

function placesIn(sections: Buffer[], isNarrow: boolean): Places {
  const section = () => sections.shift() ?? Buffer.alloc(0)
  const numbers = () => numbersIn(section(), isNarrow)
  return { nodes: numbers(), properties: numbers(), helpEnds: wideIn(section()), prompts: textsIn(section) }
}

function textSections({ ends, narrow, wide }: Texts): Buffer[] {
  return [bytesOf(ends), narrow, wide]
}

function textsIn(section: () => Buffer): Texts {
  return { ends: wideIn(section()), narrow: section(), wide: section() }
}

function numbersIn(section: Buffer, isNarrow: boolean): Numbers {
  return isNarrow ? new Uint16Array(section.buffer, section.byteOffset, section.length / 2) : wideIn(section)
}

function wideIn({ buffer, byteOffset, length }: Buffer): Int32Array {
  return new Int32Array(buffer, byteOffset, length / 4)
}

/** Sections as they are written one after the other: copying them into one would take as much again. */
function padded(sections: readonly Buffer[]): { buffers: Buffer[]; part: Part } {
  const buffers = sections.flatMap((section) => [section, padding(section.length)]).filter(({ length }) => length > 0)
  const checksum = createHash('sha256')
  for (const buffer of buffers) checksum.update(buffer)
  return { buffers, part: { sections: sections.map(({ length }) => length), checksum: checksum.digest('hex') } }
}

function lengthOf({ sections }: Part): number {
  return sections.reduce((sum, length) => sum + align(length), 0)
}

/** Undefined where it is not what was written. */
function readPart(file: number, position: number, part: Part): Buffer[] | undefined {
  const { sections, checksum } = part
  let bytes: Buffer | undefined
  try {
    bytes = readAt(file, position, sections.length === 1 ? (sections[0] ?? 0) : lengthOf(part))
  } catch {
    // A disk that cannot read it any more, or one of the network on which it was replaced.
  }
  if (!bytes || sha256(bytes) !== checksum) return undefined
  let from = 0
  return sections.map((length) => {
    const section = bytes.subarray(from, from + length)
    from += align(length)
    return section
  })
}

/** Undefined where the file ends before. */
function readAt(file: number, position: number, length: number): Buffer | undefined {
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

function bytesOf(numbers: Numbers | Float64Array): Buffer {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength)
}
