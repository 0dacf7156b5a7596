/** The menu by questions: the sections, then the rows of one or what is inside a row, then one row and what can be done with it. */
import { redo, undo } from '../actions.ts'
import { describeRow } from '../model/describe.ts'
import { budgetSegments, memorySegments, workSegments } from '../model/figures.ts'
import {
  type MenuRow,
  menuRows,
  SECTION_TITLES,
  SECTIONS,
  type Section,
  sectionCount,
  submenuRows,
} from '../model/menu.ts'
import { sectionHelp } from '../model/section-help.ts'
import { toggle } from '../model/toggle.ts'
import { findMenuRow } from '../screens/info.tsx'
import { carryOut } from '../session/carry-out.ts'
import { withMenu } from '../state/menu.ts'
import type { Editor } from '../state.ts'
import { type Choice, COLUMNS } from './asker.ts'
import { everywhere, type Plain } from './context.ts'
import { askRow } from './row.ts'
import { rowWords } from './row-words.ts'
import { askValue } from './value.ts'

export async function askConfigure(plain: Plain): Promise<void> {
  const { store, session } = plain
  const { editor, editing, inRows } = store.getState()
  if (!editor) return session.back()
  if (editing !== undefined) {
    const row = rowOf(plain, editor, editing)
    if (row) await askValue(plain, row)
    store.setState({ editing: undefined })
    return
  }
  const row = plain.row === undefined ? undefined : rowOf(plain, editor, plain.row)
  // It may be gone: an option of what was switched off, a member that was removed.
  plain.row = row?.id
  if (row) return await askRow(plain, row)
  if (inRows) return await askRows(plain, editor)
  await askSection(plain, editor)
}

function rowOf({ session }: Plain, editor: Editor, id: string): MenuRow | undefined {
  const { configuration } = editor.project
  return findMenuRow(id, configuration, session.core.profileAsFile(configuration.profile))
}

async function askSection(plain: Plain, editor: Editor): Promise<void> {
  const { session, store, asker, glyphs } = plain
  const { configuration } = editor.project
  asker.say()
  asker.rows([
    budgetSegments(editor.footprint, glyphs, 0),
    [
      ...memorySegments(editor.footprint, configuration.memory, glyphs).slice(1),
      ...workSegments(store.getState().plan, configuration, glyphs),
    ],
  ])
  for (const { severity, message } of configuration.problems) asker.tell(`${severity}: ${message}`)
  const step = (text: string, word: string, value: () => void, heading?: string): Choice<() => void> => ({
    text,
    word,
    value,
    ...(heading === undefined ? {} : { heading }),
  })
  const travel = (to: typeof undo) => () => {
    store.setState(to, true)
    void session.editing.replan()
  }
  const choices: Choice<() => void>[] = [
    ...SECTIONS.map((section) => {
      const count = sectionCount(section, configuration)
      const text = `${SECTION_TITLES[section]}${count === '' ? '' : `, ${count.replace('/', ' of ')}`}`
      return step(text, section, () =>
        store.setState((state) => withMenu({ ...state, section, inRows: true }, { submenu: undefined })),
      )
    }),
    step('Search everything', 'search', () => store.setState({ dialog: { type: 'search', commands: [] } }), 'Or'),
    ...(editor.past.length > 0 ? [step(`Undo: ${editor.past.at(-1)?.label}`, 'undo', travel(undo))] : []),
    ...(editor.future.length > 0 ? [step(`Redo: ${editor.future.at(-1)?.label}`, 'redo', travel(redo))] : []),
    step('Save the profile', 'save', () => store.setState({ dialog: { type: 'save', after: 'stay' } })),
    step('Plan and build', 'build', () => session.plan()),
    step('Launch what was built last', 'launch', () => session.launching.open()),
    { text: 'Back to the profiles', value: () => session.back(), back: true },
  ]
  const act = await asker.choose(`Configure ${configuration.profile.name}. Which part?`, choices, {
    other: everywhere(plain),
  })
  act?.()
}

async function askRows(plain: Plain, editor: Editor): Promise<void> {
  const { session, store, asker } = plain
  const { menu, section: name } = store.getState()
  const section = name as Section
  const { configuration } = editor.project
  const file = session.core.profileAsFile(configuration.profile)
  const { hidden, measured } = menu
  const saved = session.context.pipeline.reconfigure(editor.project, editor.saved).configuration
  const all = menuRows(section, configuration, file, { hidden, saved })
  const opened = menu.submenu ? all.find(({ id }) => id === menu.submenu?.id) : undefined
  const rows = opened ? submenuRows(opened) : all
  asker.say()
  asker.rows(opened ? describeRow(opened, COLUMNS, measured) : sectionHelp(section, configuration, COLUMNS))
  let heading: string | undefined
  const choices: Choice<MenuRow | 'back'>[] = []
  for (const row of rows) {
    if (row.kind === 'heading') {
      heading = row.title
      continue
    }
    choices.push({
      text: rowWords(row, measured),
      word: row.kind === 'value' ? row.value : row.id,
      value: row,
      ...(heading === undefined ? {} : { heading }),
    })
    heading = undefined
  }
  choices.push({ text: opened ? `Back to ${SECTION_TITLES[section]}` : 'Back to the parts', value: 'back', back: true })
  const question =
    opened?.kind === 'setting' || opened?.kind === 'option' ? `${opened.spec.title}: which one?` : 'Which one?'
  const row = await asker.choose(question, choices, { other: everywhere(plain) })
  if (row === undefined) return
  if (row !== 'back') return pickRow(plain, row)
  if (opened) store.setState((state) => withMenu(state, { submenu: undefined }), true)
  else store.setState({ inRows: false })
}

/** What only leads on is followed at once; of everything else it is asked what to do. */
function pickRow(plain: Plain, row: MenuRow): void {
  const outcome = toggle(row, 'yes')
  const leads = row.kind === 'value' || row.kind === 'add' || outcome.type === 'enter'
  if (leads) carryOut(plain.session, row, outcome)
  else plain.row = row.id
}
