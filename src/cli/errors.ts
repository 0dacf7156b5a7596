/** Errors as a person reads them: what happened, where, what to do next. Anything unexpected is shown as the defect it is. */
import { ExitStatus, SmartError } from '../system/error.ts'
import { paint, say } from './output.ts'

/** Prints an error to stderr and returns the exit status it means. */
export function reportError(error: unknown): number {
  if (error instanceof SmartError) {
    say(errorText(error))
    return error.exitStatus
  }
  say(
    `${paint('red', 'smart-os failed in a way it should not:', process.stderr)} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  )
  say('This is a defect of smart-os, not of your profile. Nothing that was built before is lost.')
  return ExitStatus.failed
}

/** Message, place and hint on lines of their own. */
export function errorText(error: SmartError): string {
  const lines = [`${paint(['red', 'bold'], 'error:', process.stderr)} ${error.message}`]
  if (error.where && !error.message.includes(error.where)) lines.push(`  at ${error.where}`)
  if (error.hint) lines.push(`  ${paint('cyan', 'hint:', process.stderr)} ${error.hint}`)
  return lines.join('\n')
}
