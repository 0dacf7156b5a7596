/** A value typed in: what it is now, what is expected, and again where it is not that. */
import { type MenuRow, rowValue } from '../model/menu.ts'
import { hintOf, isSecret, startText, titleOf } from '../model/value.ts'
import { takeValue } from '../session/taking.ts'
import type { Plain } from './context.ts'

/** An empty answer leaves the value as it is. A text that may be empty is emptied by `-`. */
export async function askValue({ session, asker }: Plain, row: MenuRow): Promise<void> {
  const secret = isSecret(row)
  const now = secret ? '' : rowValue(row)
  const hint = hintOf(row)
  asker.say()
  if (hint !== '') asker.tell(hint)
  for (;;) {
    const question = `${titleOf(row)}${now === '' ? '' : `, now ${now}`}; Enter leaves it${emptiable(row) ? ', - empties it' : ''}`
    const typed = await asker.text(question, { secret })
    if (typed === '' || typed === startText(row)) return
    const complaint = await takeValue(session, row, typed === '-' && emptiable(row) ? '' : typed)
    if (complaint === undefined) return
    asker.tell(`Not taken: ${complaint}`)
  }
}

function emptiable(row: MenuRow): boolean {
  if (row.kind !== 'setting' && row.kind !== 'option') return false
  return (
    row.spec.type === 'list' || ('optional' in row.spec && row.spec.optional === true && row.spec.type !== 'secret')
  )
}
