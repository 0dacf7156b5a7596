/** The menu: sections on the left, their rows beside them, and always the help of the row under the cursor. */
import { Box } from 'ink'
import { type ReactNode, useMemo } from 'react'
import type { Configuration } from '../../configure/types.ts'
import { knownRecord } from '../actions.ts'
import { Priority } from '../hooks/use-keys.ts'
import { useList } from '../hooks/use-list.ts'
import { useMenuKeys } from '../hooks/use-menu-keys.ts'
import { describeRow } from '../model/describe.ts'
import { footerSegments } from '../model/figures.ts'
import { rowWords } from '../model/find.ts'
import { menuRows, SECTION_TITLES, SECTIONS, type Section, submenuRows, treeRows } from '../model/menu.ts'
import { recordedBytes } from '../model/recorded-bytes.ts'
import { savedConfiguration } from '../model/saved-configuration.ts'
import { sectionCount } from '../model/section-count.ts'
import { aboutSection, sectionHelp } from '../model/section-help.ts'
import { rowsList, withMenu } from '../state/menu.ts'
import type { Editor } from '../state.ts'
import { useAppContext, useAppState } from '../store.ts'
import { FindLine } from '../widgets/find-line.tsx'
import { Frame } from '../widgets/frame.tsx'
import { HelpPane } from '../widgets/help-pane.tsx'
import { Divider, type Row, Rows, ruleRow, spread } from '../widgets/line.tsx'
import { List } from '../widgets/list.tsx'
import { menuRowSegments } from '../widgets/menu-row.ts'
import { rowPlace } from '../widgets/row-cursor.tsx'
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
  const record = useAppState((state) => knownRecord(state, configuration.profile.name))
  const menu = useAppState((state) => state.menu)
  const listName = useAppState(rowsList)
  const measured = useMemo(
    () => ({
      bytes: { ...menu.measured.bytes, ...(record && recordedBytes(record, configuration)) },
      seconds: menu.measured.seconds,
    }),
    [menu.measured, record, configuration],
  )
  const saved = useMemo(
    () => savedConfiguration(session.context.pipeline, editor.project, editor.saved),
    [session, editor.saved, editor.project],
  )
  const file = useMemo(() => session.core.profileAsFile(configuration.profile), [session, configuration])
  const { hidden, tree, folded } = menu
  const all = useMemo(
    () =>
      tree
        ? treeRows(configuration, file, { hidden, saved }, folded)
        : menuRows(section, configuration, file, { hidden, saved }),
    [section, configuration, file, hidden, saved, tree, folded],
  )
  const opened = menu.submenu?.section === section ? all.find(({ id }) => id === menu.submenu?.id) : undefined
  const rows = useMemo(() => (opened ? submenuRows(opened) : all), [opened, all])

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
    current: () => Math.max(0, SECTIONS.indexOf(store.getState().section as Section)),
    onMove: (index) => store.setState({ section: SECTIONS[index] ?? 'system' }),
  })
  const list = useList({
    name: listName,
    length: rows.length,
    rows: opened ? listRows - 1 : listRows,
    priority: Priority.pane,
    active: active && inRows && !editing && !menu.finding,
    selectable: (index) => rows[index]?.kind !== 'heading',
    keyOf: (index) => rows[index]?.id,
    onMove: (index) => {
      const at = tree && !opened ? rows.slice(0, index + 1).findLast((row) => row.kind === 'section') : undefined
      store.setState({ message: undefined, ...(at?.kind === 'section' ? { section: at.section } : {}) })
    },
  })
  const focused = rows[list.cursor]
  const toSection = (index: number) => {
    const heading = rows.findIndex((row) => row.kind === 'section' && row.section === SECTIONS[index])
    if (tree && heading !== -1) list.to(heading)
    else sections.to(index)
  }
  useMenuKeys({ active: active && !editing && !menu.finding, rows, section, toSection })

  const help = describeRow(inRows ? focused : undefined, helpColumns - 1, measured)
  const shownHelp = inRows && help.length > 0 ? help : sectionHelp(section, configuration, helpColumns - 1)
  const editRow = editing !== undefined && focused && focused.id === editing ? focused : undefined
  const trail =
    opened && (opened.kind === 'setting' || opened.kind === 'option')
      ? `${SECTION_TITLES[section]} ${theme.glyphs.arrow} ${opened.kind === 'option' ? `${opened.component} ${theme.glyphs.arrow} ` : ''}${opened.spec.title}`
      : undefined
  const rowsPane = (
    <Box flexDirection="column">
      {trail ? (
        <Rows rows={[ruleRow(listColumns, theme.glyphs.horizontal, trail, 'title')]} columns={listColumns} height={1} />
      ) : null}
      <List
        length={rows.length}
        cursor={list.cursor}
        top={list.top}
        columns={listColumns}
        height={trail ? listRows - 1 : listRows}
        active={inRows}
        keyOf={(index) => rows[index]?.id ?? String(index)}
        row={(index, isFocused, room) =>
          menuRowSegments(rows[index], {
            focused: isFocused,
            columns: room,
            glyphs: theme.glyphs,
            measured,
            names: menu.names,
          })
        }
      />
    </Box>
  )
  const helpPane: ReactNode = editRow ? (
    <ValueEditor
      row={editRow}
      columns={helpColumns}
      height={helpRows}
      place={wide ? { x: SIDE + listColumns + 3, y: 0 } : { x: SIDE + 2, y: listRows }}
    />
  ) : (
    <HelpPane rows={shownHelp} columns={helpColumns} height={helpRows} ruled={!wide} />
  )
  return (
    <Frame
      cursor={
        // A line that is being typed has the cursor.
        editRow || menu.finding
          ? undefined
          : inRows
            ? rowPlace(list, {
                x: SIDE + 1,
                y: trail ? 1 : 0,
                height: trail ? listRows - 1 : listRows,
                length: rows.length,
              })
            : rowPlace(
                { cursor: Math.max(0, SECTIONS.indexOf(section)), top: 0 },
                { height: bodyRows, length: SECTIONS.length },
              )
      }
      {...(menu.finding && active
        ? {
            finder: (
              <FindLine
                rows={rows.map(rowWords)}
                cursor={list.cursor}
                onFound={list.to}
                onClose={() => store.setState((state) => withMenu(state, { finding: false }), true)}
              />
            ),
          }
        : {})}
      status={footerSegments(
        { footprint: editor.footprint, memory: configuration.memory, plan, configuration },
        columns - 2,
        theme.glyphs,
      )}
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

function sectionSegments(section: Section | undefined, focused: boolean, configuration: Configuration): Row {
  if (!section) return []
  const broken = configuration.problems.some(
    ({ about, severity }) => severity === 'error' && aboutSection(about, configuration) === section,
  )
  // Beside a long title there is room for one of the two.
  const right: Row = broken ? [['!', 'bad']] : [[sectionCount(section, configuration), 'muted']]
  return spread([[SECTION_TITLES[section], focused ? 'focus' : 'text']], [...right, [' ']], SIDE - 2)
}
