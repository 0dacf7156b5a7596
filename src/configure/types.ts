/** The configuration: profile × catalog, fully resolved; every value says why it has that value. */
import type { Catalog, CatalogEntry } from '../catalog/types.ts'
import type { DriverMode, KernelValue, OptionValue, Origin, Profile } from '../profile/types.ts'

/** Why an entry is on or off. */
export type Reason =
  | { type: 'chosen' }
  | { type: 'essential' }
  | { type: 'required'; by: string[] }
  | { type: 'setting'; setting: string }
  | { type: 'off' }

/** Something that stops an entry from being switched on or off as things stand. */
export interface Block {
  /** A whole sentence. */
  text: string
  /** The entry or setting (dotted path) that is in the way. */
  by: string
}

export interface EntryState {
  entry: CatalogEntry
  selected: boolean
  /** Drivers only. */
  mode?: DriverMode
  /** Components only; absent where it has nothing but files of its own. */
  origin?: Origin
  /** Why this origin or mode, in a few words, where something other than the profile's own line decides. */
  why?: string
  reason: Reason
  /** Options with defaults filled in; components only. */
  options: Record<string, OptionValue>
  /** Why it cannot be switched on (when off) or off (when on). Empty: free. */
  blocks: Block[]
  /** Selected entries that need this one. */
  neededBy: string[]
}

/** A kernel symbol's requested value and everyone who asked for it. */
export interface KernelRequest {
  symbol: string
  value: KernelValue
  by: string[]
  /** The tree has it as a string: its value is a text, also where it looks like a level or a number. */
  text?: true
}

/** A problem of the whole configuration. Errors stop a build; warnings do not. */
export interface Problem {
  severity: 'error' | 'warning'
  message: string
  hint?: string
  /** Dotted path of the setting or the entry id it is about. */
  about: string
}

/** Estimated (or, where built, measured) cost of the configuration. Bytes and seconds. */
export interface Footprint {
  kernelBytes: number
  initramfsBytes: number
  rootfsBytes: number
  /** Bytes counted against image.budget. */
  imageBytes: number
  budgetBytes?: number
  /** Smallest guest memory that is known or estimated to boot. */
  memoryFloorBytes: number
  /** True where at least one figure is an estimate. */
  estimated: boolean
}

export interface Configuration {
  profile: Profile
  catalog: Catalog
  /** Every catalog entry, selected or not, in catalog order. */
  states: ReadonlyMap<string, EntryState>
  /** Selected components in dependency order (dependencies first). */
  components: string[]
  /** Selected drivers, sorted. */
  drivers: string[]
  kernel: ReadonlyMap<string, KernelRequest>
  /** Bytes of guest memory: the profile's, or the floor that this system cannot do without where that is more. */
  memory: number
  problems: Problem[]
}

/** One edit of a profile. Edits are data: they can be previewed, applied, undone. */
export type Change =
  | { type: 'component'; id: string; value: boolean }
  | { type: 'option'; component: string; option: string; value: OptionValue }
  | { type: 'driver'; id: string; value: DriverMode | false }
  | { type: 'set'; path: string; value: unknown }
