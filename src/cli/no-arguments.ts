/** `smart-os` and nothing else: the configurator, without the table of commands, which costs a tenth of the time to the first frame. */
import { configureCommand } from './commands/configure.ts'
import { reportError } from './errors.ts'
import type { ConfigureFlags } from './flags.ts'
import { ignoreClosedPipe } from './output.ts'

/** What the table of commands makes of an empty command line. */
const NO_FLAGS: ConfigureFlags = { set: [], catalog: [], progress: 'auto' }

/** Resolves to the exit status. */
export async function runWithoutArguments(): Promise<number> {
  ignoreClosedPipe()
  try {
    return await configureCommand(NO_FLAGS)
  } catch (error) {
    return reportError(error)
  }
}
