/** Flags as commander hands them over, and the pipeline options they mean. */

import type { RuntimeName } from '../machine/containers/index.ts'
import type { ProjectOptions } from '../pipeline/types.ts'
import type { Boot } from '../profile/boot.ts'
import { forward } from '../profile/rules.ts'
import type { Forward } from '../profile/types.ts'
import { ExitStatus, SmartError } from '../system/error.ts'

export interface CommonFlags {
  profile?: string
  set: string[]
  out?: string
  catalog: string[]
  origin?: string
}

export type ProgressKind = 'auto' | 'tty' | 'plain' | 'json' | 'quiet'

export interface BuildFlags extends CommonFlags {
  jobs?: number
  progress: ProgressKind
  offline?: boolean
  ccache?: boolean
  lock?: string
  debug?: boolean
}

export interface ConfigureFlags extends BuildFlags {
  /** The configurator by questions. */
  plain?: boolean
}

export interface RunFlags extends CommonFlags {
  boot?: Boot
  memory?: string
  cpus?: number
  display?: 'none' | 'window'
  forward: string[]
  snapshot?: boolean
  fresh?: boolean
  debug?: boolean
  print?: boolean
  headless?: boolean
  in?: RuntimeName | 'auto'
  restore?: string
}

export interface VerifyFlags extends CommonFlags {
  json?: boolean
  boot: string[]
  memory?: string
  progress: ProgressKind
}

/** `--forward` as given. Throws SmartError (usage) for what is none. */
export function parseForwards(texts: readonly string[]): Forward[] {
  return texts.map((text) => {
    const parsed = forward.safeParse(text)
    if (!parsed.success)
      throw new SmartError(`--forward ${text}: expected HOST:GUEST such as 8080:80`, { exitStatus: ExitStatus.usage })
    return parsed.data
  })
}

/** The profile that the flags name, with their changes. Throws when none is named. */
export function projectOptions(flags: CommonFlags): ProjectOptions {
  if (flags.profile === undefined)
    throw new SmartError('No profile is named', {
      hint: 'Add --profile NAME; smart-os profiles list shows all',
      exitStatus: ExitStatus.usage,
    })
  return { profile: flags.profile, ...projectChanges(flags) }
}

/** The same profile with the same changes, as words of another command. */
export function repeatedFlags({ profile, set, out, catalog, origin }: CommonFlags): string[] {
  return [
    ...(profile === undefined ? [] : ['--profile', profile]),
    ...(origin === undefined ? [] : ['--origin', origin]),
    ...set.flatMap((change) => ['--set', change]),
    ...catalog.flatMap((folder) => ['--catalog', folder]),
    ...(out === undefined ? [] : ['--out', out]),
  ]
}

/** What the flags say of any profile that is opened. */
export function projectChanges(flags: Omit<CommonFlags, 'profile'>): Omit<ProjectOptions, 'profile'> {
  const origin = flags.origin === undefined ? [] : [`origin=${flags.origin}`]
  return {
    sets: [...origin, ...flags.set],
    ...(flags.out === undefined ? {} : { out: flags.out }),
    catalogs: flags.catalog,
  }
}
