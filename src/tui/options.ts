/** What the configurator is started with and what it gives back, whichever form it has. */
import { spawnSync } from 'node:child_process'
import type { Pipeline } from '../pipeline/types.ts'
import type { Core } from './core.ts'
import type { RawInput } from './input-tap.ts'
import type { SessionContext } from './session/context.ts'
import type { Settings } from './settings.ts'

export interface ConfiguratorOptions {
  /** Given as a function, it is loaded after the first frame. */
  pipeline: Pipeline | (() => Promise<Pipeline>)
  stdin: RawInput
  stdout: NodeJS.WriteStream
  /** Opened at once, instead of the list. */
  profile?: string
  /** Folder where unsaved changes survive a crash; none: they last as long as the session. */
  drafts?: string
  settings: Settings | (() => Promise<Settings>)
  env?: NodeJS.ProcessEnv
  /** Ends the configurator from outside (a hang-up); everything it started is ended. */
  signal?: AbortSignal
  /** The lower rooms' pure calls; the real ones unless a test gives others. */
  loadCore?: () => Promise<Core>
  /** Runs a program with the person's terminal; a test has none to give. */
  runChild?: SessionContext['runChild']
}

export interface ConfiguratorResult {
  exitStatus: number
  /** What should stay on the terminal: what was built, where the files and logs are. The caller prints it. */
  summary: string[]
}

/** Gives the terminal to a program until it ends. */
export function runInTerminal(
  [program = 'sh', ...args]: readonly string[],
  options: { env: Record<string, string>; cwd: string },
) {
  const { error } = spawnSync(program, args, { ...options, stdio: 'inherit' })
  if (error) throw error
}
