/** What the image steps left in the store, found again for the output folder and the build's record. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { StoreEntry } from '../build/types.ts'
import type { DiskStepReport } from './disk-step.ts'
import type { InitramfsReport } from './initramfs-step.ts'
import type { SizeReport } from './size-step.ts'
import { type Builds, KERNEL, kernelStep, OutputFile, StepId } from './step-names.ts'

export interface ImageResults {
  /** Absolute paths in the store. */
  kernel: string
  initramfs: string
  initramfsReport: InitramfsReport
  disk?: string
  diskReport?: DiskStepReport
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
  return {
    kernel: path(kernelStep(builds), KERNEL.file),
    initramfs: path(StepId.initramfs, OutputFile.initramfs),
    initramfsReport: await json(StepId.initramfs, OutputFile.initramfsReport),
    sizes: await json(StepId.sizes, OutputFile.sizes),
    ...(outputs.has(StepId.disk)
      ? {
          disk: path(StepId.disk, OutputFile.disk),
          diskReport: await json<DiskStepReport>(StepId.disk, OutputFile.diskReport),
        }
      : {}),
  }
}
