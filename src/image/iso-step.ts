/** The step of the CD image. */
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Step } from '../build/types.ts'
import { canonicalJson, sha256File } from '../system/hash.ts'
import { readBootLoader } from './boot-loader.ts'
import { ESP_FILE, type IsoReport, writeIso } from './iso.ts'
import { renderTemplate } from './render.ts'
import { dependencyFile, dependencyManifest, kernelFile, manifestNeeds, OutputFile, StepId } from './step-names.ts'
import type { ImageStepsRequest } from './steps.ts'
import { toolIdentity } from './tool-identity.ts'

/** Raised whenever the same inputs would make another image. */
const ISO_FORMAT = '1'

/** `iso.json` with the image's hash. */
export type IsoStepReport = IsoReport & { sha256: string }

/** Output: `disk.iso` and `iso.json`. */
export async function isoStep(request: ImageStepsRequest): Promise<Step> {
  const { configuration, builds } = request
  const grubTemplate = join(request.templates, 'grub.cfg.liquid')
  const { image, title } = configuration.profile
  const live = image.root === 'disk'
  return {
    id: StepId.iso,
    kind: 'pack',
    title: 'Write the CD image',
    needs: [...manifestNeeds(builds), StepId.initramfs, StepId.bootLoader].sort(),
    inputs: {
      format: ISO_FORMAT,
      'profile.title': title,
      'image.root': image.root,
      ...(live ? { 'image.compression': image.compression } : {}),
      'boot menu': await sha256File(grubTemplate),
      'host tools': await toolIdentity(['xorriso', ...(live ? ['mksquashfs'] : [])]),
    },
    estimate: { cpuSeconds: 3, bytes: 12 * 1024 ** 2 },
    async run(context) {
      const output = join(context.output, OutputFile.iso)
      const report = await writeIso({
        output,
        kernel: kernelFile(context, builds),
        initramfs: dependencyFile(context, StepId.initramfs, OutputFile.initramfs),
        loader: await readBootLoader(dirname(dependencyFile(context, StepId.bootLoader, 'core.img'))),
        grubConfig: (cmdline) => renderTemplate(grubTemplate, { title, cmdline, medium: ESP_FILE }),
        ...(live ? { root: { manifest: await dependencyManifest(context), compression: image.compression } } : {}),
        run: context.run,
        scratch: context.scratch,
        processors: context.jobs,
      })
      const full: IsoStepReport = { ...report, sha256: await sha256File(output, context.signal) }
      await writeFile(join(context.output, OutputFile.isoReport), `${canonicalJson(full)}\n`)
    },
  }
}
