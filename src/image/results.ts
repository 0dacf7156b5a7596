/** What the image steps left in the store, found again for the output folder and the build's record. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { StoreEntry } from '../build/types.ts'
import type { InitramfsReport } from './initramfs-step.ts'
import type { SizeReport } from './size-step.ts'
import { type Builds, KERNEL, kernelStep, OutputFile, StepId } from './step-names.ts'

/** The images that steps make, by their names in the output folder: the step, and its report, which has the hash. */
const IMAGE_STEPS = [
  { file: OutputFile.disk, step: StepId.disk, hash: { report: OutputFile.diskReport, field: 'sha256' } },
  { file: OutputFile.qcow2, step: StepId.qcow2, hash: { report: OutputFile.qcow2Report, field: 'sha256' } },
  { file: OutputFile.iso, step: StepId.iso, hash: { report: OutputFile.isoReport, field: 'sha256' } },
  { file: OutputFile.oci, step: StepId.oci, hash: { report: OutputFile.ociReport, field: 'sha256' } },
  { file: OutputFile.rootfsTar, step: StepId.oci, hash: { report: OutputFile.ociReport, field: 'rootfsSha256' } },
] as const

/** Names in the output folder that an image can have. */
export const IMAGE_FILES: readonly string[] = IMAGE_STEPS.map(({ file }) => file)

export interface ImageResults {
  /** Absolute paths in the store. */
  kernel: string
  initramfs: string
  initramfsReport: InitramfsReport
  /** Images beside kernel and initramfs: name in the output folder → path in the store and hash. */
  images: Record<string, { from: string; sha256: string }>
  sizes: SizeReport
}

/** Reads the reports of finished image steps. */
export async function imageResults(outputs: ReadonlyMap<string, StoreEntry>, builds: Builds): Promise<ImageResults> {
  const path = (step: string, file: string) => {
    const entry = outputs.get(step)
    if (entry === undefined) throw new Error(`${step} left no output`)
    return join(entry.path, file)
  }
  const json = async <T>(step: string, file: string): Promise<T> => JSON.parse(await readFile(path(step, file), 'utf8'))
  const images: ImageResults['images'] = {}
  for (const { file, step, hash } of IMAGE_STEPS) {
    if (!outputs.has(step)) continue
    const report = await json<Record<string, string>>(step, hash.report)
    images[file] = { from: path(step, file), sha256: report[hash.field] ?? '' }
  }
  return {
    images,
    kernel: path(kernelStep(builds), KERNEL.file),
    initramfs: path(StepId.initramfs, OutputFile.initramfs),
    initramfsReport: await json(StepId.initramfs, OutputFile.initramfsReport),
    sizes: await json(StepId.sizes, OutputFile.sizes),
  }
}
