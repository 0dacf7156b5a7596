/** The whole road as the two faces see it: open a profile, plan, build, run, verify. Everything here is a plain call. */
import type { ShellSession } from '../build/shell.ts'
import type { BuildListener, BuildPlan } from '../build/types.ts'
import type { Catalog } from '../catalog/types.ts'
import type { Comparison } from '../configure/compare.ts'
import type { Configuration } from '../configure/types.ts'
import type { BuildRecord } from '../image/types.ts'
import type { Machine, MachineEvent, MachineSpec } from '../machine/types.ts'
import type { Boot } from '../profile/boot.ts'
import type { Forward, LoadedProfile, Profile } from '../profile/types.ts'
import type { Proof, RunKind, VerifyEvent } from '../verify/types.ts'
import type { FetchSourceOptions } from './kconfig-source.ts'
import type { ConfigurableTree } from './kconfig-tree.ts'
import type { SymbolCost } from './symbol-costs.ts'

export type { ConfigurableTree } from './kconfig-tree.ts'
export type { SymbolCost } from './symbol-costs.ts'

export interface ProjectOptions {
  /** A profile's name or the path of a file. */
  profile: string
  /** `key=value` texts, applied in order over the profile. */
  sets?: string[]
  /** Output folder; default `out/<profile>` below the current folder. */
  out?: string
  /** Further catalog folders. */
  catalogs?: string[]
}

export interface Project {
  loaded: LoadedProfile
  catalog: Catalog
  configuration: Configuration
  /** Absolute. */
  out: string
  cache: string
}

export interface PlanProjectOptions {
  jobs?: number
  signal?: AbortSignal
  offline?: boolean
  /** For a plan that is only shown, over and over: the store is not listed again for a minute. */
  glance?: boolean
}

export interface BuildProjectOptions {
  jobs?: number
  signal?: AbortSignal
  onEvent?: BuildListener
  offline?: boolean
  ccache?: boolean
}

export interface LaunchOptions {
  memory?: number
  cpus?: number
  boot?: Boot
  display?: 'none' | 'window'
  /** `none` leaves out the card that the profile has. */
  network?: 'user' | 'none'
  forward?: { host: number; guest: number; protocol: 'tcp' | 'udp' }[]
  /** Further machines beside the first, from 2 on: each with a folder, a serial log and ports of its own. */
  instance?: number
  /** Forwards of machines that are starting just now: their ports are not bound yet, and theirs all the same. */
  promised?: Forward[]
  /** Throw the disk's changes away at the end. */
  snapshot?: boolean
  /** The kernel started directly, with the words that make it and /init tell all they do. */
  debug?: boolean
  /** Start from the disk as built; one that earlier runs wrote to is set aside. */
  fresh?: boolean
}

/** A saved machine of a project. */
export interface ListedState {
  name: string
  /** ISO 8601. */
  created: string
  /** On the disk. */
  bytes: number
  memory: number
}

/** What was measured on this machine, by component: bytes in the machine, seconds to build. */
export interface Measurements {
  bytes: Readonly<Record<string, number>>
  seconds: Readonly<Record<string, number>>
}

/** Exact bytes of what is built already of a configuration: its components in the machine, and the parts of its image. */
export interface PlannedSizes {
  bytes: Readonly<Record<string, number>>
  kernelBytes?: number
  initramfsBytes?: number
  /** In use in the root file system of the disk or the ISO. */
  rootBytes?: number
}

/** The calls a face needs; tests give the faces a fake of this. */
export interface Pipeline {
  openProject(options: ProjectOptions): Promise<Project>
  /** The same project with another profile, resolved anew. */
  reconfigure(project: Project, profile: Profile): Project
  planProject(project: Project, options?: PlanProjectOptions): Promise<BuildPlan>
  buildProject(project: Project, options?: BuildProjectOptions): Promise<BuildRecord>
  measured(project: Project): Promise<Measurements>
  plannedSizes(project: Project, plan: BuildPlan): Promise<PlannedSizes>
  /** The project as its output folder holds it; undefined where nothing was built or that cannot be told any more. */
  builtProject(project: Project): Promise<Project | undefined>
  /** Dotted paths of settings that were others when the images were built. */
  staleSettings(project: Project): Promise<string[]>
  /** What `after` has otherwise than `before`. */
  compareProjects(before: Project, after: Project): Promise<Comparison>
  /** The Kconfig tree of a component's source and what its recipe starts from; undefined where the source is not unpacked here. */
  openConfigurableTree(project: Project, component: string, signal?: AbortSignal): Promise<ConfigurableTree | undefined>
  /** What symbols of a tree add, by name without `CONFIG_`, where builds on this machine have measured it. */
  symbolCosts(
    project: Project,
    source: ConfigurableTree,
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, SymbolCost>>
  /** Fetches and unpacks a component's source; the folder. */
  fetchSource(project: Project, component: string, options?: FetchSourceOptions): Promise<string>
  /** The sandbox of a component's build, as a program to run in the person's terminal. */
  openShell(project: Project, component: string): Promise<ShellSession>
  /** What the last build left in the output folder; undefined when nothing was built. */
  lastBuild(project: Project): Promise<BuildRecord | undefined>
  lastProof(project: Project): Promise<Proof | undefined>
  /** The machine that `run` would start, with its command to paste. */
  prepareMachine(
    project: Project,
    options?: LaunchOptions,
  ): Promise<{ spec: MachineSpec; argv: string[]; accelerationReason: string; notes?: string[] }>
  /** The machine with those forwards moved whose ports are taken by now, or are `promised`; `moved` says which, in words. */
  settlePorts(
    spec: MachineSpec,
    promised?: readonly Forward[],
  ): Promise<{ spec: MachineSpec; argv: string[]; moved: string[] }>
  startMachine(
    spec: MachineSpec,
    options?: { signal?: AbortSignal; onEvent?: (event: MachineEvent) => void },
  ): Promise<Machine>
  /** Notes that a machine runs, so that commands of other terminals find it. */
  announceMachine(project: Project, spec: MachineSpec): Promise<void>
  /** Saves a running machine under a name. Throws SmartError with the reason where it cannot be saved. */
  saveState(project: Project, machine: Pick<Machine, 'qmp' | 'spec'>, name: string, signal?: AbortSignal): Promise<void>
  listSaved(project: Project): Promise<ListedState[]>
  /** Throws SmartError where there is none of that name. */
  deleteSaved(project: Project, name: string): Promise<void>
  /** The machine that goes on from what was saved. Its disks are put back by this call: it is made when it starts. */
  prepareSaved(
    project: Project,
    name: string,
  ): Promise<{ spec: MachineSpec; argv: string[]; accelerationReason: string; notes?: string[] }>
  verifyProject(
    project: Project,
    options?: { boots?: RunKind[]; signal?: AbortSignal; onEvent?: (event: VerifyEvent) => void },
  ): Promise<Proof>
}
