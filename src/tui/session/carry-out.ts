/** Carrying out what was decided about a row: the change, or the way into its inside, its form, its value, its reasons. */
import { say } from '../actions.ts'
import { type MenuRow, opens } from '../model/menu.ts'
import { type Outcome, toggle } from '../model/toggle.ts'
import type { Session } from '../session.ts'
import { rowsList, withMenu } from '../state/menu.ts'
import type { State } from '../state.ts'

export function carryOut(
  { context, editing, kernel }: Pick<Session, 'context' | 'editing' | 'kernel'>,
  row: MenuRow,
  outcome: Outcome,
): void {
  const { store, update } = context
  switch (outcome.type) {
    case 'edit':
      store.setState({ editing: row.id })
      break
    case 'info':
      store.setState({ dialog: { type: 'info', id: row.id } })
      break
    case 'enter':
      update((state) => enter(state, row))
      break
    case 'form': {
      const { path, index, symbol } = outcome
      store.setState({ dialog: { type: 'form', path, index, ...(symbol === undefined ? {} : { symbol }) } })
      break
    }
    case 'options':
      void kernel.open(outcome.component)
      break
    case 'fold':
      update((state) => withMenu(state, { folded: folding(state.menu.folded, outcome.section) }))
      break
    case 'blocked':
      store.setState({ dialog: { type: 'why', id: outcome.id, wanted: outcome.wanted } })
      break
    case 'none':
      update((state) => say(state, outcome.text === '' ? undefined : { tone: 'info', text: outcome.text }))
      break
    case 'change': {
      const complaint = editing.change(outcome)
      if (complaint !== undefined) update((state) => say(state, { tone: 'bad', text: complaint }))
      // A choice is made with its value: back to where it was asked.
      else if (row.kind === 'value' && row.single) update((state) => withMenu(state, { submenu: undefined }))
    }
  }
}

function folding(folded: readonly string[], section: string): string[] {
  return folded.includes(section) ? folded.filter((one) => one !== section) : [...folded, section]
}

/** Enter: into a list or a choice, the value of a setting, the page about an entry. */
export function openRow(row: MenuRow): Outcome {
  if (row.kind === 'entry') return toggle(row, 'next').type === 'blocked' ? toggle(row, 'next') : { type: 'info' }
  if (row.kind === 'symbol') return addAt(row)
  return opens(row) ? { type: 'enter' } : toggle(row, 'next')
}

/** `+`: a new member of the list that one is at. */
export function addAt(row: MenuRow): Outcome {
  if (row.kind === 'item' || row.kind === 'add') return { type: 'form', path: row.spec.path }
  if (row.kind === 'setting' && row.spec.items) return { type: 'form', path: row.spec.path }
  if (row.kind === 'symbol') return { type: 'form', path: 'kernel.config', symbol: row.symbol }
  return { type: 'none', text: 'Nothing is added here; + adds to a list' }
}

/** Shows what is inside a row; a choice begins at its value. */
function enter(state: State, row: MenuRow): State {
  const inside = withMenu(state, { submenu: { section: state.section, id: row.id } })
  if ((row.kind !== 'setting' && row.kind !== 'option') || row.spec.type !== 'choice') return inside
  const cursor = Math.max(0, (row.spec.values ?? []).indexOf(String(row.value)))
  return { ...inside, positions: { ...inside.positions, [rowsList(inside)]: { cursor, top: 0 } } }
}
