/** The menu: sections on the left, their rows beside them, and always the help of the row under the cursor. */
import { Box } from 'ink'
import { type ReactNode, useContext, useMemo } from 'react'
import type { Configuration } from '../../configure/types.ts'
import { knownRecord, redo, say, undo } from '../actions.ts'
import { KeyLayersContext, Priority, useKeys } from '../hooks/use-keys.ts'
import { useList } from '../hooks/use-list.ts'
import { describeRow } from '../model/describe.ts'
import { budgetSegments, memorySegments, workSegments } from '../model/figures.ts'
import { type MenuRow, menuRows, SECTION_TITLES, SECTIONS, type Section, sectionCount } from '../model/menu.ts'
import { wrap } from '../model/text.ts'
import { type Intent, toggle } from '../model/toggle.ts'
import type { Editor } from '../state.ts'
import { useAppContext, useAppState } from '../store.ts'
import { Frame } from '../widgets/frame.tsx'
import { Divider, type Row, Rows, ruleRow, spread } from '../widgets/line.tsx'
import { List } from '../widgets/list.tsx'
import { menuRowSegments } from '../widgets/menu-row.ts'
import { ValueEditor } from './value-editor.tsx'

const SIDE = 18
/** From this width on the help stands beside the rows instead of below them. */
const WIDE = 116

export function Configure({ active }: { active: boolean }) {
  const editor = useAppState((state) => state.editor)
  if (!editor) return <Frame status={[]}>{null}</Frame>
  return <Menu editor={editor} active={active} />
}

function Menu({ editor, active }: { editor: Editor; active: boolean }) {
  const { session, store, columns, bodyRows, theme } = useAppContext()
  const { configuration } = editor.project
  const section = useAppState((state) => state.section) as Section
  const inRows = useAppState((state) => state.inRows)
  const editing = useAppState((state) => state.editing)
  const plan = useAppState((state) => state.plan)
  const measured = useAppState((state) => knownRecord(state, configuration.profile.name)?.components) ?? NOTHING
  const file = useMemo(() => session.core.profileAsFile(configuration.profile), [session, configuration])
  const rows = useMemo(() => menuRows(section, configuration, file), [section, configuration, file])

  const wide = columns >= WIDE
  const helpRows = wide ? bodyRows : Math.min(9, Math.max(4, Math.floor(bodyRows * 0.4)))
  const helpColumns = wide ? Math.floor((columns - SIDE) * 0.42) : columns - SIDE - 2
  const listRows = wide ? bodyRows : bodyRows - helpRows
  const listColumns = wide ? columns - SIDE - helpColumns - 4 : columns - SIDE - 1
  const sections = useList({
    name: 'sections',
    length: SECTIONS.length,
    rows: bodyRows,
    priority: Priority.pane,
    active: active && !inRows,
    onMove: (index) => store.setState({ section: SECTIONS[index] ?? 'system' }),
  })
  const list = useList({
    name: `rows:${section}`,
    length: rows.length,
    rows: listRows,
    priority: Priority.pane,
    active: active && inRows && !editing,
    selectable: (index) => rows[index]?.kind !== 'heading',
    onMove: () => store.setState({ message: undefined }),
  })
  const focused = rows[list.cursor]
  useMenuKeys({ active: active && !editing, rows, section, toSection: sections.to })

  const help = describeRow(inRows ? focused : undefined, helpColumns - 1, measured)
  const shownHelp = inRows ? help : sectionHelp(section, configuration, helpColumns - 1)
  const editRow = editing !== undefined && focused && focused.id === editing ? focused : undefined
  const rowsPane = (
    <List
      length={rows.length}
      cursor={list.cursor}
      top={list.top}
      columns={listColumns}
      height={listRows}
      active={inRows}
      keyOf={(index) => rows[index]?.id ?? String(index)}
      row={(index, isFocused) => menuRowSegments(rows[index], isFocused, listColumns - 3, theme.glyphs, measured)}
    />
  )
  const helpPane: ReactNode = editRow ? (
    <ValueEditor row={editRow} columns={helpColumns} height={helpRows} />
  ) : (
    <HelpPane rows={shownHelp} columns={helpColumns} height={helpRows} ruled={!wide} />
  )
  return (
    <Frame
      status={[
        ...budgetSegments(editor.footprint, theme.glyphs),
        ...memorySegments(editor.footprint, configuration.memory, theme.glyphs),
        ...workSegments(plan, configuration, theme.glyphs),
      ]}
    >
      <Box>
        <List
          length={SECTIONS.length}
          cursor={Math.max(0, SECTIONS.indexOf(section))}
          top={0}
          columns={SIDE}
          height={bodyRows}
          active={!inRows}
          row={(index, isFocused) => sectionSegments(SECTIONS[index], isFocused, configuration)}
        />
        <Divider height={bodyRows} />
        <Box flexDirection={wide ? 'row' : 'column'}>
          {rowsPane}
          {wide ? <Divider height={bodyRows} /> : null}
          <Box paddingLeft={1}>{helpPane}</Box>
        </Box>
      </Box>
    </Frame>
  )
}

const NOTHING: Readonly<Record<string, number>> = {}

function sectionSegments(section: Section | undefined, focused: boolean, configuration: Configuration): Row {
  if (!section) return []
  const broken = configuration.problems.some(
    ({ about, severity }) => severity === 'error' && aboutSection(about, configuration) === section,
  )
  const title: Row = [
    [SECTION_TITLES[section], focused ? 'focus' : 'text'],
    [broken ? ' !' : '', 'bad'],
  ]
  return spread(title, [[sectionCount(section, configuration), 'muted'], [' ']], SIDE - 2)
}

/** Which section a problem belongs to. */
function aboutSection(about: string, { states }: Configuration): Section {
  const kind = states.get(about)?.entry.kind
  if (kind) return kind === 'component' ? 'components' : 'drivers'
  const first = about.split('.')[0] ?? ''
  return SECTIONS.find((section) => section === first) ?? 'system'
}

const SECTION_HELP: Record<Section, string> = {
  system: 'Names, time and login of the machine.',
  components: 'The programs and libraries that the system is made of. What is on because something needs it says so.',
  drivers: 'The devices that the kernel can drive, built in or as modules.',
  kernel: 'Kernel symbols that were asked for, by whom, with the value they must have.',
  network: 'Address, name servers, the link to this computer and its forwards.',
  image: 'What is made, and how big it may be.',
  machine: 'The virtual machine in which it runs and is verified.',
}

function sectionHelp(section: Section, configuration: Configuration, columns: number): Row[] {
  const problems = configuration.problems.filter(({ about }) => aboutSection(about, configuration) === section)
  const complaints = problems.flatMap(({ severity, message, hint }): Row[] => [
    [[message, severity === 'error' ? 'bad' : 'warning']],
    ...(hint ? ([[[hint, 'muted']]] as Row[]) : []),
  ])
  return [[[SECTION_TITLES[section], 'title']], ...describeText(SECTION_HELP[section], columns), ...complaints]
}

function describeText(text: string, columns: number): Row[] {
  return wrap(text, columns).map((line): Row => [[line]])
}

function HelpPane({
  rows,
  columns,
  height,
  ruled,
}: {
  rows: readonly Row[]
  columns: number
  height: number
  ruled: boolean
}) {
  const { theme } = useAppContext()
  const room = height - (ruled ? 1 : 0)
  // What does not fit is one key away; the last row says so.
  const shown = rows.length > room ? [...rows.slice(0, room - 1), [['w shows all', 'muted']] as Row] : rows
  const all: Row[] = ruled ? [ruleRow(columns, theme.glyphs.horizontal), ...shown] : [...shown]
  return <Rows rows={all} columns={columns} height={height} />
}

interface MenuKeys {
  active: boolean
  rows: readonly MenuRow[]
  section: Section
  toSection: (index: number) => void
}

function useMenuKeys({ active, rows, section, toSection }: MenuKeys): void {
  const layers = useContext(KeyLayersContext)
  const { session, store } = useAppContext()
  const current = () =>
    rows[store.getState().positions[`rows:${section}`]?.cursor ?? rows.findIndex(({ kind }) => kind !== 'heading')]
  const act = (intent: Intent) => {
    const row = current()
    if (!store.getState().inRows) return store.setState({ inRows: true })
    if (!row) return
    const outcome = toggle(row, intent)
    if (outcome.type === 'edit') store.setState({ editing: row.id })
    else if (outcome.type === 'blocked')
      store.setState({ dialog: { type: 'why', id: outcome.id, wanted: outcome.wanted } })
    else if (outcome.type === 'none')
      store.setState((state) => say(state, outcome.text ? { tone: 'info', text: outcome.text } : undefined), true)
    else {
      const complaint = session.editing.change(outcome)
      if (complaint !== undefined) store.setState((state) => say(state, { tone: 'bad', text: complaint }), true)
    }
  }
  useKeys(
    {
      'configure.toggle': () => act('next'),
      'configure.open': () => {
        const row = current()
        if (!store.getState().inRows) return store.setState({ inRows: true })
        if (row?.kind === 'setting' || row?.kind === 'option')
          return toggle(row, 'next').type === 'edit' ? store.setState({ editing: row.id }) : act('next')
        if (row?.kind === 'entry') store.setState({ dialog: { type: 'why', id: row.id } })
      },
      'configure.back': () =>
        store.getState().inRows ? store.setState({ inRows: false, message: undefined }) : session.back(),
      'configure.yes': () => act('yes'),
      'configure.no': () => act('no'),
      'configure.module': () => act('module'),
      'configure.section': () => toSection((SECTIONS.indexOf(section) + 1) % SECTIONS.length),
      'configure.search': () => session.finding.openSearch(layers.commands()),
      'configure.file': () => session.openFile(),
      'configure.build': () => session.plan(),
      'configure.save': () => store.setState({ dialog: { type: 'save', after: 'stay' } }),
      'configure.why': () => {
        const row = current()
        if (store.getState().inRows && row?.kind === 'entry') store.setState({ dialog: { type: 'why', id: row.id } })
        else store.setState((state) => say(state, { tone: 'info', text: 'Choose a component or a driver first' }), true)
      },
      'configure.undo': () => {
        store.setState(undo, true)
        void session.editing.replan()
      },
      'configure.redo': () => {
        store.setState(redo, true)
        void session.editing.replan()
      },
      'configure.launch': () => session.launching.open(),
    },
    { priority: Priority.screen, active },
  )
}
