/** Everything from settings to a disk image, with the machine of fixture.ts and a made-up kernel. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BootLoader, makeBootLoader, readBootLoader } from '../../src/image/boot-loader.ts'
import { composeInstalled, composeRootfs } from '../../src/image/compose.ts'
import { type DiskReport, type DiskRequest, writeDisk } from '../../src/image/disk.ts'
import { writeInitramfs, writeSegment } from '../../src/image/initramfs.ts'
import type { RootfsManifest } from '../../src/image/types.ts'
import { run } from '../../src/system/exec.ts'
import { programRoot } from '../../src/system/paths.ts'
import { machineRequest } from './fixture.ts'

export interface Built {
  manifest: RootfsManifest
  disk: string
  initramfs: string
  report: DiskReport
  kernel: string
  loader: BootLoader
}

/** Builds below `folder`. `root` and `size` go to the disk. */
export async function buildDisk(
  folder: string,
  options: { hostname?: string; size?: number; root?: 'ext4' | 'squashfs' | 'none'; compression?: 'zstd' | 'xz' } = {},
): Promise<Built> {
  const { root = 'ext4', compression = 'zstd' } = options
  const [scratch, loader, kernel] = [join(folder, 'scratch'), join(folder, 'loader'), join(folder, 'kernel')]
  await mkdir(scratch, { recursive: true })
  await mkdir(loader, { recursive: true })
  const request = await machineRequest(folder, options.hostname)
  const manifest = await composeRootfs(request)
  const tools = { run, scratch, compression }
  const segmentFile = join(folder, 'segment')
  const segment = await writeSegment(await composeInstalled(request.layers), segmentFile, tools)
  const initramfs = join(folder, 'initramfs')
  await writeInitramfs(manifest.entries, initramfs, { ...tools, segment: { ...segment, file: segmentFile } })
  await writeFile(kernel, Buffer.alloc(300_000, 'kernel'))
  const templates = join(programRoot(), 'templates/boot')
  await makeBootLoader(run, { output: loader, scratch, templates })
  const disk = join(folder, 'disk.img')
  const common: DiskRequest = {
    output: disk,
    kernel,
    initramfs,
    grubConfig: 'menu\n',
    cmdline: 'quiet',
    loader: await readBootLoader(loader),
    run,
    scratch,
    processors: 2,
    ...(root === 'none' ? {} : { root: { manifest, type: root, compression } }),
    ...(options.size === undefined ? {} : { size: options.size }),
  }
  return { manifest, disk, initramfs, report: await writeDisk(common), kernel, loader: common.loader }
}

// Run as a program by the reproducibility test: `disk-fixture.ts FOLDER TYPE`.
const [, program, folder, type] = process.argv
if (program?.endsWith('disk-fixture.ts') && folder) {
  const { disk, initramfs } = await buildDisk(folder, { root: type === 'squashfs' ? 'squashfs' : 'ext4' })
  await readFile(disk)
  await readFile(initramfs)
}
