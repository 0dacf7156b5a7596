/** The program with all its commands. */
import { makeProgram } from './command-table.ts'
import { runProgram } from './run-program.ts'

/** Runs one command line; resolves to the exit status. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  return runProgram(argv, makeProgram)
}
