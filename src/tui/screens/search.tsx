/** Search as you type over components, drivers, settings and kernel symbols; Enter jumps to the row. */
import { useMemo, useState } from 'react'
import { moveList } from '../actions.ts'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { menuRows, SECTION_TITLES } from '../model/menu.ts'
import { type SearchEntry, search, searchIndex } from '../model/search.ts'
import { pad } from '../model/text.ts'
import type { Editor } from '../state.ts'
import { useAppContext } from '../store.ts'
import { Dialog, dialogColumns, dialogHeight } from '../widgets/dialog.tsx'
import { type Row, Rows, spread } from '../widgets/line.tsx'
import { List } from '../widgets/list.tsx'
import { inputSegments, useTextInput } from '../widgets/text-input.tsx'

export function Search({ editor }: { editor: Editor }) {
  const { session, store, columns, bodyRows, theme } = useAppContext()
  const { configuration } = editor.project
  const file = useMemo(() => session.core.profileAsFile(configuration.profile), [session, configuration])
  const index = useMemo(() => searchIndex(configuration, file), [configuration, file])
  const [query, setQuery] = useState('')
  const [position, setPosition] = useState({ cursor: 0, top: 0 })
  const found = useMemo(() => search(index, query), [index, query])
  const height = dialogHeight(bodyRows, 2)
  const line = useTextInput({
    initial: '',
    bare: true,
    onAccept: () => {},
    onCancel: () => {},
    onChange: (text) => {
      setQuery(text)
      setPosition({ cursor: 0, top: 0 })
    },
  })
  const close = () => store.setState({ dialog: undefined })
  const jump = (entry: SearchEntry | undefined) => {
    if (!entry) return
    const rows = menuRows(entry.section, configuration, file)
    const cursor = rows.findIndex(({ id }) => id === entry.row.id)
    store.setState((state) => ({
      dialog: undefined,
      section: entry.section,
      inRows: true,
      positions: { ...state.positions, [`rows:${entry.section}`]: { cursor, top: Math.max(0, cursor - 3) } },
    }))
  }
  const move = (by: number) => setPosition((now) => moveList(now, now.cursor + by, found.length, height))
  useKeys(
    {
      'search.up': () => move(-1),
      'search.down': () => move(1),
      'search.close': close,
      'search.jump': () => jump(found[position.cursor]),
      'list.pageUp': () => move(-height),
      'list.pageDown': () => move(height),
    },
    { priority: Priority.editor, modal: true },
  )
  const inner = dialogColumns(columns)
  const input: Row = spread(
    [['/ ', 'brand'], ...inputSegments(line, inner - 20)],
    [[`${found.length} of ${index.length}`, 'muted']],
    inner,
  )
  return (
    <Dialog title="Search" rows={[]} childrenHeight={bodyRows - 2}>
      <Rows rows={[input, []]} columns={inner} height={2} />
      <List
        length={found.length}
        cursor={position.cursor}
        top={position.top}
        columns={inner}
        height={height}
        keyOf={(at) => `${found[at]?.section} ${found[at]?.row.id}`}
        row={(at, focused) => {
          const entry = found[at]
          if (!entry) return []
          const mark = entry.row.kind === 'entry' ? entry.row.mark : theme.glyphs.dot.padStart(2).padEnd(3)
          return spread(
            [
              [`${mark} `, 'muted'],
              [`${pad(entry.title, 22)} `, focused ? 'focus' : 'text'],
              [entry.summary, 'muted'],
            ],
            [[` ${SECTION_TITLES[entry.section]}`, 'accent']],
            inner - 3,
          )
        }}
      />
    </Dialog>
  )
}
