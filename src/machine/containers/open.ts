/** Finding a runtime that runs the image: those asked for, in their order, each with whatever flags it takes here. */
import { SmartError } from '../../system/error.ts'
import { findTool } from '../../system/tools.ts'
import { openBundle } from './bundle.ts'
import { openEngine } from './engine.ts'
import type { ContainerRequest, Runtime, RuntimeName } from './types.ts'

/** Debian and Ubuntu packages; smart-os itself needs none of them. */
const PACKAGES: Record<RuntimeName, string> = { podman: 'podman', docker: 'docker.io', runc: 'runc' }

/** `bare` is the archive of bare files, for runc. */
export type OpenRequest = ContainerRequest & { bare: string }

/** The first runtime that works, with what failed before it. Throws SmartError (host) that says why each one does not. */
export async function openRuntime(wanted: readonly RuntimeName[], request: OpenRequest): Promise<Runtime> {
  const failures: string[] = []
  for (const name of wanted) {
    if (findTool(name) === undefined) {
      failures.push(`${name} is not installed: apt-get install ${PACKAGES[name]}`)
      continue
    }
    try {
      const runtime =
        name === 'runc'
          ? await openBundle({
              ...request,
              image: { ...request.image, archive: { type: 'import', file: request.bare } },
            })
          : await openEngine(name, request)
      return { ...runtime, failures: [...failures, ...runtime.failures] }
    } catch (error) {
      if (!(error instanceof SmartError) || error.exitStatus !== 3) throw error
      failures.push([error.message, error.hint].filter(Boolean).join('\n'))
    }
  }
  throw new SmartError('Nothing on this machine runs containers', { hint: failures.join('\n'), exitStatus: 3 })
}
