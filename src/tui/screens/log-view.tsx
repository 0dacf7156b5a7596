/** The whole log of a step, read from its file: scrolled from the first line to the last, and searched. */
import { useEffect, useRef, useState } from 'react'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { LogFile } from '../model/log-file.ts'
import { useAppContext, useAppState } from '../store.ts'
import { Dialog, dialogHeight } from '../widgets/dialog.tsx'
import { type Row, Rows, type Segment, spread } from '../widgets/line.tsx'
import { cursorCells, inputSegments, useTextInput } from '../widgets/text-input.tsx'

interface View {
  top: number
  /** Line that the last search found. */
  found?: number | undefined
  note?: string | undefined
}

export function LogView({ title, path }: { title: string; path: string }) {
  const { session, store, columns, bodyRows, theme } = useAppContext()
  const version = useAppState((state) => state.build?.logVersion)
  const file = useRef<LogFile | undefined>(undefined)
  const [length, setLength] = useState(0)
  const [view, setView] = useState<View>({ top: Number.MAX_SAFE_INTEGER })
  const [asking, setAsking] = useState(false)
  const [words, setWords] = useState('')
  const height = dialogHeight(bodyRows, 1)
  const last = Math.max(0, length - height)
  const top = Math.min(view.top, last)
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
  const to = (line: number) =>
    setView((now) => ({ ...now, top: line >= last ? Number.MAX_SAFE_INTEGER : Math.max(0, line), note: undefined }))
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
      else setView({ top: Math.max(0, line - Math.floor(height / 2)), found: line })
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
      'list.up': () => to(top - 1),
      'list.down': () => to(top + 1),
      'list.pageUp': () => to(top - height + 1),
      'list.pageDown': () => to(top + height - 1),
      'list.first': () => to(0),
      'list.last': () => to(last),
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
  const where = length === 0 ? '' : `${top + 1}-${top + shown.length} of ${length}`
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
  const row = view.found === undefined ? -1 : view.found - top
  const cursor = asking
    ? { x: 2 + cursorCells(line, columns - 8), y: 0 }
    : { x: 1, y: 1 + (row >= 0 && row < height ? row : 0) }
  const rows = shown.map(
    (text, index): Row => [[top + index === view.found ? theme.glyphs.bar : ' ', 'brand'], ...marked(text, words)],
  )
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
