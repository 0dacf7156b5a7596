/**
 * The image room's part of the build graph: compose the root file system, compress it, make the boot loader, write the
 * disk, hold all of it against the budget. Every step runs in this process and starts host tools through its context.
 */
import { dirname, join } from 'node:path'
import type { Step } from '../build/types.ts'
import type { Configuration } from '../configure/types.ts'
import { hasDisk } from '../profile/boot.ts'
import { programRoot } from '../system/paths.ts'
import { composeStep } from './compose-step.ts'
import { bootLoaderStep, diskStep } from './disk-step.ts'
import { initramfsStep, segmentStep } from './initramfs-step.ts'
import { isoStep } from './iso-step.ts'
import { ociStep } from './oci-step.ts'
import { qcow2Step } from './qcow2-step.ts'
import { sizeStep } from './size-step.ts'
import { type Builds, buildsOf } from './step-names.ts'

export interface ImageStepsOptions {
  /** The components' build steps; those of components that are only compiled against are passed over. */
  builds: readonly Pick<Step, 'id'>[]
  /** The profile's file, beside which `source` of system.files is looked for; undefined for one that was never saved. */
  profileFile?: string | undefined
  /** Folder of the boot loaders' templates; default: the program's own. */
  templates?: string
}

/** What every image step is made from. */
export interface ImageStepsRequest {
  configuration: Configuration
  builds: Builds
  profileFolder?: string
  /** Folder of the boot loaders' templates. */
  templates: string
}

/** The steps that make what the profile's `image` asks for, behind those that build the components. */
export async function imageSteps(configuration: Configuration, options: ImageStepsOptions): Promise<Step[]> {
  const request: ImageStepsRequest = {
    configuration,
    builds: buildsOf(
      configuration,
      options.builds.map(({ id }) => id),
    ),
    ...(options.profileFile === undefined ? {} : { profileFolder: dirname(options.profileFile) }),
    templates: options.templates ?? join(programRoot(), 'templates/boot'),
  }
  const steps = [await composeStep(request), await segmentStep(request), await initramfsStep(request)]
  const { image } = configuration.profile
  if (hasDisk(image) || image.formats.includes('iso')) steps.push(await bootLoaderStep(request))
  if (hasDisk(image)) steps.push(await diskStep(request))
  if (image.formats.includes('qcow2')) steps.push(await qcow2Step())
  if (image.formats.includes('iso')) steps.push(await isoStep(request))
  if (image.formats.includes('oci')) steps.push(await ociStep(request))
  return [...steps, sizeStep(request)]
}
