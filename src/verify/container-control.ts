/** A container that must run wherever containers run: one program of a few bytes. It tells a broken image from a host that has no containers. */
import { join } from 'node:path'
import { type TarEntry, writeTar } from '../image/index.ts'

const BASE = 0x400000
const HEADERS = 64 + 56

/** An x86-64 program that ends with status 0: `mov eax, 60; xor edi, edi; syscall`. Format: System V ABI, "ELF-64 object file format". */
export function smallestProgram(): Buffer {
  const code = Buffer.from([0xb8, 60, 0, 0, 0, 0x31, 0xff, 0x0f, 0x05])
  const elf = Buffer.alloc(HEADERS)
  Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]).copy(elf)
  elf.writeUInt16LE(2, 16)
  elf.writeUInt16LE(62, 18)
  elf.writeUInt32LE(1, 20)
  elf.writeBigUInt64LE(BigInt(BASE + HEADERS), 24)
  elf.writeBigUInt64LE(64n, 32)
  elf.writeUInt16LE(64, 52)
  elf.writeUInt16LE(56, 54)
  elf.writeUInt16LE(1, 56)
  elf.writeUInt32LE(1, 64)
  elf.writeUInt32LE(5, 68)
  elf.writeBigUInt64LE(BigInt(BASE), 80)
  elf.writeBigUInt64LE(BigInt(BASE), 88)
  const size = BigInt(HEADERS + code.length)
  elf.writeBigUInt64LE(size, 96)
  elf.writeBigUInt64LE(size, 104)
  elf.writeBigUInt64LE(4096n, 112)
  return Buffer.concat([elf, code])
}

/** Its files as an archive for `import`; the program answers to `start` and to /bin/true. */
export async function writeControl(folder: string, start: string): Promise<string> {
  const file = join(folder, 'control.tar')
  const content = smallestProgram()
  const entry = (path: string): TarEntry => ({ type: 'file', path, content, mode: 0o755, uid: 0, gid: 0 })
  await writeTar(file, [entry(start.slice(1)), entry('bin/true')])
  return file
}
