/**
 * The boot loaders for both firmwares, made without root: GRUB's `core.img` for the BIOS boot partition and `cd.img` for CDs,
 * and a program of our own, `BOOTX64.EFI`, for the EFI system partition. All start the same kernel and initramfs.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { efiProgram } from './pe.ts'
import { type RunTool, toolEnvironment } from './run-tool.ts'

/** Where Debian and Ubuntu put GRUB's modules for a BIOS. */
const GRUB_FOLDER = '/usr/lib/grub/i386-pc'
/** Number of the partition that holds grub.cfg, in the table that disk.ts writes. */
const ESP_NUMBER = 2

/** Only what reading a FAT partition of a GPT disk, a menu on screen and serial line, and starting Linux takes. */
const GRUB_MODULES = ['biosdisk', 'part_gpt', 'fat', 'normal', 'linux16', 'echo', 'serial', 'terminal']

/** On a CD the FAT file system lies in a file. Found without a search: the prefix without a device is the drive that was started from. */
const CD_MODULES = ['biosdisk', 'iso9660', 'loopback', 'fat', 'normal', 'linux16', 'echo', 'serial', 'terminal']

/** Code that runs anywhere, alone: no library, no tables to relocate, no red zone (interrupts share the stack). */
const EFI_FLAGS = [
  ...['-Os', '-std=gnu11', '-ffreestanding', '-fpie', '-fshort-wchar', '-mno-red-zone', '-mgeneral-regs-only'],
  ...['-fno-stack-protector', '-fno-asynchronous-unwind-tables', '-fcf-protection=none', '-fno-jump-tables'],
  ...['-nostdlib', '-static', '-no-pie', '-Wl,--build-id=none', '-Wl,-e,efi_main'],
]

/** Programs and files whose content decides what comes out, for the step's key. `templates` is the folder of the loader's source. */
export function bootLoaderTools(templates: string): string[] {
  const grub = ['boot.img', 'cdboot.img', 'boot_hybrid.img', 'kernel.img', 'normal.mod', 'linux16.mod'].map((file) =>
    join(GRUB_FOLDER, file),
  )
  const source = ['efi-loader.c', 'efi-loader.lds'].map((file) => join(templates, file))
  return ['grub-mkimage', 'gcc', 'ld', 'objcopy', ...grub, ...source]
}

export interface BootLoader {
  boot: Buffer
  core: Buffer
  /** GRUB's core as a CD starts it. */
  cd: Buffer
  /** The first sector of a CD image that is written to a stick. */
  hybrid: Buffer
  efi: Buffer
}

/** Makes all of them in a folder. */
export async function makeBootLoader(
  run: RunTool,
  options: { output: string; scratch: string; templates: string },
): Promise<void> {
  const { output, scratch, templates } = options
  const env = toolEnvironment()
  const core = ['-O', 'i386-pc', '-d', GRUB_FOLDER, '-p', `(,gpt${ESP_NUMBER})/grub`, '-o', join(output, 'core.img')]
  await run(['grub-mkimage', ...core, ...GRUB_MODULES], { env })
  const cd = ['-O', 'i386-pc-eltorito', '-d', GRUB_FOLDER, '-p', '/grub', '-o', join(output, 'cd.img')]
  await run(['grub-mkimage', ...cd, ...CD_MODULES], { env })
  for (const file of ['boot.img', 'boot_hybrid.img'])
    await run(['cp', '--no-preserve=all', join(GRUB_FOLDER, file), join(output, file)], { env })
  const [linked, code] = [join(scratch, 'efi-loader.elf'), join(scratch, 'efi-loader.bin')]
  const script = `-Wl,-T,${join(templates, 'efi-loader.lds')}`
  await run(['gcc', ...EFI_FLAGS, script, '-o', linked, join(templates, 'efi-loader.c')], { env })
  await run(['objcopy', '-O', 'binary', '-j', '.all', linked, code], { env })
  await writeFile(join(output, 'BOOTX64.EFI'), efiProgram(await readFile(code)))
}

/** Reads what makeBootLoader made. */
export async function readBootLoader(folder: string): Promise<BootLoader> {
  const read = (file: string) => readFile(join(folder, file))
  return {
    boot: await read('boot.img'),
    core: await read('core.img'),
    cd: await read('cd.img'),
    hybrid: await read('boot_hybrid.img'),
    efi: await read('BOOTX64.EFI'),
  }
}

/**
 * Ties boot code to its place on the disk, as grub-bios-setup would. Offsets are GRUB's: i386/pc/boot.h (0x5c: sector of
 * the core; 0x66: the jump that trusts the BIOS's drive number, replaced by two NOPs) and diskboot.S (a block list in the
 * core's last 12 bytes of its first sector, whose start is the core's second sector).
 */
export function placeBootLoader(loader: BootLoader, coreSector: number): { boot: Buffer; core: Buffer } {
  const boot = Buffer.from(loader.boot.subarray(0, 440))
  boot.writeBigUInt64LE(BigInt(coreSector), 0x5c)
  boot.writeUInt16LE(0x9090, 0x66)
  const core = Buffer.from(loader.core)
  core.writeBigUInt64LE(BigInt(coreSector + 1), 0x1f4)
  return { boot, core }
}
