/** The menu by questions: the sections, then the rows of one or what is inside a row, then one row and what can be done with it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { redo, undo } from '../actions.ts'
import { describeRow } from '../model/describe.ts'
import { budgetSegments, memorySegments, workSegments } from '../model/figures.ts'
import { type MenuRow, menuRows, SECTION_TITLES, SECTIONS, type Section, submenuRows } from '../model/menu.ts'
import { sectionCount } from '../model/section-count.ts'
import { sectionHelp } from '../model/section-help.ts'
import { toggle } from '../model/toggle.ts'
import { findMenuRow } from '../screens/info.tsx'
import { carryOut } from '../session/carry-out.ts'
import { withMenu } from '../state/menu.ts'
import type { Editor } from '../state.ts'
import { type Choice, COLUMNS } from './asker.ts'
import { everywhere, type Plain, until } from './context.ts'
import { askRow } from './row.ts'
import { rowWords } from './row-words.ts'
import { askValue } from './value.ts'

type Act = () => void | Promise<void>

/** More rows than these are asked about heading by heading. */
const LONG = 24
/** A plan that is ready so soon is waited for. */
const PLAN_MS = 1000

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
  plain.group = undefined
  await Promise.race([until(plain, ({ plan }) => plan.status !== 'loading'), sleep(PLAN_MS)])
  asker.say()
  asker.rows([
    budgetSegments(editor.footprint, glyphs, 0),
    [
      ...memorySegments(editor.footprint, configuration.memory, glyphs).slice(1),
      ...workSegments(store.getState().plan, configuration, glyphs),
    ],
  ])
  for (const { severity, message } of configuration.problems) asker.tell(`${severity}: ${message}`)
  const step = (text: string, word: string, value: Act, heading?: string): Choice<Act> => ({
    text,
    word,
    value,
    ...(heading === undefined ? {} : { heading }),
  })
  const travel = (to: typeof undo) => () => {
    store.setState(to, true)
    void session.editing.replan()
  }
  const choices: Choice<Act>[] = [
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
    step('Compare with another profile, or with what was last built', 'compare', () => session.comparing.open()),
    step('Save the profile', 'save', () => store.setState({ dialog: { type: 'save', after: 'stay' } })),
    step('Plan and build', 'build', () => void session.plan()),
    step('Launch what was built last', 'launch', () => session.launching.open()),
    { text: 'Back to the profiles', value: () => session.back(), back: true },
  ]
  const act = await asker.choose(`Configure ${configuration.profile.name}. Which part?`, choices, {
    other: everywhere(plain),
  })
  await act?.()
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
  const groups = opened ? [] : grouped(all)
  const grouping = all.length > LONG && groups.length > 1
  if (grouping && !groups.some(({ title }) => title === plain.group)) return await askGroup(plain, section, groups)
  asker.say()
  if (opened) asker.rows(describeRow(opened, COLUMNS, measured))
  else if (!grouping) asker.rows(sectionHelp(section, configuration, COLUMNS))
  const rowChoice = (row: MenuRow, heading?: string): Choice<MenuRow | 'back'> => ({
    text: rowWords(row, measured),
    word: row.kind === 'value' ? row.value : row.id,
    value: row,
    ...(heading === undefined || grouping ? {} : { heading }),
  })
  const shown = groups.filter(({ title }) => !grouping || title === plain.group)
  const choices: Choice<MenuRow | 'back'>[] = opened
    ? submenuRows(opened).map((row) => rowChoice(row))
    : shown.flatMap(({ title, rows }) => rows.map((row, index) => rowChoice(row, index === 0 ? title : undefined)))
  const up = opened || grouping ? SECTION_TITLES[section] : 'the parts'
  choices.push({ text: `Back to ${up}`, value: 'back', back: true })
  const title = opened?.kind === 'setting' || opened?.kind === 'option' ? opened.spec.title : undefined
  const where = title ?? (grouping ? `${SECTION_TITLES[section]}, ${plain.group}` : SECTION_TITLES[section])
  const row = await asker.choose(`${where}: which one?`, choices, { other: everywhere(plain) })
  if (row === undefined) return
  if (row !== 'back') return pickRow(plain, row)
  if (opened) store.setState((state) => withMenu(state, { submenu: undefined }), true)
  else if (grouping) plain.group = undefined
  else store.setState({ inRows: false })
}

interface Group {
  title: string
  rows: MenuRow[]
}

function grouped(all: readonly MenuRow[]): Group[] {
  const groups: Group[] = []
  for (const row of all)
    if (row.kind === 'heading') groups.push({ title: row.title, rows: [] })
    else groups.at(-1)?.rows.push(row)
  return groups.filter(({ rows }) => rows.length > 0)
}

async function askGroup(plain: Plain, section: Section, groups: readonly Group[]): Promise<void> {
  const { store, asker } = plain
  const { editor } = store.getState()
  asker.say()
  if (editor) asker.rows(sectionHelp(section, editor.project.configuration, COLUMNS))
  const choices: Choice<string | undefined>[] = groups.map(({ title, rows }) => {
    const entries = rows.filter((row) => row.kind === 'entry')
    const on = entries.filter((row) => row.kind === 'entry' && row.state.selected).length
    return {
      text: `${title}: ${entries.length > 0 ? `${on} of ${entries.length} on` : rows.length}`,
      word: title,
      value: title,
    }
  })
  let over = false
  const group = await asker.choose(
    `${SECTION_TITLES[section]}: which kind?`,
    [...choices, { text: 'Back to the parts', value: undefined, back: true }],
    {
      other: async (answer) => {
        over = await everywhere(plain)(answer)
        return over
      },
    },
  )
  plain.group = group
  if (group === undefined && !over) store.setState({ inRows: false })
}

/** What only leads on is followed at once; of everything else it is asked what to do. */
function pickRow(plain: Plain, row: MenuRow): void {
  const outcome = toggle(row, 'yes')
  const leads = row.kind === 'value' || row.kind === 'add' || outcome.type === 'enter' || outcome.type === 'options'
  if (leads) carryOut(plain.session, row, outcome)
  else plain.row = row.id
}
