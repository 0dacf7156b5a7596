/** Makes an EFI program of flat code: the PE header that firmware asks for (Microsoft PE/COFF; UEFI specification, 2.1.1). */

/** The code begins here in the file and in memory; the code's linker script says the same. */
export const PE_CODE_OFFSET = 0x1000
const FILE_ALIGNMENT = 0x200
const EFI_APPLICATION = 10
const MACHINE_X86_64 = 0x8664
const OPTIONAL_HEADER_BYTES = 0xf0
/** Contains code, initialised data; may be executed, read, written. */
const SECTION_FLAGS = 0xe0000060

/**
 * `code` is position-independent and its entry is its first byte; the first four of its last 16 bytes say how much memory
 * it needs, with what is zero at the start.
 */
export function efiProgram(code: Buffer): Buffer {
  const padded = Buffer.alloc(Math.ceil(code.length / FILE_ALIGNMENT) * FILE_ALIGNMENT)
  padded.set(code)
  const memory = Math.ceil(code.readUInt32LE(code.length - 16) / 0x1000) * 0x1000
  const header = Buffer.alloc(PE_CODE_OFFSET)
  header.write('MZ', 0, 'latin1')
  header.writeUInt32LE(0x40, 0x3c)
  const pe = 0x40
  header.write('PE\0\0', pe, 'latin1')
  header.writeUInt16LE(MACHINE_X86_64, pe + 4)
  header.writeUInt16LE(1, pe + 6)
  header.writeUInt16LE(OPTIONAL_HEADER_BYTES, pe + 20)
  // Executable, no symbols, large addresses; relocations are not stripped (there are none), so that it may be moved.
  header.writeUInt16LE(0x0222 & ~0x0001, pe + 22)
  const optional = pe + 24
  header.writeUInt16LE(0x20b, optional)
  header.writeUInt32LE(padded.length, optional + 4)
  header.writeUInt32LE(PE_CODE_OFFSET, optional + 16)
  header.writeUInt32LE(PE_CODE_OFFSET, optional + 20)
  header.writeUInt32LE(0x1000, optional + 32)
  header.writeUInt32LE(FILE_ALIGNMENT, optional + 36)
  header.writeUInt32LE(PE_CODE_OFFSET + memory, optional + 56)
  header.writeUInt32LE(PE_CODE_OFFSET, optional + 60)
  header.writeUInt16LE(EFI_APPLICATION, optional + 68)
  header.writeUInt32LE(16, optional + 108)
  const section = optional + OPTIONAL_HEADER_BYTES
  header.write('.all', section, 'latin1')
  header.writeUInt32LE(memory, section + 8)
  header.writeUInt32LE(PE_CODE_OFFSET, section + 12)
  header.writeUInt32LE(padded.length, section + 16)
  header.writeUInt32LE(PE_CODE_OFFSET, section + 20)
  header.writeUInt32LE(SECTION_FLAGS, section + 36)
  return Buffer.concat([header, padded])
}
