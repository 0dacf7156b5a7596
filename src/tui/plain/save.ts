/** Saving by questions: the name, what will be written and what that does to others, the place. */
import { previewRows } from '../screens/save-preview.ts'
import type { After } from '../state.ts'
import { COLUMNS } from './asker.ts'
import type { Plain } from './context.ts'

export async function askSave({ session, store, asker, glyphs }: Plain, after: After): Promise<void> {
  const { naming } = session
  const { editor } = store.getState()
  store.setState({ dialog: undefined })
  if (!editor) return
  const now = naming.ownName()
  const name = (await asker.text(`Save under which name? Enter takes ${now}, a dot does not save`)).trim() || now
  if (name === '.') return
  asker.say()
  asker.rows(previewRows(session, editor, name, COLUMNS, glyphs))
  const hides = naming.hides(name)
  if (hides) asker.tell(`Warning: ${hides}.`)
  let place: string | undefined
  for (;;) {
    const file = place ?? naming.placeOf(name)
    if (file !== undefined) asker.tell(`It will be written to ${file}.`)
    if (await naming.isTaken(file)) asker.tell(`There is such a file; what it says is kept as ${file}.old.`)
    const answer = await asker.choose<'yes' | 'elsewhere' | 'no'>('Write that?', [
      { text: 'Yes', word: 'yes', value: 'yes' },
      { text: 'In another place', word: 'elsewhere', value: 'elsewhere' },
      { text: 'No', word: 'no', value: 'no', back: true },
    ])
    if (answer === 'no' || answer === undefined) return
    if (answer === 'elsewhere') {
      const typed = (await asker.text('Which file? A path that ends in .yaml; Enter leaves it as proposed')).trim()
      place = typed === '' ? undefined : typed
    } else if (await session.editing.save(name, place)) {
      // What was said of saving is still to be read where the way leads on.
      const { message } = store.getState()
      session.proceed(after)
      store.setState({ message })
      return
    } else return
  }
}
