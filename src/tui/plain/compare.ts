/** A comparison by questions: with what, then every difference in words, until nothing more is to be compared. */

import type { ComparedEntry, ComparedForm, ComparedSize, Comparison } from '../../configure/compare.ts'
import { isSame } from '../../configure/same.ts'
import type { Project } from '../../pipeline/types.ts'
import { formatSize } from '../../system/size.ts'
import { valueText } from '../model/difference.ts'
import { type Counterpart, labelOf } from '../session/comparing.ts'
import type { Choice } from './asker.ts'
import { everywhere, type Plain } from './context.ts'

type Answer = { with: Counterpart } | 'swap' | 'back'

/** True where enough was compared; false where the answer leads elsewhere. */
export async function askCompare(plain: Plain, project: Project): Promise<boolean> {
  const { session, store, asker } = plain
  store.setState({ dialog: undefined })
  const { name } = project.configuration.profile
  const counterparts = session.comparing.counterparts(project)
  let last: Counterpart | undefined
  let reverse = false
  for (;;) {
    const choices: Choice<Answer>[] = [
      ...counterparts.map((counterpart) => ({
        text: labelOf(counterpart),
        word: counterpart.type === 'profile' ? counterpart.reference : counterpart.type,
        value: { with: counterpart },
      })),
      ...(last ? [{ text: 'The same the other way round', word: 'swap', value: 'swap' as const }] : []),
      { text: 'Enough compared', value: 'back', back: true },
    ]
    const answer = await asker.choose(`Compare ${name} with what?`, choices, { other: everywhere(plain) })
    if (answer === undefined || answer === 'back') return answer === 'back'
    if (answer === 'swap') reverse = !reverse
    else last = answer.with
    if (last) await tellDifference(plain, project, last, reverse)
  }
}

async function tellDifference(
  { session, asker }: Plain,
  project: Project,
  counterpart: Counterpart,
  reverse: boolean,
): Promise<void> {
  const { name } = project.configuration.profile
  const other = labelOf(counterpart)
  const result = await session.comparing.compare(project, counterpart, reverse)
  asker.say()
  if ('error' in result) {
    asker.tell(result.error.text)
    if (result.error.hint) asker.tell(result.error.hint)
    return
  }
  const [before, after] = reverse ? [name, other] : [other, name]
  if (isSame(result.comparison)) return asker.tell(`Between ${before} and ${after} there is no difference.`)
  asker.tell(`From ${before} to ${after}:`)
  for (const words of comparisonWords(result.comparison)) asker.tell(words)
}

/** Each difference as one line: sizes, components and drivers, settings. Pure. */
export function comparisonWords({ sizes, entries, settings }: Comparison): string[] {
  return [
    ...sizes
      .filter(({ before, after }) => before.bytes !== after.bytes)
      .map(({ name, before, after }) => `${name}: ${sizeWords(before)} becomes ${sizeWords(after)}`),
    ...entries.map(entryWords),
    ...settings.map(({ path, before, after }) => `${path}: ${valueText(before)} becomes ${valueText(after)}`),
  ]
}

function entryWords({ kind, id, change, before, after }: ComparedEntry): string {
  if (change === 'changed' && before && after) {
    const parts = (['origin', 'mode', 'version'] as const).filter((part) => before[part] !== after[part])
    const words = parts.map((part) => `${part} ${before[part] ?? 'none'} becomes ${after[part] ?? 'none'}`)
    return `${kind} ${id}: ${words.join(', ')}`
  }
  return `${kind} ${id}: ${change}${formWords(after ?? before)}`
}

function formWords(form: ComparedForm | undefined): string {
  const words = [form?.origin, form?.mode, form?.version, form && form.size.bytes > 0 ? sizeWords(form.size) : '']
  const shown = words.filter(Boolean).join(', ')
  return shown === '' ? '' : ` (${shown})`
}

function sizeWords({ bytes, estimated }: ComparedSize): string {
  return `${estimated ? 'about ' : ''}${formatSize(bytes)}`
}
