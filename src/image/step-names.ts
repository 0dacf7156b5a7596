/** Ids of the image steps and the files in their outputs; what one step writes another reads by these names. */
import { join } from 'node:path'
import type { StepContext } from '../build/types.ts'
import type { Configuration } from '../configure/types.ts'
import { readManifest } from './manifest.ts'
import type { RootfsManifest } from './types.ts'
import { selectedComponents } from './variables.ts'

export const StepId = {
  compose: 'compose:rootfs',
  segment: 'pack:initramfs-installed',
  initramfs: 'pack:initramfs',
  bootLoader: 'pack:boot-loader',
  disk: 'pack:disk',
  qcow2: 'pack:qcow2',
  iso: 'pack:iso',
  oci: 'pack:oci',
  sizes: 'pack:sizes',
} as const

export const OutputFile = {
  manifest: 'manifest.json',
  rendered: 'files',
  segment: 'installed.cpio',
  segmentContents: 'installed.json',
  initramfs: 'initramfs',
  initramfsReport: 'initramfs.json',
  disk: 'disk.img',
  diskReport: 'disk.json',
  qcow2: 'disk.qcow2',
  qcow2Report: 'qcow2.json',
  iso: 'disk.iso',
  isoReport: 'iso.json',
  oci: 'oci.tar',
  rootfsTar: 'rootfs.tar',
  ociReport: 'oci.json',
  sizes: 'sizes.json',
} as const

/** The component whose build is the kernel, and where in its output. */
export const KERNEL = { component: 'linux', file: 'boot/bzImage' } as const

/** Component → id of the step whose output is what it installed. Components that only have files are not in it. */
export type Builds = ReadonlyMap<string, string>

/** The build steps of selected components, among the ids of all steps. */
export function buildsOf(
  configuration: Pick<Configuration, 'components' | 'states'>,
  stepIds: readonly string[],
): Builds {
  const present = new Set(stepIds)
  const builds = selectedComponents(configuration).map(({ id }) => [id, `build:${id}`] as const)
  return new Map(builds.filter(([, step]) => present.has(step)))
}

/** Steps that one needs which reads the manifest and the files it names. */
export function manifestNeeds(builds: Builds): string[] {
  return [...new Set([StepId.compose, ...builds.values()])].sort()
}

/** The manifest of a needed compose step. */
export function dependencyManifest(context: StepContext): Promise<RootfsManifest> {
  const folder = (stepId: string) => context.dependency(stepId).path
  return readManifest(join(folder(StepId.compose), OutputFile.manifest), folder)
}

/** Host path of a file in a needed step's output. */
export function dependencyFile(context: StepContext, stepId: string, file: string): string {
  return join(context.dependency(stepId).path, file)
}

/** Host path of the kernel. */
export function kernelFile(context: StepContext, builds: Builds): string {
  return dependencyFile(context, kernelStep(builds), KERNEL.file)
}

/** Id of the step that builds the kernel. */
export function kernelStep(builds: Builds): string {
  const step = builds.get(KERNEL.component)
  if (step === undefined) throw new Error(`No step builds ${KERNEL.component}`)
  return step
}
