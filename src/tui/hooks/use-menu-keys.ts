/** What the keys of the configure screen do to the row under the cursor. Everything is read from the store at the moment of the key. */
import { useContext } from 'react'
import { redo, say, undo } from '../actions.ts'
import { type MenuRow, SECTIONS, type Section } from '../model/menu.ts'
import { type Intent, move, type Outcome, remove, toggle } from '../model/toggle.ts'
import { addAt, carryOut, openRow } from '../session/carry-out.ts'
import { type MenuState, rowsList, withMenu } from '../state/menu.ts'
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

  /** Acts on the row, after the focus came from the sections to the rows. */
  const act = (decide: (row: MenuRow) => Outcome) => {
    const row = current()
    if (!store.getState().inRows) store.setState({ inRows: true })
    else if (row) carryOut(session, row, decide(row))
  }
  const dialog = (type: 'why' | 'info') => {
    const row = current()
    // Of a kernel symbol its own tree tells more, where that can be read.
    if (store.getState().inRows && row?.kind === 'symbol')
      void session.kernelActing.show(row.symbol, type).then((shown) => {
        if (!shown) store.setState({ dialog: { type, id: row.id } })
      })
    else if (store.getState().inRows && row) store.setState({ dialog: { type, id: row.id } })
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
      'configure.open': () => act(openRow),
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
      'configure.compare': () => void session.comparing.open(),
      'configure.file': () => store.setState({ dialog: { type: 'open-file' } }),
      'configure.build': () => void session.plan(),
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
      'configure.add': () => act(addAt),
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
    carryOut(session, row, outcome)
    if (outcome.type !== 'change') return
    store.setState((state) => {
      const list = rowsList(state)
      const position = state.positions[list] ?? { cursor: 0, top: 0 }
      return { ...state, positions: { ...state.positions, [list]: { ...position, cursor: position.cursor + by } } }
    }, true)
  }
}
