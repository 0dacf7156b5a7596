/** A member of a list: a question for each field, judged at once, and taken as one step when all are answered. */
import { judgeMember, type MemberForm, memberForm, startTexts } from '../model/member.ts'
import type { FieldSpec } from '../model/settings-table.ts'
import { takeMember } from '../session/taking.ts'
import type { Dialog } from '../state.ts'
import type { Choice } from './asker.ts'
import type { Plain } from './context.ts'

/** So often the whole form is asked again before it is given up. */
const ROUNDS = 20

export async function askForm(plain: Plain, { path, index, symbol }: Extract<Dialog, { type: 'form' }>): Promise<void> {
  const { session, store, asker } = plain
  const { editor } = store.getState()
  store.setState({ dialog: undefined })
  if (!editor) return
  const { profile } = editor.project.configuration
  const form = memberForm(session.core.profileAsFile(profile), path, index)
  const texts = startTexts(form.fields, form.before, symbol)
  const forgotten = new Set<string>()
  const noun = form.spec?.items?.noun ?? 'member'
  asker.say()
  asker.tell(
    index === undefined ? `A new ${noun}. A dot alone gives it up.` : `Change the ${noun}. A dot alone leaves it.`,
  )
  let asked = form.fields
  for (let round = 0; round < ROUNDS; round++) {
    for (const field of asked) if (!(await askField(plain, form, field, texts, forgotten))) return
    const wrong = await takeMember(session, form, texts, [...forgotten])
    const fields = form.fields.filter(({ key }) => key in wrong)
    if (Object.keys(wrong).length === 0) return
    for (const [key, words] of Object.entries(wrong))
      asker.tell(`Not taken: ${key === '' ? '' : `${fields.find((field) => field.key === key)?.title}: `}${words}`)
    asked = fields.length > 0 ? fields : form.fields
  }
}

/** False where the person gave it up. */
async function askField(
  { session, store, asker }: Plain,
  form: MemberForm,
  field: FieldSpec,
  texts: Record<string, string>,
  forgotten: Set<string>,
): Promise<boolean> {
  const { key, title, help, type, values } = field
  asker.say()
  if (type === 'choice' && values) {
    const choices = values.map((value): Choice<string> => ({ text: value, word: value, value }))
    const kept: Choice<string> = { text: `As it is: ${texts[key]}`, value: texts[key] ?? '', back: true }
    let gone = false
    const answer = await asker.choose(`${title}. ${help}`, [...choices, kept], {
      other: (word) => {
        gone = word === '.'
        return gone
      },
    })
    if (answer !== undefined) texts[key] = answer
    return !gone
  }
  asker.tell(help)
  const before = form.before?.[key]
  const now = type === 'secret' ? (before === undefined ? '' : 'set') : (texts[key] ?? '')
  const empties = (field.optional || type === 'secret') && now !== ''
  const example = field.example ? `, for example ${field.example}` : ''
  for (;;) {
    const typed = await asker.text(
      `${title}${now === '' ? example : `, now ${now}; Enter keeps it`}${empties ? '; - takes it away' : ''}`,
      { secret: type === 'secret' },
    )
    if (typed.trim() === '.') return false
    const start = texts[key] ?? ''
    if (typed === '-' && empties) {
      texts[key] = ''
      if (type === 'secret') forgotten.add(key)
    } else if (typed !== '') texts[key] = typed
    const editor = store.getState().editor
    if (!editor) return false
    const profile = editor.project.configuration.profile
    const complaint = judgeMember(session.core, profile, form, texts, [...forgotten])[key]
    if (complaint === undefined) return true
    asker.tell(`Not taken: ${complaint}`)
    texts[key] = start
  }
}
