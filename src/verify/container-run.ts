/**
 * The run of a proof that needs no machine: both container archives are taken by podman (or docker), the container starts its
 * services, passes every check that holds in containers, and ends when it is told to.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { CONTAINER_START } from '../image/index.ts'
import { openRuntime, type Runtime, type RuntimeName } from '../machine/containers/index.ts'
import { CancelledError, ExitStatus, messageOf, SmartError } from '../system/error.ts'
import { type Check, secondsOf } from './check-list.ts'
import { checkArchive } from './container-archive.ts'
import { writeControl } from './container-control.ts'
import { resultOf } from './result.ts'
import { readWithFunctions } from './shared-functions.ts'
import type { CheckResult, ProofRun } from './types.ts'

export interface ContainerPlan {
  /** The profile's name. */
  name: string
  /** Absolute paths of oci.tar and rootfs.tar. */
  archives: { oci: string; rootfs: string }
  /** Those that hold in containers. */
  checks: Check[]
  environment: Record<string, string>
  /** Empty folder. */
  scratch: string
  checkSeconds: number
  signal?: AbortSignal
  onCheck(id: string): void
  onResult(result: CheckResult): void
}

/** Runtimes that know `load` and `import`. */
const ENGINES: readonly RuntimeName[] = ['podman', 'docker']
const STOP_SECONDS = 20

type Outcome = Pick<CheckResult, 'status' | 'reason'>
const PASSED: Outcome = { status: 'passed', reason: '' }

/** Ids of all results, in order: those of the archive that is loaded, then those of the bare files, behind `import:`. */
export function containerIds(checks: readonly Check[]): string[] {
  const each = ['start', ...checks.map(({ id }) => id), 'stop']
  return ['archive', ...each, ...each.map((id) => `import:${id}`)]
}

/** Runs it. Only cancellation and errors of the program itself are thrown. */
export async function runContainer(plan: ContainerPlan): Promise<ProofRun> {
  const results: CheckResult[] = []
  const record = async (id: string, work: () => Promise<Outcome>): Promise<boolean> => {
    plan.onCheck(id)
    const started = performance.now()
    const outcome = await work().catch((error: unknown) => failure(error, plan.signal))
    const result = { id, ...outcome, seconds: Math.round(performance.now() - started) / 1000 }
    results.push(result)
    plan.onResult(result)
    return result.status === 'passed'
  }
  await record('archive', async () => {
    await checkArchive(plan.archives.oci, join(plan.scratch, 'archive'))
    return PASSED
  })
  await runOne(plan, { type: 'load', file: plan.archives.oci }, '', record)
  await runOne(plan, { type: 'import', file: plan.archives.rootfs }, 'import:', record)
  const cause = results.find(({ id, status }) => /start$/.test(id) && status !== 'passed')
  for (const id of containerIds(plan.checks).filter((wanted) => !results.some((result) => result.id === wanted)))
    await record(id, async () => ({
      status: 'skipped',
      reason: cause?.status === 'skipped' ? cause.reason : 'not tried, since the container did not start',
    }))
  return { boot: 'container', memory: 0, acceleration: 'none', timeline: {}, checks: results }
}

async function runOne(
  plan: ContainerPlan,
  archive: { type: 'load' | 'import'; file: string },
  prefix: string,
  record: (id: string, work: () => Promise<Outcome>) => Promise<boolean>,
): Promise<void> {
  const { signal } = plan
  const opened: Runtime[] = []
  await record(`${prefix}start`, async () => {
    const result = await open(plan, archive)
    if ('status' in result) return result
    opened.push(result)
    return PASSED
  })
  const [runtime] = opened
  if (runtime === undefined) return
  try {
    await using container = await runtime.start()
    for (const check of plan.checks)
      await record(`${prefix}${check.id}`, async () => {
        if (signal?.aborted) throw new CancelledError()
        const env = { ...plan.environment, CHECK_TIME: String(Math.floor(Date.now() / 1000)) }
        const script = await readWithFunctions(check)
        return resultOf(await container.exec(script, { env, seconds: secondsOf(script) ?? plan.checkSeconds }))
      })
    await record(`${prefix}stop`, async () => {
      const status = await container.stop(STOP_SECONDS)
      return status === 0 ? PASSED : { status: 'failed', reason: `told to stop, it ended with status ${status}` }
    })
  } finally {
    await runtime[Symbol.asyncDispose]()
  }
}

/** The runtime with the image in it; skipped where this host runs no container at all, failed where it runs others. */
async function open(
  plan: ContainerPlan,
  archive: { type: 'load' | 'import'; file: string },
): Promise<Runtime | Outcome> {
  const scratch = join(plan.scratch, archive.type)
  await mkdir(scratch)
  const request = {
    name: plan.name,
    image: { archive, start: CONTAINER_START },
    bare: plan.archives.rootfs,
    forward: [],
    scratch,
    ...(plan.signal ? { signal: plan.signal } : {}),
  }
  try {
    return await openRuntime(ENGINES, request)
  } catch (error) {
    if (!(error instanceof SmartError) || error.exitStatus !== ExitStatus.host) throw error
    const why = [error.message, error.hint].filter(Boolean).join(': ').replaceAll('\n', '; ')
    const control = await writeControl(scratch, CONTAINER_START)
    const others = { ...request, image: { ...request.image, archive: { type: 'import' as const, file: control } } }
    const works = await openRuntime(ENGINES, others).catch(() => undefined)
    if (works === undefined) return { status: 'skipped', reason: why }
    await works[Symbol.asyncDispose]()
    return { status: 'failed', reason: `${works.description} runs other containers, but not this one: ${why}` }
  }
}

function failure(error: unknown, signal: AbortSignal | undefined): Outcome {
  if (signal?.aborted) throw new CancelledError()
  if (!(error instanceof SmartError)) throw error
  return { status: 'failed', reason: [messageOf(error), error.hint].filter(Boolean).join('\n') }
}
