/** Footprints as the screens show them: exact where the store has the parts, and estimates held against the last exact ones. */
import type { BuildPlan } from '../../build/types.ts'
import type { Configuration, Footprint } from '../../configure/types.ts'
import type { BuildRecord } from '../../image/types.ts'
import type { PlannedSizes, Project } from '../../pipeline/types.ts'
import type { SessionContext } from './context.ts'

interface Known {
  configuration: Configuration
  sizes: PlannedSizes
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
    return core.calibrated(core.footprint(configuration, { bytes }), {
      estimate: core.footprint(known.configuration, { bytes }),
      exact: core.footprint(known.configuration, known.sizes),
    })
  }

  /** Reads what a plan found built already; from then on of() counts from there. */
  async learn(project: Project, plan: BuildPlan): Promise<void> {
    // What cannot be read stays an estimate.
    const sizes = await this.#context.pipeline.plannedSizes(project, plan).catch(() => undefined)
    if (sizes) this.#known.set(keyOf(project), { configuration: project.configuration, sizes })
  }
}

function keyOf({ out, configuration }: Project): string {
  return `${out} ${configuration.profile.name}`
}
