/** A new profile from the highlighted one: its name, judged as it is typed. */
import { useState } from 'react'
import { wrap } from '../model/text.ts'
import { useAppContext } from '../store.ts'
import { Dialog, dialogColumns } from '../widgets/dialog.tsx'
import { type Row, Rows } from '../widgets/line.tsx'
import { cursorCells, inputSegments, useTextInput } from '../widgets/text-input.tsx'

const LABEL = 'Name  '

export function NewProfile({ from }: { from: string }) {
  const { session, store, columns, theme } = useAppContext()
  const [name, setName] = useState('')
  const inner = dialogColumns(columns)
  const { file, complaint } = session.naming.judgeName(name.trim())
  const line = useTextInput({
    initial: '',
    onChange: setName,
    onCancel: () => store.setState({ dialog: undefined }),
    onAccept: (text) => {
      if (session.naming.judgeName(text.trim()).complaint === undefined) void session.naming.startNew(from, text.trim())
    },
  })
  const said: Row[] =
    name.trim() === ''
      ? [[[`It says only what it has otherwise than ${from}`, 'muted']]]
      : complaint === undefined
        ? [
            [
              ['Saving will write ', 'muted'],
              [file, 'accent'],
            ],
          ]
        : wrap(`${theme.glyphs.failed} ${complaint}`, inner).map((words): Row => [[words, 'bad']])
  return (
    <Dialog
      title={`A new profile from ${from}`}
      rows={said}
      childrenHeight={2}
      cursor={{ x: LABEL.length + cursorCells(line, inner - 8), y: 0 }}
    >
      <Rows rows={[[[LABEL, 'muted'], ...inputSegments(line, inner - 8)], []]} columns={inner} height={2} />
    </Dialog>
  )
}
