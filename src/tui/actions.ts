/** Pure steps from one state to the next. Nothing here waits, reads or writes; the session does that and then calls these. */
import { isDeepStrictEqual } from 'node:util'
import type { BuildPlan } from '../build/types.ts'
import type { Footprint } from '../configure/types.ts'
import type { BuildRecord } from '../image/types.ts'
import type { Project } from '../pipeline/types.ts'
import type { Profile } from '../profile/types.ts'
import { initialKernel } from './state/kernel.ts'
import { initialMachine } from './state/machines.ts'
import { initialMenu } from './state/menu.ts'
import { pathTo } from './state/path.ts'
import type { Editor, EditStep, ListPosition, Message, Preview, ScreenName, State } from './state.ts'
import type { ThemeName } from './theme.ts'

/** How many changes can be undone. */
const HISTORY = 500

export function initialState(theme: ThemeName): State {
  return {
    path: ['profiles'],
    theme,
    profiles: [],
    previews: {},
    contents: {},
    standings: {},
    highlighted: '',
    plan: { status: 'none' },
    machine: initialMachine(1),
    beside: [],
    saved: [],
    proof: { status: 'none', runs: [] },
    positions: {},
    section: 'components',
    inRows: false,
    menu: initialMenu,
    kernel: initialKernel,
    queries: {},
    drafts: [],
    consolePrefix: false,
    consoleFull: false,
  }
}

export function currentScreen(state: State): ScreenName {
  return state.path.at(-1) ?? 'profiles'
}

/** Goes to a screen; what lies behind it on the way from a profile to its machine is left. */
export function goTo(state: State, screen: ScreenName): State {
  return { ...state, path: pathTo(state.path, screen), dialog: undefined, message: undefined, editing: undefined }
}

/** One screen back; the first screen stays. */
export function goBack(state: State): State {
  const path = state.path.length > 1 ? state.path.slice(0, -1) : state.path
  return { ...state, path, dialog: undefined, message: undefined, editing: undefined }
}

export function say(state: State, message: Message | undefined): State {
  return { ...state, message }
}

export function withPreview(state: State, name: string, preview: Partial<Preview>): State {
  return { ...state, previews: { ...state.previews, [name]: { ...state.previews[name], ...preview } } }
}

/** Opens a project for editing, with an empty history; `saved` is what its file says. */
export function openEditor(
  state: State,
  project: Project,
  footprint: Footprint,
  saved = project.configuration.profile,
): State {
  const editor: Editor = { project, footprint, saved, past: [], future: [] }
  return {
    ...state,
    editor,
    plan: { status: 'none' },
    machine: { ...state.machine, options: {}, restore: undefined },
    result: undefined,
  }
}

/** Takes a changed project as the current one; the one before can be undone to. */
export function edited(state: State, project: Project, footprint: Footprint, label: string): State {
  const { editor } = state
  if (!editor) return state
  const step = { project: editor.project, footprint: editor.footprint, label }
  const past = [...editor.past, step].slice(-HISTORY)
  return {
    ...state,
    editor: { ...editor, project, footprint, past, future: [] },
    message: { tone: 'info', text: label },
  }
}

export function undo(state: State): State {
  return travel(state, 'past', 'future', 'Undone')
}

export function redo(state: State): State {
  return travel(state, 'future', 'past', 'Redone')
}

function travel(state: State, from: 'past' | 'future', to: 'past' | 'future', word: string): State {
  const { editor } = state
  const step = editor?.[from].at(-1)
  if (!editor || !step)
    return say(state, { tone: 'info', text: from === 'past' ? 'Nothing to undo' : 'Nothing to redo' })
  const now = { project: editor.project, footprint: editor.footprint, label: step.label }
  const next = {
    ...editor,
    project: step.project,
    footprint: step.footprint,
    [from]: editor[from].slice(0, -1),
    [to]: [...editor[to], now],
  }
  return { ...state, editor: next, editing: undefined, message: { tone: 'info', text: `${word}: ${step.label}` } }
}

/** The profile was written, and `project` opened from its file: that is the new base of "unsaved". The history stays, of this file now. */
export function saved(state: State, project: Project): State {
  const { editor } = state
  if (!editor) return state
  const before = editor.project.configuration.profile
  const ofFile = (step: EditStep): EditStep => ({ ...step, project: rebased(step.project, before, project) })
  const { past, future } = editor
  const now = { project, saved: project.configuration.profile, past: past.map(ofFile), future: future.map(ofFile) }
  return { ...state, editor: { ...editor, ...now } }
}

/** An earlier state of a profile as one of the file that it was saved in since: undone, it is saved there again, and extends the same. */
function rebased(
  { configuration, ...step }: Project,
  before: Profile,
  { loaded, out, configuration: now }: Project,
): Project {
  const { extends: parent, ...rest } = configuration.profile
  const kept = parent === before.extends ? now.profile.extends : parent
  const name = rest.name === before.name ? now.profile.name : rest.name
  const profile = { ...rest, name, ...(kept === undefined ? {} : { extends: kept }) }
  return { ...step, out, loaded: { ...loaded, profile }, configuration: { ...configuration, profile } }
}

/** True when the open profile differs from the file. */
export function hasChanges(state: State): boolean {
  const { editor } = state
  return editor !== undefined && !isDeepStrictEqual(editor.project.configuration.profile, editor.saved)
}

/** Better figures for the project that is being edited, if it still is. */
export function withFootprint(state: State, project: Project, footprint: Footprint): State {
  const { editor } = state
  return editor?.project === project ? { ...state, editor: { ...editor, footprint } } : state
}

export function withPlan(state: State, plan: BuildPlan): State {
  return { ...state, plan: { status: 'ready', plan } }
}

/** The newest record of a build of this profile that is known. */
export function knownRecord({ previews, result }: State, profile: string): BuildRecord | undefined {
  return result?.record?.profile === profile ? result.record : previews[profile]?.record
}

/** Keeps the cursor inside the list and the view around the cursor. */
export function moveList(
  position: ListPosition | undefined,
  wanted: number,
  length: number,
  rows: number,
): ListPosition {
  const cursor = Math.max(0, Math.min(wanted, length - 1))
  const view = Math.max(1, rows)
  let top = position?.top ?? 0
  if (cursor < top) top = cursor
  if (cursor >= top + view) top = cursor - view + 1
  return { cursor, top: Math.max(0, Math.min(top, length - view)) }
}

export function withPosition(state: State, list: string, position: ListPosition): State {
  return { ...state, positions: { ...state.positions, [list]: position } }
}
