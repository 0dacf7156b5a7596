/** Waiting for a boot's prompt, but not longer than the boot has hope. */
import { answerAsTerminal, explainBootFailure, FATAL_LINE, lastSerialLines } from '../machine/index.ts'
import type { Machine } from '../machine/types.ts'
import { SmartError } from '../system/error.ts'

/** Lines of serial log searched for a cause, and shown with it. */
const SEARCHED = 400
const SHOWN = 6

/** Milliseconds in which a panic has printed its explanation. */
const LAST_WORDS = 500

/** Throws SmartError with the likely cause and the last lines when no prompt comes, or only that of a rescue shell. */
export async function untilPrompt(machine: Machine, seconds: number): Promise<void> {
  const fatal = Promise.withResolvers<'fatal'>()
  let isFatal = false
  let tail = ''
  const watch = (bytes: Buffer): void => {
    tail = (tail + bytes.toString('latin1')).slice(-4096)
    if (isFatal || !FATAL_LINE.test(tail)) return
    isFatal = true
    setTimeout(() => fatal.resolve('fatal'), LAST_WORDS)
  }
  machine.console.on('data', watch)
  const leaveAlone = answerAsTerminal(machine.console)
  try {
    await Promise.race([machine.reached('login', seconds).catch(() => undefined), fatal.promise])
    const arrived = machine.timeline.some(({ milestone }) => milestone === 'login')
    if (arrived && !isFatal) return
  } finally {
    machine.console.off('data', watch)
    leaveAlone()
  }
  const log = await lastSerialLines(machine.spec.serialLog, SEARCHED)
  const ended = await Promise.race([machine.exited.then(() => true), Promise.resolve(false)])
  throw new SmartError(explainBootFailure(log.join('\n'), machine.spec, machine.timeline.at(-1)?.milestone, ended), {
    hint: log.slice(-SHOWN).join('\n'),
    where: machine.spec.serialLog,
  })
}
