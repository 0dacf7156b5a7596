/** What every question of the plain form works with, and how it waits for what the session does. */
import type { Project } from '../../pipeline/types.ts'
import { redo, undo } from '../actions.ts'
import { setText } from '../model/palette.ts'
import type { Session } from '../session.ts'
import type { State } from '../state.ts'
import type { Store } from '../store.ts'
import type { Glyphs } from '../theme.ts'
import type { Asker } from './asker.ts'

export interface Plain {
  store: Store
  session: Session
  asker: Asker
  glyphs: Glyphs
  stdout: NodeJS.WritableStream
  /** Aborted when it is left, whatever waits. */
  signal: AbortSignal
  /** The row of the menu that is asked about; none while its section is. */
  row: string | undefined
  /** The heading of a long section whose rows are asked about. */
  group: string | undefined
}

/** Resolves once the state is as wanted, or when it is left. */
export function until(
  { store, signal }: Pick<Plain, 'store' | 'signal'>,
  is: (state: State) => boolean,
): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted || is(store.getState())) return resolve()
    const done = () => {
      unsubscribe()
      signal.removeEventListener('abort', done)
      resolve()
    }
    const unsubscribe = store.subscribe((state) => {
      if (is(state)) done()
    })
    signal.addEventListener('abort', done, { once: true })
  })
}

/** Says what the status line would say, once. */
export function announce({ store, asker }: Pick<Plain, 'store' | 'asker'>): void {
  const { message } = store.getState()
  if (!message) return
  const lead = { info: '', good: '', warning: 'Warning: ', bad: 'Error: ' }[message.tone]
  asker.say()
  asker.tell(`${lead}${message.text}`)
  if (message.hint) asker.tell(message.hint)
  store.setState({ message: undefined })
}

export const WORDS =
  'Also: q quits; /words searches; u undoes, U redoes; key=value changes a setting; ? says the question again'

/** What can be answered everywhere beside the choices. */
export function everywhere(plain: Plain): (answer: string) => Promise<boolean> {
  const { session, store } = plain
  return async (answer) => {
    if (answer === 'q' || answer === 'quit') session.quit()
    else if (answer === 'u' || answer === 'U') {
      store.setState(answer === 'u' ? undo : redo, true)
      void session.editing.replan()
    } else if (answer === 'h' || answer === 'help') {
      plain.asker.tell(WORDS)
      return true
    } else if (answer.startsWith('/')) {
      store.setState({ queries: { ...store.getState().queries, plain: answer.slice(1).trim() } })
      store.setState({ dialog: { type: 'search', commands: [] } })
    } else {
      const text = setText(answer)
      if (text === undefined) return false
      const complaint = session.editing.set(text)
      if (complaint !== undefined) store.setState({ message: { tone: 'bad', text: complaint } })
    }
    return true
  }
}

export function currentProject({ store }: Pick<Plain, 'store'>): Project | undefined {
  const { editor, build } = store.getState()
  return editor?.project ?? build?.project
}
