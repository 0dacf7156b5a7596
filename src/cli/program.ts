/** The program with all its commands. */
import { makeProgram } from './command-table.ts'
import { ignoreClosedPipe } from './output.ts'
import { runProgram } from './run-program.ts'

/** Runs one command line; resolves to the exit status. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  ignoreClosedPipe()
  return runProgram(argv, makeProgram)
}
