/** Ways out of what blocks a row or is wrong with it, each with what it costs, and taking one as a step of its own. */
import type { Change, Configuration } from '../../configure/types.ts'
import { formatSize } from '../../system/size.ts'
import { say } from '../actions.ts'
import { roughly } from '../model/figures.ts'
import type { Session } from '../session.ts'
import type { Editor } from '../state.ts'

/** The row of the image's budget. */
export const BUDGET = 'image.budget'

export interface Way {
  /** The problem that it ends; empty for a row that is blocked. */
  about: string
  changes: Change[]
  /** Bytes of the image, more or fewer. */
  bytes: number
}

type Parts = Pick<Session, 'core' | 'editing' | 'context'>

/** What a row of this id is about: its members and values are about the row itself. */
export function aboutId(id: string): string {
  return id.replace(/[[=+].*$/, '')
}

/** The smallest first: how `id` could be switched to `wanted` where it is blocked, and how its problems could be ended. */
export function waysOut(
  { core, editing, context }: Parts,
  configuration: Configuration,
  id: string,
  wanted: boolean,
): Way[] {
  const blocked = (configuration.states.get(id)?.blocks.length ?? 0) > 0
  const fixes = blocked ? core.proposeFixes(configuration, id, wanted) : []
  const cures = core
    .problemsAbout(configuration, aboutId(id))
    .flatMap((problem) =>
      core.proposeProblemFixes(configuration, problem).map((changes) => ({ about: problem.message, changes })),
    )
  const excess = aboutId(id) === BUDGET ? excessOf(context.store.getState().editor) : 0
  const cuts = core.proposeBudgetFixes(configuration, excess, (changes) => editing.costOf(changes))
  return [
    ...fixes.map((changes) => ({ about: '', changes })),
    ...cures,
    ...cuts.map((changes) => ({ about: '', changes })),
  ].map((way) => ({
    ...way,
    bytes: editing.costOf(way.changes),
  }))
}

/** Bytes that the image has over its budget; 0 where it has room. */
function excessOf(editor: Editor | undefined): number {
  const { imageBytes = 0, budgetBytes = Number.POSITIVE_INFINITY } = editor?.footprint ?? {}
  return Math.max(0, imageBytes - budgetBytes)
}

/** What is wrong with the budget where a row is about it; undefined elsewhere, and where the image has room. */
export function overBudget(editor: Editor, id: string): string | undefined {
  const { budgetBytes = 0, estimated } = editor.footprint
  const excess = aboutId(id) === BUDGET ? excessOf(editor) : 0
  if (excess === 0) return undefined
  const bytes = `${excess.toLocaleString('en')} bytes over its budget of ${formatSize(budgetBytes)}`
  return `The image is ${estimated ? 'thought to be ' : ''}${bytes}`
}

/** Applies a way as one step that can be undone. */
export function takeWay({ core, editing, context }: Parts, { changes }: Way): void {
  const words = changes.map((change) => core.describeChange(change)).join(', ')
  const complaint = editing.change({ label: `Fixed: ${words}`, changes })
  if (complaint !== undefined) context.update((state) => say(state, { tone: 'bad', text: complaint }))
}

/** `+1.2 MB` */
export function sizeWords(bytes: number): string {
  return `${bytes >= 0 ? '+' : ''}${formatSize(bytes)}`
}

/** `, +2 min to build`; undefined while it is planned, null where no plan can be made. */
export function timeWords(seconds: number | null | undefined): string {
  if (seconds === undefined) return ', planning'
  if (seconds === null) return ''
  if (Math.abs(seconds) < 1) return ', no time'
  return `, ${seconds > 0 ? '+' : '-'}${roughly(Math.abs(seconds))} to build`
}
