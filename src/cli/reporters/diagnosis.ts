/** A failed step's diagnosis as text: the first real error, its surroundings, the cause, the way on. */
import type { Diagnosis } from '../../build/diagnosis.ts'
import { paint, say } from '../output.ts'

export function sayDiagnosis(diagnosis: Diagnosis): void {
  const err = process.stderr
  say(`\n${paint(['red', 'bold'], `${diagnosis.step} failed:`, err)} ${diagnosis.title}`)
  for (const line of diagnosis.excerpt)
    say(`  ${line === diagnosis.error ? paint('red', `> ${line}`, err) : `| ${line}`}`)
  if (diagnosis.configLog?.length) {
    say('  from config.log:')
    for (const line of diagnosis.configLog) say(`  | ${line}`)
  }
  if (diagnosis.cause) say(`  ${paint('bold', 'cause:', err)} ${diagnosis.cause}`)
  say(`  ${paint('cyan', 'hint:', err)} ${diagnosis.hint}`)
  if (diagnosis.log) say(`  log:  ${diagnosis.log}`)
}
