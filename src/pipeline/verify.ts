/** Verifying a project: boots what its last build left, records the proof beside it. */
import { probeAcceleration } from '../machine/index.ts'
import { verifyImages, writeProof } from '../verify/index.ts'
import type { Proof, RunKind, VerifyEvent } from '../verify/types.ts'
import { requireBuild } from './outputs.ts'
import { requireSound } from './project.ts'
import { loaderCheck } from './prove-loader.ts'
import type { Project } from './types.ts'

export interface VerifyProjectOptions {
  boots?: RunKind[]
  signal?: AbortSignal
  onEvent?: (event: VerifyEvent) => void
}

/** Boots and checks; writes `<out>/proof.json`. Throws SmartError when nothing was built or the host lacks something. */
export async function verifyProject(project: Project, options: VerifyProjectOptions = {}): Promise<Proof> {
  requireSound(project.configuration)
  const record = await requireBuild(project)
  const { acceleration } = await probeAcceleration(project.cache, options.signal)
  const proof = await verifyImages(
    { configuration: project.configuration, out: project.out, record },
    { ...options, acceleration, hostChecks: [loaderCheck(project)] },
  )
  await writeProof(project.out, proof)
  return proof
}
