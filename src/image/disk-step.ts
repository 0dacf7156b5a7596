/** The steps of the disk: the loaders for both firmwares (once per host version of their makers) and the disk image. */
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Step } from '../build/types.ts'
import { canonicalJson, sha256File } from '../system/hash.ts'
import { sizeToText } from '../system/size.ts'
import { bootLoaderTools, makeBootLoader, readBootLoader } from './boot-loader.ts'
import { diskCommandLine } from './command-line.ts'
import { type DiskReport, writeDisk } from './disk.ts'
import { renderTemplate } from './render.ts'
import { dependencyFile, dependencyManifest, kernelFile, manifestNeeds, OutputFile, StepId } from './step-names.ts'
import type { ImageStepsRequest } from './steps.ts'
import { toolIdentity } from './tool-identity.ts'

/** Raised whenever the same inputs would make another boot loader or disk. */
const BOOT_LOADER_FORMAT = '2'
const DISK_FORMAT = '1'

/** `disk.json`: the report, and the image's hash, so that nobody has to read a sparse image of gigabytes again. */
export type DiskStepReport = DiskReport & { sha256: string }

/** Output: what readBootLoader reads. */
export async function bootLoaderStep(request: Pick<ImageStepsRequest, 'templates'>): Promise<Step> {
  const { templates } = request
  return {
    id: StepId.bootLoader,
    kind: 'pack',
    title: 'Make the boot loader',
    needs: [],
    inputs: { format: BOOT_LOADER_FORMAT, 'host tools': await toolIdentity(bootLoaderTools(templates)) },
    estimate: { cpuSeconds: 0.5, bytes: 160 * 1024 },
    run: (context) => makeBootLoader(context.run, { ...context, templates }),
  }
}

/** Output: `disk.img` and `disk.json`. */
export async function diskStep(request: ImageStepsRequest): Promise<Step> {
  const { configuration, builds } = request
  const grubTemplate = join(request.templates, 'grub.cfg.liquid')
  const { image, title } = configuration.profile
  const cmdline = diskCommandLine(image)
  const squashfs = image.root === 'disk' && image.rootfs === 'squashfs'
  const tools =
    image.root !== 'disk'
      ? []
      : squashfs
        ? ['mksquashfs', ...(image.overlay === 'disk' ? ['mke2fs', 'debugfs'] : [])]
        : ['mke2fs', 'debugfs']
  return {
    id: StepId.disk,
    kind: 'pack',
    title: 'Write the disk image',
    needs: [...manifestNeeds(builds), StepId.initramfs, StepId.bootLoader].sort(),
    inputs: {
      format: DISK_FORMAT,
      'profile.title': title,
      'kernel command line': cmdline,
      'image.root': image.root,
      'image.rootfs': image.rootfs,
      'image.size': image.size === undefined ? 'smallest' : sizeToText(image.size),
      ...(squashfs ? { 'image.compression': image.compression, 'image.overlay': image.overlay } : {}),
      'boot menu': await sha256File(grubTemplate),
      'host tools': await toolIdentity(tools),
    },
    estimate: { cpuSeconds: 1, bytes: 12 * 1024 ** 2 },
    async run(context) {
      const output = join(context.output, OutputFile.disk)
      const report = await writeDisk({
        output,
        kernel: kernelFile(context, builds),
        initramfs: dependencyFile(context, StepId.initramfs, OutputFile.initramfs),
        cmdline,
        grubConfig: await renderTemplate(grubTemplate, { title, cmdline, medium: '' }),
        loader: await readBootLoader(dirname(dependencyFile(context, StepId.bootLoader, 'core.img'))),
        ...(image.root === 'disk'
          ? {
              root: {
                manifest: await dependencyManifest(context),
                type: image.rootfs,
                compression: image.compression,
                changes: image.overlay === 'disk',
              },
            }
          : {}),
        ...(image.size === undefined ? {} : { size: image.size }),
        run: context.run,
        scratch: context.scratch,
        processors: context.jobs,
        signal: context.signal,
      })
      const full: DiskStepReport = { ...report, sha256: await sha256File(output, context.signal) }
      await writeFile(join(context.output, OutputFile.diskReport), `${canonicalJson(full)}\n`)
    },
  }
}
