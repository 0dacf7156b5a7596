/** Scratch drives for drivers' checks: small files in the run's own folder, with the file system that the driver's check wants. */
import { mkdir, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Driver, DriverQemu } from '../catalog/types.ts'
import { run } from '../system/exec.ts'

type Drive = DriverQemu['drives'][number]

/** The one file on drives that have a file system. */
export const HELLO = { name: 'hello.txt', text: 'hello from smart-os\n' } as const

/** Makes every drive of the drivers below `folder`; returns where each lies. */
export async function makeScratchDrives(
  drivers: readonly Driver[],
  folder: string,
  signal?: AbortSignal,
): Promise<(driver: string, drive: string) => string> {
  const contents = join(folder, 'contents')
  await mkdir(contents, { recursive: true })
  await writeFile(join(contents, HELLO.name), HELLO.text)
  const fileOf = (driver: string, drive: string): string => join(folder, `${driver}-${drive}.img`)
  for (const driver of drivers)
    for (const drive of driver.qemu?.drives ?? [])
      await makeDrive(drive, fileOf(driver.id, drive.name), contents, signal)
  return fileOf
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
