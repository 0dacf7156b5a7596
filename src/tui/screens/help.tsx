/** The help page, made from the key table: where one is first, then everything else. */
import { useState } from 'react'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { type Command, KEY_TABLE, keyRow, SCOPES, showKeys } from '../keys.ts'
import { pad, wrap } from '../model/text.ts'
import { useAppContext, useAppState } from '../store.ts'
import { Dialog, dialogColumns, dialogHeight } from '../widgets/dialog.tsx'
import type { Row } from '../widgets/line.tsx'
import { paneSize } from './console-size.ts'

/** Columns of a row's keys. */
const KEYS = 20

export function Help() {
  const { store, columns, rows: all, bodyRows, theme } = useAppContext()
  const screen = useAppState((state) => state.path.at(-1) ?? 'profiles')
  const [scroll, setScroll] = useState(0)
  const size = paneSize(store.getState(), columns, all)
  const about = screen === 'console' ? sizeRows(size, dialogColumns(columns)) : []
  const rows = helpRows(screen, theme.unicode, dialogColumns(columns), about)
  const height = dialogHeight(bodyRows)
  const most = Math.max(0, rows.length - height)
  const by = (lines: number) => setScroll((now) => Math.max(0, Math.min(most, now + lines)))
  useKeys(
    {
      'help.close': () => store.setState({ dialog: undefined }),
      'list.up': () => by(-1),
      'list.down': () => by(1),
      'list.pageUp': () => by(-height),
      'list.pageDown': () => by(height),
      'list.first': () => setScroll(0),
      'list.last': () => setScroll(most),
    },
    { priority: Priority.dialog, modal: true },
  )
  const more = most > 0 ? `  ${Math.min(rows.length, scroll + height)} of ${rows.length}` : ''
  return <Dialog title={`Keys${more}`} rows={rows.slice(scroll, scroll + height)} />
}

/** Nothing is typed into a session by itself: how a person tells the machine of another size. */
function sizeRows({ columns, rows }: { columns: number; rows: number }, width: number): Row[] {
  const text =
    `This pane has ${rows} rows of ${columns} columns, which a serial line does not tell the machine: its shell has asked at the login. ` +
    'When the pane changes its size later, top and others do not know: at a shell’s prompt, Ctrl-A z types stty, or type resize. ' +
    'Ctrl-A f gives the machine the whole terminal.'
  return [[['The size of the console', 'title']], ...wrap(text, width - 2).map((line): Row => [['  '], [line]]), []]
}

/** Rows of the page: the scope of the screen first, and what there is to say about it. */
export function helpRows(screen: string, unicode: boolean, columns: number, about: readonly Row[] = []): Row[] {
  const scopes = Object.keys(SCOPES)
  const ordered = [
    ...scopes.filter((scope) => scope === screen),
    'global',
    ...scopes.filter((scope) => scope !== screen && scope !== 'global'),
  ]
  return ordered.flatMap((scope): Row[] => {
    const commands = (Object.keys(KEY_TABLE) as Command[]).filter((command) => command.startsWith(`${scope}.`))
    return [
      ...(scope === screen ? about : []),
      [[SCOPES[scope] ?? scope, 'title']],
      ...commands.flatMap((command): Row[] => {
        const { keys, text } = keyRow(command)
        const shown = showKeys(keys, unicode)
        return wrap(text, columns - 2 - KEYS).map(
          (line, index): Row => [['  '], [pad(index === 0 ? shown : '', KEYS), 'key'], [line]],
        )
      }),
      [],
    ]
  })
}
