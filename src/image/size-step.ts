/** The last step: what everything takes, held against the budget. The images are in the store by then, but no build succeeds. */
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Step } from '../build/types.ts'
import { hasDisk } from '../profile/boot.ts'
import { canonicalJson } from '../system/hash.ts'
import { sizeToText } from '../system/size.ts'
import { checkBudget, type Usage, usageBytes } from './budget.ts'
import { manifestBytes } from './manifest.ts'
import { biggestFiles, bytesByComponent, type Contributor } from './sizes.ts'
import { dependencyFile, dependencyManifest, kernelFile, manifestNeeds, OutputFile, StepId } from './step-names.ts'
import type { ImageStepsRequest } from './steps.ts'

/** `sizes.json`, for the result screen and the build's record. */
export interface SizeReport {
  schema: 1
  usage: Usage
  /** Counted against the budget. */
  total: number
  rootfsBytes: number
  components: Record<string, number>
  biggest: Contributor[]
}

/** Output: `sizes.json`. Fails when image.budget is exceeded. */
export function sizeStep(request: ImageStepsRequest): Step {
  const { image } = request.configuration.profile
  const disk = hasDisk(image)
  const iso = image.formats.includes('iso')
  return {
    id: StepId.sizes,
    kind: 'pack',
    title: 'Check the size',
    needs: [
      ...manifestNeeds(request.builds),
      StepId.initramfs,
      ...(disk ? [StepId.disk] : []),
      ...(iso ? [StepId.iso] : []),
    ].sort(),
    inputs: { format: '1', 'image.budget': image.budget === undefined ? 'none' : sizeToText(image.budget) },
    estimate: { cpuSeconds: 0.1, bytes: 4096 },
    async run(context) {
      const manifest = await dependencyManifest(context)
      const size = async (file: string) => (await stat(file)).size
      // The same system is on both; the disk's form of it counts where there is one.
      const reports = [
        ...(disk ? [dependencyFile(context, StepId.disk, OutputFile.diskReport)] : []),
        ...(iso ? [dependencyFile(context, StepId.iso, OutputFile.isoReport)] : []),
      ]
      const usage: Usage = {
        kernel: await size(kernelFile(context, request.builds)),
        initramfs: await size(dependencyFile(context, StepId.initramfs, OutputFile.initramfs)),
        root: await rootUsedBytes(reports[0]),
      }
      if (image.budget !== undefined) checkBudget(usage, image.budget, manifest)
      const sizes: SizeReport = {
        schema: 1,
        usage,
        total: usageBytes(usage),
        rootfsBytes: manifestBytes(manifest),
        components: bytesByComponent(manifest),
        biggest: biggestFiles(manifest, 20),
      }
      await writeFile(join(context.output, OutputFile.sizes), `${canonicalJson(sizes)}\n`)
    },
  }
}

async function rootUsedBytes(file: string | undefined): Promise<number> {
  if (file === undefined) return 0
  const report: { rootUsedBytes: number } = JSON.parse(await readFile(file, 'utf8'))
  return report.rootUsedBytes
}
