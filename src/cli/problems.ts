/** A configuration's problems on stderr. */
import type { Configuration } from '../configure/types.ts'
import { paint, say } from './output.ts'

/** Prints warnings and errors; true when there are errors. */
export function printProblems(configuration: Configuration): boolean {
  for (const { severity, message, hint } of configuration.problems) {
    const label =
      severity === 'error'
        ? paint(['red', 'bold'], 'error:', process.stderr)
        : paint('yellow', 'warning:', process.stderr)
    say(`${label} ${message}`)
    if (hint) say(`  ${paint('cyan', 'hint:', process.stderr)} ${hint}`)
  }
  return configuration.problems.some((problem) => problem.severity === 'error')
}
