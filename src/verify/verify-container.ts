/** The container's run of a proof, from what a build left. */
import { join } from 'node:path'
import type { Check } from './check-list.ts'
import { containerIds, runContainer } from './container-run.ts'
import { checkEnvironment } from './environment.ts'
import { OCI, ROOTFS } from './possible-boots.ts'
import { scratchFolder } from './scratch-folder.ts'
import type { ProofRun } from './types.ts'
import type { VerifyInput, VerifyOptions } from './verify-images.ts'

/** Starts both archives and makes the checks that hold in containers. */
export async function verifyContainer(
  { configuration, out }: VerifyInput,
  options: VerifyOptions,
  checks: Check[],
): Promise<ProofRun> {
  const { signal, onEvent } = options
  const boot = 'container'
  await using scratch = await scratchFolder()
  onEvent?.({ type: 'verify:run', at: Date.now(), boot, memory: 0, checks: containerIds(checks) })
  return await runContainer({
    name: configuration.profile.name,
    archives: { oci: join(out, OCI), rootfs: join(out, ROOTFS) },
    checks,
    environment: checkEnvironment(configuration.profile, {
      boot,
      memory: 0,
      obstacle: 'a container has the network that its runtime gives it',
      subnet: undefined,
      persistent: false,
      rootForm: 'container',
    }),
    scratch: scratch.path,
    checkSeconds: options.checkSeconds ?? 120,
    ...(signal ? { signal } : {}),
    onCheck: (id) => onEvent?.({ type: 'verify:check', at: Date.now(), boot, id, state: 'running' }),
    onResult: (result) => onEvent?.({ type: 'verify:checked', at: Date.now(), boot, result }),
  })
}
