/** The whole log of a step, read from its file: scrolled from the first line to the last, and searched. */
import { useEffect, useRef, useState } from 'react'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { LogFile } from '../model/log-file.ts'
import { breakRow, type LogPlace, lastPage, moveRows } from '../model/log-rows.ts'
import { useAppContext, useAppState } from '../store.ts'
import { Dialog, dialogHeight } from '../widgets/dialog.tsx'
import { type Row, Rows, type Segment, spread } from '../widgets/line.tsx'
import { cursorCells, inputSegments, useTextInput } from '../widgets/text-input.tsx'

interface View {
  /** First line that is shown, and which of its rows where lines are wrapped. */
  top: number
  row: number
  /** Line that the last search found. */
  found?: number | undefined
  note?: string | undefined
}

export function LogView({ title, path }: { title: string; path: string }) {
  const { session, store, columns, bodyRows, theme } = useAppContext()
  const version = useAppState((state) => state.build?.logVersion)
  const file = useRef<LogFile | undefined>(undefined)
  const [length, setLength] = useState(0)
  const [view, setView] = useState<View>({ top: Number.MAX_SAFE_INTEGER, row: 0 })
  const [wrapped, setWrapped] = useState(false)
  const [asking, setAsking] = useState(false)
  const [words, setWords] = useState('')
  const height = dialogHeight(bodyRows, 1)
  const inner = columns - 4
  const rowsOf = (line: number) => (wrapped ? breakRow([[lineAt(file.current, line)]], inner - 1).length : 1)
  const last = lastPage(length, height, rowsOf)
  const place: LogPlace =
    view.top > last.line || (view.top === last.line && view.row >= last.row) ? last : { line: view.top, row: view.row }
  const top = place.line
  useEffect(() => {
    let gone = false
    void LogFile.open(path).then(
      (opened) => {
        if (gone) return opened[Symbol.dispose]()
        file.current = opened
        setLength(opened.length)
      },
      () => setView((now) => ({ ...now, note: 'the file cannot be read' })),
    )
    return () => {
      gone = true
      file.current?.[Symbol.dispose]()
      file.current = undefined
    }
  }, [path])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version of the log means more lines in the file
  useEffect(() => {
    const { current } = file
    void current?.refresh().then(
      () => file.current === current && setLength(current.length),
      () => undefined,
    )
  }, [version])
  const close = () => store.setState({ dialog: undefined })
  // Several keys can arrive before the next drawing: each goes on from where the one before has led.
  const by = (rows: number) =>
    setView((now) => {
      const from = now.top > last.line ? last : { line: now.top, row: now.row }
      const next = moveRows(from, rows, last, rowsOf)
      // The end follows what is still being written.
      const atEnd = next.line === last.line && next.row === last.row
      return { ...now, top: atEnd ? Number.MAX_SAFE_INTEGER : next.line, row: next.row, note: undefined }
    })
  // Keys can come faster than a long log is read: each search starts from what the one before has found.
  const searches = useRef<{ done: Promise<void>; found: number | undefined }>({
    done: Promise.resolve(),
    found: undefined,
  })
  const find = (text: string, step: 1 | -1, from?: number) => {
    const { current } = file
    if (!current || text === '') return
    const start = () => from ?? (searches.current.found ?? (step === 1 ? top - 1 : top)) + step
    const search = async () => {
      const line = await current.find(text, start(), step)
      if (file.current !== current) return
      searches.current.found = line
      if (line === undefined) setView((now) => ({ ...now, found: undefined, note: 'not in this log' }))
      else setView({ top: Math.max(0, line - (wrapped ? 0 : Math.floor(height / 2))), row: 0, found: line })
    }
    // A file that goes away meanwhile ends the search, not the program.
    searches.current.done = searches.current.done.then(search).catch(() => undefined)
  }
  const line = useTextInput({
    initial: '',
    active: asking,
    onCancel: () => setAsking(false),
    onAccept: (text) => {
      setAsking(false)
      setWords(text)
      find(text, 1, top)
    },
  })
  useKeys(
    {
      'list.up': () => by(-1),
      'list.down': () => by(1),
      'list.pageUp': () => by(1 - height),
      'list.pageDown': () => by(height - 1),
      'list.first': () => setView((now) => ({ ...now, top: 0, row: 0, note: undefined })),
      'list.last': () => setView((now) => ({ ...now, top: Number.MAX_SAFE_INTEGER, note: undefined })),
      'log.wrap': () => {
        setWrapped(!wrapped)
        setView((now) => ({ ...now, row: 0 }))
      },
      'log.search': () => setAsking(true),
      'log.next': () => find(words, 1),
      'log.previous': () => find(words, -1),
      'log.print': () => void session.handoff.printLog(title, path),
      'log.close': close,
      'global.interrupt': () => session.interrupt(),
    },
    { priority: Priority.dialog, modal: true },
  )
  const shown = file.current?.read(top, height) ?? []
  const lines = shown.map((raw, index) => ({
    mark: top + index === view.found ? theme.glyphs.bar : ' ',
    rows: wrapped ? breakRow(marked(raw, words), inner - 1) : [marked(raw, words)],
  }))
  const all = lines.flatMap(({ mark, rows }) => rows.map((row): Row => [[mark, 'brand'], ...row]))
  const rows = all.slice(place.row, place.row + height)
  const visible = countLines(lines, place.row + height)
  const before = lines
    .slice(0, Math.max(0, (view.found ?? top) - top))
    .reduce((sum, { rows: { length } }) => sum + length, 0)
  const row = before - place.row
  const where = length === 0 ? '' : `${top + 1}-${top + visible} of ${length}`
  const head: Row = asking
    ? [['/ ', 'brand'], ...inputSegments(line, columns - 8)]
    : spread(
        [
          [view.note ?? (words === '' ? path : `/ ${words}`), view.note ? 'warning' : 'accent'],
          [view.found === undefined ? '' : `  line ${view.found + 1}`, 'muted'],
        ],
        [[where, 'muted']],
        columns - 4,
      )
  const cursor = asking
    ? { x: 2 + cursorCells(line, columns - 8), y: 0 }
    : { x: 1, y: 1 + (view.found !== undefined && view.found >= top && row >= 0 && row < height ? row : 0) }
  return (
    <Dialog title={title} rows={rows} childrenHeight={1} columns={columns - 3} cursor={cursor}>
      <Rows rows={[head]} columns={columns - 4} height={1} />
    </Dialog>
  )
}

/** The line with every place that was searched for reversed. */
function marked(text: string, words: string): Row {
  if (words === '') return [[text]]
  const pieces: Segment[] = []
  const [lower, wanted] = [text.toLowerCase(), words.toLowerCase()]
  let from = 0
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, from)) {
    pieces.push([text.slice(from, at)], [text.slice(at, at + wanted.length), 'cursor'])
    from = at + wanted.length
  }
  return [...pieces, [text.slice(from)]]
}

/** The line as it is shown; empty where there is none. */
function lineAt(file: LogFile | undefined, line: number): string {
  return file?.read(line, 1)[0] ?? ''
}

/** How many of the lines begin within the first `height` rows. */
function countLines(lines: readonly { rows: readonly Row[] }[], height: number): number {
  let used = 0
  let count = 0
  while (count < lines.length && used < height) used += lines[count++]?.rows.length ?? 1
  return count
}
