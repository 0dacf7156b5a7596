/** The kernel's source unpacked into the store, ahead of the build that will read it. */
import { build, planBuild } from '../build/index.ts'
import type { BuildListener, Step } from '../build/types.ts'
import { type KernelStep, unpackedSource } from './kernel-step.ts'

export interface UnpackOptions {
  jobs: number
  onEvent: BuildListener
  signal?: AbortSignal | undefined
}

/** Runs that one step, told as a part of the whole. Throws as build() does; undefined only where the step leaves nothing. */
export async function unpackKernel(
  cache: string,
  kernel: KernelStep,
  steps: readonly Step[],
  { jobs, onEvent, signal }: UnpackOptions,
): Promise<string | undefined> {
  const { plan } = await planBuild(steps, { cache, jobs })
  onEvent({ type: 'build:planned', at: Date.now(), plan })
  await build([kernel.unpack], {
    cache,
    jobs,
    signal,
    targets: [kernel.unpack.id],
    // The whole is planned and finished by the build that follows.
    onEvent: (event) => {
      if (event.type === 'build:planned' || (event.type === 'build:finished' && event.outcome === 'done')) return
      onEvent(event)
    },
  })
  return unpackedSource(cache, kernel)
}
