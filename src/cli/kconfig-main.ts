/**
 * Entry of a bundle of its own for `smart-os kconfig …`, which build scripts call again and again: one file instead of the twenty that
 * the whole program is loaded from, and no other command made. It says and does what the same command does by way of main.ts.
 */
import { emptyProgram } from './empty-program.ts'
import { kconfigCommands } from './kconfig-commands.ts'
import { runProgram } from './run-program.ts'

process.exitCode = await runProgram(process.argv.slice(2), (finish) => {
  const program = emptyProgram()
  kconfigCommands(program, finish)
  return program
})
