/**
 * The CD image, which is also the image of a USB stick. A BIOS starts GRUB from it (El Torito, or the code in its first sector
 * on a stick), UEFI the loader in the EFI system partition, which is one file on it; both read kernel and initramfs there. The
 * system itself is one squashfs file beside it, read from the medium while the machine runs.
 */
import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson, sha256 } from '../system/hash.ts'
import type { BootLoader } from './boot-loader.ts'
import { isoCommandLine, LIVE_ROOT } from './command-line.ts'
import type { Compression } from './compress.ts'
import { buildEsp, espHashes } from './esp.ts'
import { seededUuid } from './guid.ts'
import { manifestHash } from './manifest.ts'
import { IMAGE_TIME, type RunTool, toolEnvironment } from './run-tool.ts'
import { writeSquashfs } from './squashfs.ts'
import type { RootfsManifest } from './types.ts'

export interface IsoRequest {
  /** Where the image is written. */
  output: string
  /** Absolute paths. */
  kernel: string
  initramfs: string
  loader: BootLoader
  /** grub.cfg for a command line. */
  grubConfig(cmdline: string): Promise<string>
  /** What the live system's root holds; undefined where everything is in the initramfs. */
  root?: { manifest: RootfsManifest; compression: Compression }
  run: RunTool
  scratch: string
  processors: number
}

/** `iso.json` beside the image. */
export interface IsoReport {
  schema: 1
  /** The volume's name, by which the system finds its medium among all drives. */
  label: string
  bytes: number
  /** Bytes of the compressed root; 0 without one. */
  rootUsedBytes: number
}

/** Names on the medium; the boot menu and the command line are made for them. */
export const ESP_FILE = '/efi.img'
const CORE_FILE = 'grub/core.img'
/** El Torito counts sectors of 512 bytes in 16 bits; 1 means "to the end of the medium" (UEFI specification, 13.3.2.1). */
const MOST_SECTORS = 0xffff

/** Writes the image; the same input gives the same bits. */
export async function writeIso(request: IsoRequest): Promise<IsoReport> {
  const { loader, root, run, scratch } = request
  const [kernel, initramfs] = await Promise.all([readFile(request.kernel), readFile(request.initramfs)])
  const content = sha256(
    canonicalJson({
      files: espHashes({ efi: loader.efi, kernel, initramfs }),
      loader: [loader.cd, loader.hybrid].map((bytes) => sha256(bytes)),
      root: root && { compression: root.compression, manifest: manifestHash(root.manifest) },
    }),
  )
  const label = `SMART_OS_${content.slice(0, 8).toUpperCase()}`
  const cmdline = isoCommandLine(root ? label : undefined)
  const esp = buildEsp({ efi: loader.efi, kernel, initramfs, cmdline }, content)

  const medium = join(scratch, 'medium')
  await mkdir(join(medium, 'grub'), { recursive: true })
  await writeFile(join(medium, ESP_FILE), esp)
  await writeFile(join(medium, 'grub/grub.cfg'), await request.grubConfig(cmdline))
  await writeFile(join(medium, CORE_FILE), loader.cd)
  await writeFile(join(scratch, 'hybrid.img'), loader.hybrid)
  let rootUsedBytes = 0
  if (root) {
    const file = join(medium, LIVE_ROOT)
    await writeSquashfs(file, root.manifest, { ...root, run, scratch, processors: request.processors })
    rootUsedBytes = (await stat(file)).size
  }
  await fixTimes(medium)

  const owners = ['-uid', '0', '-gid', '0', '-dir-mode', '0755', '-file-mode', '0644']
  const names = ['-V', label, '-R', ...owners, '--gpt_disk_guid', seededUuid(content, 'disk')]
  const bios = ['-b', CORE_FILE, '-no-emul-boot', '-boot-load-size', '4', '-boot-info-table', '--grub2-boot-info']
  const stick = ['--grub2-mbr', join(scratch, 'hybrid.img'), '--protective-msdos-label']
  const large = esp.length / 512 > MOST_SECTORS ? ['-boot-load-size', '1'] : []
  const uefi = ['-eltorito-alt-boot', '-e', ESP_FILE.slice(1), '-no-emul-boot', ...large]
  const files = ['-efi-boot-part', '--efi-boot-image', '-o', request.output, medium]
  // Without -no_rc a person's own xorriso settings would get in.
  await run(['xorriso', '-no_rc', '-as', 'mkisofs', '-quiet', ...names, ...stick, ...bios, ...uefi, ...files], {
    env: toolEnvironment(),
  })
  return { schema: 1, label, bytes: (await stat(request.output)).size, rootUsedBytes }
}

/** Every file and folder of the medium gets the time that all images carry. */
async function fixTimes(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await fixTimes(path)
    else await utimes(path, IMAGE_TIME, IMAGE_TIME)
  }
  await utimes(folder, IMAGE_TIME, IMAGE_TIME)
}
