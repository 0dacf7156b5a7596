/** One command line from its words to its exit status. */
import { type Command, CommanderError } from 'commander'
import { ExitStatus } from '../system/error.ts'
import { reportError } from './errors.ts'

/** Runs `argv` with the commands that `make` gives, which tell `finish` their status; resolves to it. Nothing below calls process.exit. */
export async function runProgram(
  argv: readonly string[],
  make: (finish: (status: number) => void) => Command,
): Promise<number> {
  let status: number = ExitStatus.done
  const program = make((code) => {
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
