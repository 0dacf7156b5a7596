/** Everything the configurator knows at a moment, as plain immutable data. Handles and buffers live in the session. */
import type { Diagnosis } from '../build/diagnosis.ts'
import type { BuildPlan } from '../build/types.ts'
import type { BuildView } from '../build/view.ts'
import type { Change, Footprint } from '../configure/types.ts'
import type { BuildRecord } from '../image/types.ts'
import type { GuestMemory } from '../machine/guest-memory.ts'
import type { Picture } from '../machine/png.ts'
import type { MachineSpec, TimelineEntry } from '../machine/types.ts'
import type { Usage } from '../machine/usage.ts'
import type { LaunchOptions, ListedState, Project } from '../pipeline/types.ts'
import type { DraftEntry } from '../profile/drafts.ts'
import type { ProfileDifferenceLine } from '../profile/save.ts'
import type { Profile } from '../profile/types.ts'
import type { CheckResult, Proof } from '../verify/types.ts'
import type { ProfileEntry } from './core.ts'
import type { Command } from './keys.ts'
import type { KernelState } from './state/kernel.ts'
import type { MenuState } from './state/menu.ts'
import type { ThemeName } from './theme.ts'

export type ScreenName = 'profiles' | 'configure' | 'kernel' | 'plan' | 'build' | 'launch' | 'console' | 'result'

export type Dialog =
  | { type: 'help' }
  | { type: 'search'; commands: readonly Command[] }
  | { type: 'palette'; commands: readonly Command[] }
  | { type: 'why'; id: string; wanted?: boolean }
  | { type: 'info'; id: string }
  | { type: 'kernel-info'; component: string; entry: number }
  | { type: 'kernel-why'; component: string; symbol: string; wanted?: string }
  | { type: 'form'; path: string; index: number | undefined; symbol?: string }
  | { type: 'save'; after: After }
  | { type: 'leave'; after: After }
  | { type: 'open-file' }
  | { type: 'new-profile'; from: string }
  | { type: 'compare'; project: Project }
  | { type: 'draft'; draft: DraftEntry; changes: readonly ProfileDifferenceLine[] }
  | { type: 'quit-machine' }
  | { type: 'delete-saved'; saved: ListedState }
  | { type: 'step'; id: string }
  | { type: 'picture'; file: string; picture: Picture }
  | { type: 'log'; title: string; path: string }

/** Where the way leads once changes were saved or given up. */
export type After = 'stay' | 'leave' | 'quit' | { open: string }

export interface Message {
  tone: 'info' | 'good' | 'warning' | 'bad'
  text: string
  hint?: string | undefined
}

/** Good news and small talk, which make room again by themselves. */
export function passes({ tone }: Message): boolean {
  return tone === 'info' || tone === 'good'
}

/** Where a list stands; kept per list so that coming back finds the same place. */
export interface ListPosition {
  cursor: number
  top: number
}

/** How far a profile has come in the output folder. */
export type Standing = 'built' | 'proven' | 'failed'

/** What the profile screen shows beside the highlighted name. */
export interface Preview {
  project?: Project
  footprint?: Footprint
  plan?: BuildPlan
  /** No plan could be made without the network. */
  unplanned?: boolean
  record?: BuildRecord | undefined
  proof?: Proof | undefined
  /** Settings that were others when that was built. */
  stale?: readonly string[]
  error?: Message
}

/** What a listed profile is for and what is in it, for the search. */
export interface Contents {
  title: string
  summary: string
  components: readonly string[]
}

/** One step of the undo history: the project before a change, and what the change was. */
export interface EditStep {
  project: Project
  footprint: Footprint
  label: string
}

export interface Editor {
  project: Project
  footprint: Footprint
  /** The profile as it is on disk. */
  saved: Profile
  past: readonly EditStep[]
  future: readonly EditStep[]
}

export interface PlanState {
  status: 'none' | 'loading' | 'ready' | 'failed'
  plan?: BuildPlan
  error?: Message
}

export interface BuildState {
  status: 'running' | 'cancelling' | 'done' | 'failed' | 'cancelled'
  profile: string
  project: Project
  startedAt: number
  finishedAt?: number
  view?: BuildView
  /** Log files by step id. */
  logs: Readonly<Record<string, string>>
  /** Counts up whenever a log got lines: what log panes subscribe to. */
  logVersion: number
  failure?: { step?: string; diagnosis?: Diagnosis; message: Message }
  notices: readonly string[]
}

export interface MachineState {
  /** 1 for the first, 2 for the one beside it, … */
  number: number
  /** Which of its profile's machines it is: the first has the profile's own folder and ports. */
  instance: number
  status: 'none' | 'preparing' | 'ready' | 'starting' | 'running' | 'paused' | 'ended' | 'failed'
  options: LaunchOptions
  /** Saved machine that the next start goes on from. */
  restore?: string | undefined
  spec?: MachineSpec
  argv?: string[]
  accelerationReason?: string
  /** What a person should know of this start: a port that was moved, a disk that was set aside. */
  notes: readonly string[]
  startedAt?: number
  timeline: readonly TimelineEntry[]
  /** Counts up whenever the guest's screen changed. */
  screenVersion: number
  /** Of the host, while it runs. */
  usage?: Usage | undefined
  /** As its own kernel has it, where that tells. */
  guestMemory?: GuestMemory | undefined
  error?: Message | undefined
}

export interface CheckState {
  id: string
  state: 'waiting' | 'running' | CheckResult['status']
  reason: string
  seconds: number
}

export interface ProofState {
  status: 'none' | 'running' | 'passed' | 'failed' | 'error'
  runs: readonly { boot: string; memory: number; checks: readonly CheckState[] }[]
  error?: Message
}

export interface State {
  path: readonly ScreenName[]
  dialog?: Dialog | undefined
  message?: Message | undefined
  theme: ThemeName
  profiles: readonly ProfileEntry[]
  previews: Readonly<Record<string, Preview>>
  /** Of profiles that were not looked at: as far as a search has read them. */
  contents: Readonly<Record<string, Contents>>
  /** Those that were built, whether they were opened or not. */
  standings: Readonly<Record<string, Standing>>
  /** The profile highlighted on the first screen. */
  highlighted: string
  editor?: Editor | undefined
  plan: PlanState
  build?: BuildState | undefined
  /** The machine that is shown, and those beside it. */
  machine: MachineState
  beside: readonly MachineState[]
  /** Saved machines of the project. */
  saved: readonly ListedState[]
  proof: ProofState
  result?: { record: BuildRecord | undefined; proof: Proof | undefined; out: string; named: string[] } | undefined
  positions: Readonly<Record<string, ListPosition>>
  /** Section of the configure screen, and whether its rows (not the section list) have the focus. */
  section: string
  inRows: boolean
  /** Path of the setting or option that is being typed. */
  editing?: string | undefined
  menu: MenuState
  kernel: KernelState
  /** What was looked for last, by the name of the finder. */
  queries: Readonly<Record<string, string>>
  /** A command chosen by its name: run as soon as its screen is shown again. */
  pending?: Command | undefined
  /** Unsaved changes that earlier sessions left, newest first. */
  drafts: readonly DraftEntry[]
  /** The profile whose machine starts as soon as it is built. */
  runWhenBuilt?: string | undefined
  /** The step of the tour that is shown; and whether the first screen offers one. */
  tour?: number | undefined
  tourOffered?: boolean
  consolePrefix: boolean
  consoleFull: boolean
}

/** A change with the words for the status line and the undo history. */
export interface LabelledChange {
  label: string
  changes: Change[]
}
