/** The built system as a container, in whatever runtime of this machine takes it. */
import { join } from 'node:path'
import { CONTAINER_START } from '../image/index.ts'
import { openRuntime, RUNTIMES, type Runtime, type RuntimeName } from '../machine/containers/index.ts'
import { Cleanup } from '../system/cleanup.ts'
import { ExitStatus, SmartError } from '../system/error.ts'
import { temporaryFolder } from '../system/files.ts'
import { requireBuild } from './outputs.ts'
import type { LaunchOptions, Project } from './types.ts'

export interface ContainerOptions extends Pick<LaunchOptions, 'forward'> {
  /** `auto`: the first that works. */
  runtime: RuntimeName | 'auto'
  signal?: AbortSignal
}

/** A runtime with the image in it, tried with the smallest program. Disposing takes both away. Throws SmartError when none works. */
export async function prepareContainer(project: Project, options: ContainerOptions): Promise<Runtime> {
  const record = await requireBuild(project)
  const { name, machine } = project.loaded.profile
  if (record.files['oci.tar'] === undefined || record.files['rootfs.tar'] === undefined)
    throw new SmartError(`${name} was built without a container image`, {
      where: 'image.formats',
      hint: `Add oci to image.formats and build: smart-os build --profile ${name} --set 'image.formats=[oci]'`,
      exitStatus: ExitStatus.usage,
    })
  const holder = new Cleanup()
  try {
    const scratch = holder.use(await temporaryFolder('smart-os-container-'))
    const runtime = await openRuntime(options.runtime === 'auto' ? RUNTIMES : [options.runtime], {
      name,
      image: { archive: { type: 'load', file: join(project.out, 'oci.tar') }, start: CONTAINER_START },
      bare: join(project.out, 'rootfs.tar'),
      forward: options.forward ?? machine.forward,
      scratch: scratch.path,
      ...(options.signal ? { signal: options.signal } : {}),
    })
    holder.use(runtime)
    return { ...runtime, [Symbol.asyncDispose]: () => holder[Symbol.asyncDispose]() }
  } catch (error) {
    await holder[Symbol.asyncDispose]()
    throw error
  }
}
