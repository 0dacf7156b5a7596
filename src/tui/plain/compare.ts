/** A comparison by questions: with what, then every difference as a line, until nothing more is to be compared. */
import { isSame } from '../../configure/same.ts'
import type { Project } from '../../pipeline/types.ts'
import { comparisonRows } from '../model/comparison.ts'
import { type Counterpart, labelOf } from '../session/comparing.ts'
import { type Choice, COLUMNS } from './asker.ts'
import { everywhere, type Plain } from './context.ts'

type Answer = { with: Counterpart } | 'swap' | 'back'

export async function askCompare(plain: Plain, project: Project): Promise<void> {
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
    if (answer === undefined || answer === 'back') return
    if (answer === 'swap') reverse = !reverse
    else last = answer.with
    if (last) await tellDifference(plain, project, last, reverse)
  }
}

async function tellDifference(
  { session, asker, glyphs }: Plain,
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
  asker.tell(`From ${before} to ${after}; + is added, - is gone, ~ is changed:`)
  asker.rows(comparisonRows(result.comparison, COLUMNS, glyphs))
}
