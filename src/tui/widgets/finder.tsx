/**
 * A line to type into and the results below it, as you type. Digits belong to the words while one types: Alt and a digit jumps to the
 * result with that number; after Tab the results have the keys, and a digit alone does.
 */
import { useMemo, useState } from 'react'
import { moveList } from '../actions.ts'
import { type Handlers, Priority, useKeys } from '../hooks/use-keys.ts'
import type { SearchEntry } from '../model/search.ts'
import { Searcher, type SearchResult } from '../model/searcher.ts'
import { pad, truncate, width } from '../model/text.ts'
import type { ListPosition } from '../state.ts'
import { useAppContext } from '../store.ts'
import { Dialog, dialogColumns, dialogHeight } from './dialog.tsx'
import { type Row, Rows, spread } from './line.tsx'
import { List } from './list.tsx'
import { rowPlace } from './row-cursor.tsx'
import { cursorCells, inputSegments, useTextInput } from './text-input.tsx'

interface FinderProps {
  title: string
  /** Before the line: `/`, `:`. */
  prompt: string
  /** Everything that can be found. */
  index: readonly SearchEntry[]
  /** The name under which the query is kept for the next time; none: it starts empty. */
  memory?: string
  /** Results of its own for some queries (a setting's value); undefined leaves them to the search. */
  special?: (query: string) => SearchResult | undefined
  /** Chosen: returns a text to go on typing with, or nothing. */
  onPick: (entry: SearchEntry) => string | undefined
  /** Shown while the line is empty. */
  hint?: string
}

const NAME = 24
/** A symbol's mark can be its value: of a long one the beginning. */
const SYMBOL_MARK = 5

export function Finder({ title, prompt, index, memory, special, onPick, hint = '' }: FinderProps) {
  const { store, columns, bodyRows, theme } = useAppContext()
  const [query, setQuery] = useState(() => (memory === undefined ? '' : (store.getState().queries[memory] ?? '')))
  const [position, setPosition] = useState<ListPosition>({ cursor: 0, top: 0 })
  const [inList, setInList] = useState(false)
  const searcher = useMemo(() => new Searcher(index), [index])
  const { entries, complaint } = useMemo(() => special?.(query) ?? searcher.search(query), [searcher, query, special])
  const height = dialogHeight(bodyRows, 2)
  const line = useTextInput({
    initial: query,
    selected: true,
    bare: true,
    active: !inList,
    onAccept: () => {},
    onCancel: () => {},
    onChange: (text) => {
      setQuery(text)
      setPosition({ cursor: 0, top: 0 })
    },
  })
  const remember = () => {
    if (memory !== undefined) store.setState((state) => ({ queries: { ...state.queries, [memory]: query } }))
  }
  const pick = (entry: SearchEntry | undefined) => {
    if (!entry) return
    remember()
    const goOn = onPick(entry)
    if (goOn === undefined) return
    line.set(goOn)
    setInList(false)
  }
  const to = (cursor: number) => setPosition((now) => moveList(now, cursor, entries.length, height))
  const by = (rows: number) => setPosition((now) => moveList(now, now.cursor + rows, entries.length, height))
  const nth = (key: string) => pick(entries[position.top + Number(key.slice(-1)) - 1])
  const amongResults: Handlers = {
    'search.digit': nth,
    'list.up': () => by(-1),
    'list.down': () => by(1),
    'list.first': () => to(0),
    'list.last': () => to(entries.length - 1),
  }
  useKeys(
    {
      'search.jump': () => pick(entries[position.cursor]),
      'search.up': () => by(-1),
      'search.down': () => by(1),
      'search.list': () => setInList((now) => !now),
      ...(inList ? amongResults : { 'search.nth': nth }),
      'search.close': () => {
        remember()
        store.setState({ dialog: undefined })
      },
      'list.pageUp': () => by(1 - height),
      'list.pageDown': () => by(height - 1),
    },
    { priority: Priority.editor, modal: true },
  )
  const inner = dialogColumns(columns)
  const input: Row = spread(
    [
      [`${prompt} `, 'brand'],
      ...(inList ? ([[query, 'title']] as Row) : inputSegments(line, inner - 20)),
      [query === '' ? hint : '', 'muted'],
    ],
    [[`${entries.length} of ${index.length}`, 'muted']],
    inner,
  )
  const nothing = entries.length === 0 && query.trim() !== ''
  const below: Row =
    complaint !== undefined
      ? [[`${theme.glyphs.failed} ${complaint}`, 'bad']]
      : nothing
        ? [['Nothing matches; fewer words find more, and re: takes a pattern', 'warning']]
        : []
  const typing = { x: prompt.length + 1 + cursorCells(line, inner - 20), y: 0 }
  const cursor = inList ? rowPlace(position, { y: 2, height, length: entries.length }) : typing
  return (
    <Dialog title={title} rows={[]} childrenHeight={bodyRows - 2} cursor={cursor}>
      <Rows rows={[input, below]} columns={inner} height={2} />
      <List
        length={entries.length}
        cursor={position.cursor}
        top={position.top}
        columns={inner}
        height={height}
        keyOf={(at) => entries[at]?.id ?? String(at)}
        row={(at, focused, room) => resultRow(entries[at], focused, at - position.top + 1, room)}
      />
    </Dialog>
  )
}

/** Of the columns, what the place of a result may take; and what it is not squeezed below. */
const PLACE_SHARE = 0.35
const LEAST_PLACE = 16
const NUMBER = 2
const GAP = 2

function resultRow(entry: SearchEntry | undefined, focused: boolean, number: number, columns: number): Row {
  if (!entry) return []
  const { mark, title, summary, target } = entry
  const name = target.type === 'action' ? title : pad(title, Math.max(NAME, width(title)))
  // What it is matters more than where.
  const left = columns - NUMBER - (SYMBOL_MARK + 1) - width(name) - width(summary) - 2 * GAP
  const place = truncate(entry.place, Math.max(LEAST_PLACE, Math.min(left, Math.floor(columns * PLACE_SHARE))))
  return spread(
    [
      [number <= 9 ? `${number} ` : '  ', 'key'],
      [target.type === 'action' ? '' : `${pad(mark, target.type === 'kernel' ? SYMBOL_MARK : 3)} `, 'muted'],
      [name, focused ? 'focus' : 'text'],
      [summary === '' ? '' : `  ${summary}`, 'muted'],
    ],
    [[place === '' ? '' : `  ${place}`, target.type === 'action' ? 'key' : 'accent']],
    columns,
  )
}
