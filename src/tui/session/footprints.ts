/** Footprints as the screens show them: exact where the store has the parts, and estimates held against the last exact ones. */
import type { BuildPlan } from '../../build/types.ts'
import type { Configuration, Footprint } from '../../configure/types.ts'
import type { BuildRecord } from '../../image/types.ts'
import type { PlannedSizes, Project } from '../../pipeline/types.ts'
import type { SessionContext } from './context.ts'

interface Known {
  configuration: Configuration
  sizes: PlannedSizes
  /** Something of what was planned last is still to be built. */
  open: boolean
}

export class Footprints {
  readonly #context: Pick<SessionContext, 'core' | 'pipeline'>
  /** By output folder and name: with --out all profiles have one folder. */
  readonly #known = new Map<string, Known>()

  constructor(context: Pick<SessionContext, 'core' | 'pipeline'>) {
    this.#context = context
  }

  /** At once, without looking at the disk. */
  of(project: Project, record: BuildRecord | undefined): Footprint {
    const { configuration } = project
    const core = this.#context.core()
    const known = this.#known.get(keyOf(project))
    if (!known) return core.footprint(configuration, { bytes: record?.components ?? {} })
    const bytes = { ...record?.components, ...known.sizes.bytes }
    const counted = core.calibrated(core.footprint(configuration, { bytes }), {
      estimate: core.footprint(known.configuration, { bytes }),
      exact: core.footprint(known.configuration, known.sizes),
    })
    return known.open ? { ...counted, estimated: true } : counted
  }

  /** Reads what a plan found built already; from then on of() counts from there. */
  async learn(project: Project, plan: BuildPlan): Promise<void> {
    // What cannot be read stays an estimate.
    const sizes = await this.#context.pipeline.plannedSizes(project, plan).catch(() => undefined)
    if (!sizes) return
    const key = keyOf(project)
    const before = this.#known.get(key)
    const open = sizes.kernelBytes === undefined || sizes.initramfsBytes === undefined
    // A kernel that is still to be built is better counted from the last one than from nothing.
    this.#known.set(key, open && before ? { ...before, open } : { configuration: project.configuration, sizes, open })
  }
}

function keyOf({ out, configuration }: Project): string {
  return `${out} ${configuration.profile.name}`
}
