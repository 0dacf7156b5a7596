/** Comparing: the profile at hand against another one, against its file, or against what was last built of it. */
import type { Comparison } from '../../configure/compare.ts'
import type { Project } from '../../pipeline/types.ts'
import { currentScreen, hasChanges, say } from '../actions.ts'
import type { Message, State } from '../state.ts'
import { failureMessage, type SessionContext } from './context.ts'

/** What the profile can be compared with. */
export type Counterpart = { type: 'built' } | { type: 'file' } | { type: 'profile'; reference: string }

export type ComparisonResult = { comparison: Comparison } | { error: Message }

export class Comparing {
  readonly #context: SessionContext

  constructor(context: SessionContext) {
    this.#context = context
  }

  /** Opens the screen about the open profile, or on the first screen about the highlighted one. */
  async open(): Promise<void> {
    const { store, update } = this.#context
    try {
      const project = await this.#subject(store.getState())
      if (project) store.setState({ dialog: { type: 'compare', project } })
    } catch (error) {
      update((state) => say(state, failureMessage(error)))
    }
  }

  async #subject(state: State): Promise<Project | undefined> {
    if (currentScreen(state) !== 'profiles') return state.editor?.project
    const { highlighted, previews } = state
    return previews[highlighted]?.project ?? this.#context.pipeline.openProject({ profile: highlighted })
  }

  /** The nearest first: the last build, the file, then the other profiles. */
  counterparts(project: Project): Counterpart[] {
    const state = this.#context.store.getState()
    const changed = state.editor?.project === project && hasChanges(state) && project.loaded.file !== undefined
    const { name } = project.configuration.profile
    return [
      { type: 'built' },
      ...(changed ? ([{ type: 'file' }] as const) : []),
      ...state.profiles
        .filter((entry) => entry.name !== name)
        .map((entry): Counterpart => ({ type: 'profile', reference: entry.name })),
    ]
  }

  /** What the project has otherwise than its counterpart, or the reverse; what stands in the way, as words. */
  async compare(project: Project, counterpart: Counterpart, reverse: boolean): Promise<ComparisonResult> {
    const { pipeline } = this.#context
    try {
      const other = await this.#other(project, counterpart)
      if (!other)
        return { error: { tone: 'info', text: 'It has not been built yet', hint: `Nothing is in ${project.out}` } }
      const [before, after] = reverse ? [project, other] : [other, project]
      return { comparison: await pipeline.compareProjects(before, after) }
    } catch (error) {
      return { error: failureMessage(error) }
    }
  }

  async #other(project: Project, counterpart: Counterpart): Promise<Project | undefined> {
    const { pipeline, store } = this.#context
    if (counterpart.type === 'built') return pipeline.builtProject(project)
    if (counterpart.type === 'profile') return pipeline.openProject({ profile: counterpart.reference })
    const saved = store.getState().editor?.saved
    return saved && pipeline.reconfigure(project, saved)
  }
}

/** How a counterpart is named. */
export function labelOf(counterpart: Counterpart): string {
  if (counterpart.type === 'profile') return counterpart.reference
  return counterpart.type === 'built' ? 'its last build' : 'its file'
}
