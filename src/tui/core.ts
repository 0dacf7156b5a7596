/**
 * The pure calls of the lower rooms that the configurator uses beside the Pipeline, gathered so that they are loaded only
 * after the first frame, and so that tests can give others.
 */
import type { OptionSpec } from '../catalog/types.ts'
import type { Change, Configuration, Footprint, Problem } from '../configure/types.ts'
import type { PlannedSizes } from '../pipeline/types.ts'
import type { DraftEntry } from '../profile/drafts.ts'
import type { LoadedProfile, OptionValue, Profile } from '../profile/types.ts'
import type { ValueSource } from '../profile/value-source.ts'
import type { HostTool } from '../system/tools.ts'

export interface ProfileEntry {
  name: string
  file: string
  builtin: boolean
}

export interface Core {
  listProfiles(): Promise<ProfileEntry[]>
  /** A profile with what it extends; throws what is wrong with it. */
  loadProfile(reference: string): Promise<LoadedProfile>
  /** Writes the differences from `base`, and takes that back where `tryOut` throws; returns the absolute path. */
  saveProfile(
    profile: Profile,
    base: Profile,
    file: string | undefined,
    tryOut: (path: string) => Promise<unknown>,
  ): Promise<string>
  /** The YAML that would be saved. */
  profileYaml(profile: Profile, base: Profile): string
  /** A profile in the words of its file: sizes as `64M`. */
  profileAsFile(profile: Profile): Record<string, unknown>
  diffProfiles(before: Profile, after: Profile): { path: string; before: unknown; after: unknown }[]
  applyChange(profile: Profile, change: Change): Profile
  applyChanges(profile: Profile, changes: readonly Change[]): Profile
  /** `key=value` texts over a profile, as `--set` takes them. Throws what is wrong with one. */
  applySets(profile: Profile, sets: readonly string[]): Profile
  /** Where a profile of this name is saved. Throws when the name cannot be one. */
  ownProfileFile(name: string): string
  describeChange(change: Change): string
  /** Smallest changes that let `id` be switched to `wanted`; undefined when there are none. */
  proposeFix(configuration: Configuration, id: string, wanted: boolean): Change[] | undefined
  /** Ways to switch `id` to `wanted`, and ways out of a problem; the smallest first. */
  proposeFixes(configuration: Configuration, id: string, wanted: boolean): Change[][]
  proposeProblemFixes(configuration: Configuration, problem: Problem): Change[][]
  /** Ways to make the image `excess` bytes smaller, or its budget larger; `costOf` says what changes cost in bytes. */
  proposeBudgetFixes(
    configuration: Configuration,
    excess: number,
    costOf: (changes: readonly Change[]) => number,
  ): Change[][]
  problemsAbout(configuration: Pick<Configuration, 'problems'>, id: string): Problem[]
  /** Which profile of the chain says what is under these keys of a file, and in which line. */
  valueSource(loaded: LoadedProfile, keys: readonly string[]): ValueSource | undefined
  lineOf(file: string, keys: readonly string[]): Promise<number | undefined>
  /** The crypt(5) hash of a password. */
  hashPassword(password: string): Promise<string>
  footprint(configuration: Configuration, measured?: PlannedSizes): Footprint
  /** An estimate held against a configuration whose figures are known. */
  calibrated(estimate: Footprint, base: { estimate: Footprint; exact: Footprint }): Footprint
  /** What was expected instead, or undefined when the value is right. */
  optionComplaint(spec: OptionSpec, value: OptionValue): string | undefined
  missingTools(): HostTool[]
  /** Bytes free on the disk of a folder. */
  freeBytes(folder: string): Promise<number>
  /** Unsaved changes on disk. */
  draftId(): Promise<string>
  listDrafts(folder: string): Promise<DraftEntry[]>
  writeDraft(folder: string, id: string, reference: string, profile: Profile): Promise<void>
  removeDraft(folder: string, id: string): Promise<void>
  /** False when another session was quicker. */
  claimDraft(folder: string, id: string, as: string): Promise<boolean>
  releaseDraft(id: string): void
}

/** The real ones. */
export async function loadCore(): Promise<Core> {
  const [profile, configure, tools, space] = await Promise.all([
    import('../profile/index.ts'),
    import('../configure/index.ts'),
    import('../system/tools.ts'),
    import('../system/free-space.ts'),
  ])
  return { ...profile, ...configure, ...tools, ...space }
}
