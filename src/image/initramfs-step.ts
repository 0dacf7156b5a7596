/** The steps of the initramfs: the archive of what was installed, kept from build to build, and the initramfs itself. */
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Step } from '../build/types.ts'
import { canonicalJson } from '../system/hash.ts'
import { composeInstalled, overlayLinks } from './compose.ts'
import { componentLayers } from './compose-step.ts'
import { compressionTool, type Effort } from './compress.ts'
import { initramfsEntries, type SegmentContents, writeInitramfs, writeSegment } from './initramfs.ts'
import { writeInitrd } from './initrd.ts'
import { dependencyFile, dependencyManifest, KERNEL, manifestNeeds, OutputFile, StepId } from './step-names.ts'
import type { ImageStepsRequest } from './steps.ts'
import { toolIdentity } from './tool-identity.ts'
import { selectedComponents } from './variables.ts'

/** Raised whenever the same inputs would be packed differently. */
const INITRAMFS_FORMAT = '1'
/** What is not needed to find the root comes along all the same when it is this small: the initramfs then is the whole system. */
const WHOLE_MARGIN = 256 * 1024

/** `initramfs.json`. */
export interface InitramfsReport {
  schema: 1
  contents: 'whole' | 'boot'
  bytes: number
}

/** Components that go into every initramfs. */
function bootComponents(request: ImageStepsRequest): Set<string> {
  const { configuration } = request
  const everything = configuration.profile.image.root !== 'disk'
  return new Set(selectedComponents(configuration).flatMap(({ id, boot }) => (boot || everything ? [id] : [])))
}

/** With the distribution's kernel nobody counts kilobytes, and a person waits. */
function effortOf({ configuration }: ImageStepsRequest): Effort {
  return configuration.states.get(KERNEL.component)?.origin === 'package' ? 'quick' : 'small'
}

async function commonInputs(request: ImageStepsRequest): Promise<Record<string, string>> {
  const { compression } = request.configuration.profile.image
  return {
    format: INITRAMFS_FORMAT,
    'image.compression': compression,
    ...(effortOf(request) === 'quick' ? { effort: 'quick' } : {}),
    'host tools': await toolIdentity([compressionTool(compression)]),
    'boot components': [...bootComponents(request)].sort().join(' '),
  }
}

/** Compresses what the components installed. No setting of the system enters, so that a new hostname finds it done. */
export async function segmentStep(request: ImageStepsRequest): Promise<Step> {
  const boot = bootComponents(request)
  const layersOf = (outputOf: (step: string) => string) => componentLayers(request, outputOf, boot)
  const planned = layersOf((step) => step)
  const links = await Promise.all(planned.map(overlayLinks))
  const { compression } = request.configuration.profile.image
  return {
    id: StepId.segment,
    kind: 'pack',
    title: 'Compress the installed files for the initramfs',
    needs: [...request.builds].flatMap(([component, step]) => (boot.has(component) ? [step] : [])).sort(),
    inputs: {
      ...(await commonInputs(request)),
      'rootfs filters': canonicalJson(planned.map(({ component, rootfs }) => ({ component, rootfs }))),
      'base symlinks': canonicalJson(links),
    },
    estimate: { cpuSeconds: 3, bytes: 2 * 1024 ** 2 },
    async run(context) {
      const entries = await composeInstalled(layersOf((step) => context.dependency(step).path))
      const contents = await writeSegment(entries, join(context.output, OutputFile.segment), {
        ...context,
        compression,
        effort: effortOf(request),
      })
      await writeFile(join(context.output, OutputFile.segmentContents), `${canonicalJson(contents)}\n`)
    },
  }
}

/** Output: `initramfs` and `initramfs.json`. */
export async function initramfsStep(request: ImageStepsRequest): Promise<Step> {
  const { compression, root } = request.configuration.profile.image
  const boot = bootComponents(request)
  const initrd = root === 'initrd'
  return {
    id: StepId.initramfs,
    kind: 'pack',
    title: initrd ? 'Write the initrd' : 'Pack the initramfs',
    needs: [...manifestNeeds(request.builds), StepId.segment].sort(),
    inputs: {
      ...(await commonInputs(request)),
      ...(initrd ? { 'image.root': root, 'file system tools': await toolIdentity(['mke2fs', 'debugfs']) } : {}),
    },
    estimate: { cpuSeconds: 0.3, bytes: 2 * 1024 ** 2 },
    async run(context) {
      const manifest = await dependencyManifest(context)
      const left = manifest.entries.reduce(
        (sum, entry) => sum + (entry.type === 'file' && !boot.has(entry.component) ? entry.size : 0),
        0,
      )
      const whole = request.configuration.profile.image.root !== 'disk' || left <= WHOLE_MARGIN
      const output = join(context.output, OutputFile.initramfs)
      if (initrd) await writeInitrd(manifest, output, { ...context, compression })
      else {
        const segment: SegmentContents = JSON.parse(
          await readFile(dependencyFile(context, StepId.segment, OutputFile.segmentContents), 'utf8'),
        )
        await writeInitramfs(initramfsEntries(manifest, boot, whole), output, {
          ...context,
          compression,
          effort: effortOf(request),
          segment: { ...segment, file: dependencyFile(context, StepId.segment, OutputFile.segment) },
        })
      }
      const report: InitramfsReport = {
        schema: 1,
        contents: whole ? 'whole' : 'boot',
        bytes: (await stat(output)).size,
      }
      await writeFile(join(context.output, OutputFile.initramfsReport), `${canonicalJson(report)}\n`)
    },
  }
}
