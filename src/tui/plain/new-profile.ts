/** A new profile from another one: its name, asked for until it can be one. */
import type { Plain } from './context.ts'

/** Opens it; an empty answer makes none. */
export async function askNew({ session, store, asker }: Plain, from: string): Promise<void> {
  store.setState({ dialog: undefined })
  for (;;) {
    asker.say()
    const name = (await asker.text(`Name of the new profile from ${from}; Enter makes none`)).trim()
    if (name === '') return
    const { complaint, file } = session.naming.judgeName(name)
    if (complaint === undefined) {
      asker.tell(`It says only what it has otherwise than ${from}. Saving will write ${file}.`)
      return await session.naming.startNew(from, name)
    }
    asker.tell(`Not taken: ${complaint}`)
  }
}
