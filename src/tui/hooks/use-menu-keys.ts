/** What the keys of the configure screen do to the row under the cursor. Everything is read from the store at the moment of the key. */
import { useContext } from 'react'
import { redo, say, undo } from '../actions.ts'
import { type MenuRow, opens, SECTIONS, type Section } from '../model/menu.ts'
import { type Intent, move, type Outcome, remove, toggle } from '../model/toggle.ts'
import { type MenuState, rowsList, withMenu } from '../state/menu.ts'
import type { State } from '../state.ts'
import { useAppContext } from '../store.ts'
import { KeyLayersContext, Priority, useKeys } from './use-keys.ts'

interface MenuKeys {
  active: boolean
  rows: readonly MenuRow[]
  section: Section
  toSection: (index: number) => void
}

export function useMenuKeys({ active, rows, section, toSection }: MenuKeys): void {
  const layers = useContext(KeyLayersContext)
  const { session, store } = useAppContext()
  const current = (): MenuRow | undefined => {
    const cursor = store.getState().positions[rowsList(store.getState())]?.cursor ?? 0
    const row = rows[cursor]
    return row && row.kind !== 'heading' ? row : rows.slice(cursor).find(({ kind }) => kind !== 'heading')
  }
  const tell = (text: string, tone: 'info' | 'bad' = 'info') =>
    store.setState((state) => say(state, text === '' ? undefined : { tone, text }), true)
  const menu = (change: (now: MenuState) => Partial<MenuState>) =>
    store.setState((state) => withMenu(state, change(state.menu)), true)

  const carryOut = (row: MenuRow, outcome: Outcome) => {
    switch (outcome.type) {
      case 'edit':
        return store.setState({ editing: row.id })
      case 'enter':
        return store.setState((state) => enter(state, row, section), true)
      case 'form':
        return store.setState({
          dialog: {
            type: 'form',
            path: outcome.path,
            index: outcome.index,
            ...(outcome.symbol === undefined ? {} : { symbol: outcome.symbol }),
          },
        })
      case 'fold':
        return menu(({ folded }) => ({
          folded: folded.includes(outcome.section)
            ? folded.filter((one) => one !== outcome.section)
            : [...folded, outcome.section],
        }))
      case 'blocked':
        return store.setState({ dialog: { type: 'why', id: outcome.id, wanted: outcome.wanted } })
      case 'none':
        return tell(outcome.text)
      default: {
        const complaint = session.editing.change(outcome)
        if (complaint !== undefined) return tell(complaint, 'bad')
        // A choice is made with its value: back to where it was asked.
        if (row.kind === 'value' && row.single) menu(() => ({ submenu: undefined }))
      }
    }
  }
  /** Acts on the row, after the focus came from the sections to the rows. */
  const act = (decide: (row: MenuRow) => Outcome) => {
    const row = current()
    if (!store.getState().inRows) store.setState({ inRows: true })
    else if (row) carryOut(row, decide(row))
  }
  const dialog = (type: 'why' | 'info') => {
    const row = current()
    if (store.getState().inRows && row) store.setState({ dialog: { type, id: row.id } })
    else tell('Go to a row first: Enter leads into the section')
  }
  const travel = (step: typeof undo) => {
    store.setState(step, true)
    void session.editing.replan()
  }
  const intent = (wanted: Intent) => () => act((row) => toggle(row, wanted))
  useKeys(
    {
      'configure.toggle': intent('next'),
      'configure.open': () => act(open),
      'configure.back': () => {
        const state = store.getState()
        if (state.inRows && state.menu.submenu) menu(() => ({ submenu: undefined }))
        else if (state.inRows && !state.menu.tree) store.setState({ inRows: false, message: undefined })
        else session.back()
      },
      'configure.yes': intent('yes'),
      'configure.no': intent('no'),
      'configure.module': intent('module'),
      'configure.section': () => toSection((SECTIONS.indexOf(section) + 1) % SECTIONS.length),
      'configure.search': () => session.finding.openSearch(layers.commands()),
      'configure.file': () => session.openFile(),
      'configure.build': () => session.plan(),
      'configure.save': () => store.setState({ dialog: { type: 'save', after: 'stay' } }),
      'configure.why': () => dialog('why'),
      'configure.info': () => dialog('info'),
      'configure.undo': () => travel(undo),
      'configure.redo': () => travel(redo),
      'configure.find': () => store.setState((state) => withMenu({ ...state, inRows: true }, { finding: true }), true),
      'configure.hidden': () => {
        menu(({ hidden }) => ({ hidden: !hidden }))
        tell(store.getState().menu.hidden ? 'Hidden entries are shown' : 'Hidden entries are hidden')
      },
      'configure.names': () => menu(({ names }) => ({ names: !names })),
      'configure.tree': () => {
        store.setState(
          (state) => withMenu({ ...state, inRows: true }, { tree: !state.menu.tree, submenu: undefined }),
          true,
        )
        tell(store.getState().menu.tree ? 'All sections in one list; Enter folds one' : 'Section by section')
      },
      'configure.add': () => act(add),
      'configure.remove': () => act(remove),
      'configure.moveUp': () => step(-1),
      'configure.moveDown': () => step(1),
      'configure.launch': () => session.launching.open(),
    },
    { priority: Priority.screen, active },
  )
  /** The cursor goes along with what is moved. */
  function step(by: -1 | 1): void {
    const row = current()
    if (!row || !store.getState().inRows) return
    const outcome = move(row, by)
    carryOut(row, outcome)
    if (outcome.type !== 'change') return
    store.setState((state) => {
      const list = rowsList(state)
      const position = state.positions[list] ?? { cursor: 0, top: 0 }
      return { ...state, positions: { ...state.positions, [list]: { ...position, cursor: position.cursor + by } } }
    }, true)
  }
}

/** Enter: into a list or a choice, the value of a setting, the page about an entry. */
function open(row: MenuRow): Outcome {
  if (row.kind === 'entry')
    return toggle(row, 'next').type === 'blocked'
      ? toggle(row, 'next')
      : { type: 'none', text: 'Space switches it; ? tells all about it' }
  if (row.kind === 'symbol') return add(row)
  return opens(row) ? { type: 'enter' } : toggle(row, 'next')
}

/** `+`: a new member of the list that one is at. */
function add(row: MenuRow): Outcome {
  if (row.kind === 'item' || row.kind === 'add') return { type: 'form', path: row.spec.path }
  if (row.kind === 'setting' && row.spec.items) return { type: 'form', path: row.spec.path }
  if (row.kind === 'symbol') return { type: 'form', path: 'kernel.config', symbol: row.symbol }
  return { type: 'none', text: 'Nothing is added here; + adds to a list' }
}

/** Shows what is inside a row; a choice begins at its value. */
function enter(state: State, row: MenuRow, section: Section): State {
  const inside = withMenu(state, { submenu: { section, id: row.id } })
  if ((row.kind !== 'setting' && row.kind !== 'option') || row.spec.type !== 'choice') return inside
  const cursor = Math.max(0, (row.spec.values ?? []).indexOf(String(row.value)))
  return { ...inside, positions: { ...inside.positions, [rowsList(inside)]: { cursor, top: 0 } } }
}
