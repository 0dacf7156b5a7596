/** Scratch drives and folders for drivers' checks: in the run's own folder, drives with the file system that the check wants. */
import { mkdir, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Driver, DriverQemu } from '../catalog/types.ts'
import { run } from '../system/exec.ts'

type Drive = DriverQemu['drives'][number]

/** The one file on drives that have a file system. */
export const HELLO = { name: 'hello.txt', text: 'hello from smart-os\n' } as const

/** Where a driver's scratch drive or folder lies, by driver and name. */
export interface Scratch {
  drive(driver: string, name: string): string
  folder(driver: string, name: string): string
}

/** Makes every drive and folder of the drivers below `folder`; returns where each lies. */
export async function makeScratch(drivers: readonly Driver[], folder: string, signal?: AbortSignal): Promise<Scratch> {
  const contents = join(folder, 'contents')
  await mkdir(contents, { recursive: true })
  await writeFile(join(contents, HELLO.name), HELLO.text)
  const driveOf = (driver: string, name: string): string => join(folder, `${driver}-${name}.img`)
  const folderOf = (driver: string, name: string): string => join(folder, `${driver}-${name}`)
  for (const { id, qemu } of drivers) {
    for (const drive of qemu?.drives ?? []) await makeDrive(drive, driveOf(id, drive.name), contents, signal)
    for (const name of qemu?.folders ?? []) {
      await mkdir(folderOf(id, name))
      await writeFile(join(folderOf(id, name), HELLO.name), HELLO.text)
    }
  }
  return { drive: driveOf, folder: folderOf }
}

async function makeDrive(
  { size, format }: Drive,
  file: string,
  contents: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const tool = (...argv: [string, ...string[]]): Promise<unknown> => run(argv, signal ? { signal } : {})
  await writeFile(file, '')
  if (format === 'raw' || format === 'ext4' || format === 'vfat') await truncate(file, size)
  switch (format) {
    case 'raw':
      return
    case 'ext4':
      await tool('mke2fs', '-q', '-F', '-t', 'ext4', '-d', contents, file)
      return
    case 'vfat':
      await tool('mkfs.vfat', file)
      await tool('mcopy', '-i', file, join(contents, HELLO.name), `::${HELLO.name}`)
      return
    case 'iso9660':
      await tool('xorriso', '-as', 'mkisofs', '-quiet', '-R', '-J', '-o', file, contents)
      break
    case 'squashfs':
      await tool('mksquashfs', contents, file, '-noappend', '-quiet', '-no-progress', '-all-root')
      break
  }
  // Those two grow with their contents; the drive has the size that was asked for, in whole sectors.
  const { size: made } = await stat(file)
  await truncate(file, Math.max(size, Math.ceil(made / 512) * 512))
}
