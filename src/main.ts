/** Entry of the bundle: hands the arguments to the command line. Commands import what they need when they run. */
import { runCommandLine } from './cli/program.ts'

process.exitCode = await runCommandLine(process.argv.slice(2))
