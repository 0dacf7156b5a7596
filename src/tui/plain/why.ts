/** Why a row is as it is, what stands in the way, and the ways out by number, each with what it costs. */
import { describeRow } from '../model/describe.ts'
import { findMenuRow } from '../screens/info.tsx'
import { aboutId, overBudget, sizeWords, takeWay, timeWords, type Way, waysOut } from '../session/ways.ts'
import type { Dialog } from '../state.ts'
import { type Choice, COLUMNS } from './asker.ts'
import { everywhere, type Plain } from './context.ts'

export async function askWhy(plain: Plain, { id, wanted }: Extract<Dialog, { type: 'why' }>): Promise<void> {
  const { session, store, asker, signal } = plain
  const editor = store.getState().editor
  store.setState({ dialog: undefined })
  if (!editor) return
  const { configuration } = editor.project
  const { core } = session
  const state = configuration.states.get(id)
  const aim = wanted ?? !state?.selected
  asker.say()
  if (state && state.blocks.length > 0) {
    asker.tell(`${id} cannot be switched ${aim ? 'on' : 'off'} as things are:`)
    for (const { text } of state.blocks) asker.tell(`${text}.`)
  }
  for (const { message, hint } of core.problemsAbout(configuration, aboutId(id))) {
    asker.tell(message)
    if (hint) asker.tell(hint)
  }
  const over = overBudget(editor, id)
  if (over !== undefined) asker.tell(`${over}.`)
  const row = findMenuRow(id, configuration, core.profileAsFile(configuration.profile))
  if (row) asker.rows(describeRow(row, COLUMNS, store.getState().menu.measured))
  const ways = waysOut(session, configuration, id, aim)
  const choices: Choice<Way | 'back'>[] = []
  for (const way of ways) {
    const seconds = await session.editing.timeOf(way.changes, signal)
    const words = way.changes.map((change) => core.describeChange(change)).join(', and ')
    choices.push({ text: `${words} (${sizeWords(way.bytes)}${timeWords(seconds ?? null)})`, value: way })
  }
  const troubled = (state?.blocks.length ?? 0) > 0 || core.problemsAbout(configuration, aboutId(id)).length > 0
  if (ways.length === 0) {
    if (troubled) asker.tell('Nothing in the profile can change that.')
    else asker.tell('Nothing stands in its way.')
    return
  }
  choices.push({ text: 'Leave it as it is', value: 'back', back: true })
  const question = ways.length > 1 ? 'Ways out, the smallest first. Which one?' : 'The smallest fix. Take it?'
  const way = await asker.choose(question, choices, { other: everywhere(plain) })
  if (way && way !== 'back') takeWay(session, way)
}
