/** All about one entry: what it is, why it is on or off, what stands in the way, and the smallest fix with its cost. */
import { useMemo, useState } from 'react'
import { formatSize } from '../../system/size.ts'
import { knownRecord } from '../actions.ts'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { describeEntry } from '../model/describe.ts'
import { wrap } from '../model/text.ts'
import type { Editor } from '../state.ts'
import { useAppContext, useAppState } from '../store.ts'
import { Dialog, dialogColumns, dialogHeight } from '../widgets/dialog.tsx'
import type { Row } from '../widgets/line.tsx'

interface WhyProps {
  editor: Editor
  id: string
  /** What the person tried; otherwise the opposite of what is. */
  wanted: boolean | undefined
}

export function Why({ editor, id, wanted }: WhyProps) {
  const { session, store, columns, bodyRows, theme } = useAppContext()
  const measured = useAppState((state) => knownRecord(state, editor.project.configuration.profile.name)?.components)
  const [scroll, setScroll] = useState(0)
  const state = editor.project.configuration.states.get(id)
  const aim = wanted ?? !state?.selected
  const blocked = (state?.blocks.length ?? 0) > 0
  const fix = useMemo(
    () => (blocked ? session.core.proposeFix(editor.project.configuration, id, aim) : undefined),
    [session, editor, id, aim, blocked],
  )
  const inner = dialogColumns(columns)
  const cost = fix ? session.editing.costOf(fix) : 0
  const fixRows: Row[] = []
  if (blocked && state) {
    fixRows.push([], [[`It cannot be switched ${aim ? 'on' : 'off'} as things are`, 'warning']])
    for (const block of state.blocks)
      fixRows.push(...wrap(block.text, inner - 2).map((line): Row => [[`${theme.glyphs.blocked} `, 'warning'], [line]]))
    if (fix) {
      fixRows.push(
        [],
        [
          ['The smallest fix', 'title'],
          [`  ${cost >= 0 ? '+' : ''}${formatSize(cost)}`, 'muted'],
        ],
      )
      for (const change of fix)
        fixRows.push([[`${theme.glyphs.arrow} `, 'good'], [session.core.describeChange(change)]])
      fixRows.push(
        [],
        [
          ['Enter', 'key'],
          [' applies it as one step that can be undone', 'muted'],
        ],
      )
    } else fixRows.push([], [['Nothing in the profile can change that.', 'muted']])
  }
  const about = state ? describeEntry(state, inner, measured ?? {}) : [[[`There is no ${id}`, 'bad']] as Row]
  const rows = blocked ? [...fixRows.slice(1), [], ...about] : about
  const height = dialogHeight(bodyRows)
  const most = Math.max(0, rows.length - height)
  const close = () => store.setState({ dialog: undefined })
  useKeys(
    {
      ...(fix
        ? {
            'why.apply': () => {
              close()
              const words = fix.map((change) => session.core.describeChange(change)).join(', ')
              const complaint = session.editing.change({ label: `Fixed: ${words}`, changes: fix })
              if (complaint !== undefined) store.setState({ message: { tone: 'bad', text: complaint } })
            },
          }
        : {}),
      'why.close': close,
      'list.up': () => setScroll((now) => Math.max(0, now - 1)),
      'list.down': () => setScroll((now) => Math.min(most, now + 1)),
      'global.help': () => store.setState({ dialog: { type: 'help' } }),
    },
    { priority: Priority.dialog, modal: true },
  )
  const title = `${id}${state ? `: ${state.selected ? 'on' : 'off'}` : ''}`
  return <Dialog title={title} rows={rows.slice(scroll, scroll + height)} />
}
