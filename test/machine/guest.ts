/** A guest of a few bytes: a boot sector that prints a boot's milestone lines, echoes what is typed, and heeds the power button. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRuntimeDir } from '../../src/machine/runtime.ts'
import type { MachineSpec } from '../../src/machine/types.ts'

const CODE = [
  ...[0x31, 0xc0, 0x8e, 0xd8, 0xfc], // xor ax,ax; mov ds,ax; cld
  ...[0xba, 0x02, 0x06, 0xb8, 0x00, 0x01, 0xef], // out 0602,0100: power button events on (PIIX4's PM1 enable register)
  ...[0xbe, 0x38, 0x7c], // mov si,message
  ...[0xac, 0x84, 0xc0, 0x74, 0x06], // print: lodsb; test al,al; jz loop
  ...[0xba, 0xf8, 0x03, 0xee, 0xeb, 0xf5], // out 03f8,al; jmp print
  ...[0xba, 0x00, 0x06, 0xed, 0xf6, 0xc4, 0x01, 0x74, 0x07], // loop: in ax,0600; test ah,1; jz serial
  ...[0xba, 0x04, 0x06, 0xb8, 0x00, 0x20, 0xef], // out 0604,2000: soft off
  ...[0xba, 0xfd, 0x03, 0xec, 0xa8, 0x01, 0x74, 0xe8], // serial: in al,03fd; test al,1; jz loop
  ...[0xb2, 0xf8, 0xec, 0xee, 0xeb, 0xe2], // in al,03f8; out 03f8,al; jmp loop
]

export const GUEST_LINES = 'Linux version 6.1.0-tiny\r\nsmart-os: init\r\nsmart-os: services started\r\n/ # '

/** Writes the boot disk into `folder`. 1 MB, since SeaBIOS reads nothing smaller than a cylinder. */
export async function writeGuestDisk(folder: string, lines = GUEST_LINES, name = 'guest.img'): Promise<string> {
  const disk = Buffer.alloc(1 << 20)
  disk.set([...CODE, ...Buffer.from(`${lines}\0`, 'latin1')])
  disk.set([0x55, 0xaa], 510)
  const file = join(folder, name)
  await writeFile(file, disk)
  return file
}

/** A spec that boots it from a disk under BIOS. */
export async function guestSpec(folder: string, changes: Partial<MachineSpec> = {}): Promise<MachineSpec> {
  return {
    name: 'tiny',
    memory: 16 << 20,
    cpus: 1,
    acceleration: 'tcg',
    boot: { type: 'bios' },
    disks: [{ file: await writeGuestDisk(folder), format: 'raw', bus: 'virtio', readonly: false }],
    nics: [],
    display: 'none',
    extra: [],
    runtimeDir: await createRuntimeDir(),
    serialLog: join(folder, 'serial.log'),
    ...changes,
  }
}
