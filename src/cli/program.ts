/** The program: one command line from its words to its exit status. */
import { CommanderError } from 'commander'
import { ExitStatus } from '../system/error.ts'
import { makeProgram } from './command-table.ts'
import { reportError } from './errors.ts'
import { ignoreClosedPipe } from './output.ts'

/** Runs one command line; resolves to the exit status. Nothing below calls process.exit. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  ignoreClosedPipe()
  let status: number = ExitStatus.done
  const program = makeProgram((code) => {
    status = code
  })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return status
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitStatus.done : ExitStatus.usage
    return reportError(error)
  }
}
