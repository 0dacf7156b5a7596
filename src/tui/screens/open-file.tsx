/** Opening a profile from a file: a path to type, and those that were opened before to choose from. */
import { useEffect, useState } from 'react'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { useAppContext } from '../store.ts'
import { Dialog, dialogColumns, dialogHeight } from '../widgets/dialog.tsx'
import { type Row, Rows } from '../widgets/line.tsx'
import { cursorCells, inputSegments, useTextInput } from '../widgets/text-input.tsx'

const LABEL = 'File  '

export function OpenFile() {
  const { session, store, columns, bodyRows, theme } = useAppContext()
  const inner = dialogColumns(columns)
  const height = dialogHeight(bodyRows, 2)
  const [found, setFound] = useState<readonly string[]>([])
  useEffect(() => void session.naming.recentReferences().then(setFound), [session])
  const recent = found.slice(0, height - 3)
  const [chosen, setChosen] = useState(-1)
  const close = () => store.setState({ dialog: undefined })
  const choose = (index: number) => {
    const reference = recent[index]
    if (reference === undefined) return
    line.set(reference)
    setChosen(index)
  }
  useKeys(
    {
      'recent.next': () => choose(Math.min(chosen + 1, recent.length - 1)),
      'recent.previous': () => choose(Math.max(chosen - 1, 0)),
    },
    { priority: Priority.editor },
  )
  const line = useTextInput({
    initial: './',
    selected: true,
    onCancel: close,
    onChange: () => setChosen(-1),
    onAccept: (text) => session.openProfile(text.trim()),
  })
  const rows: Row[] = [
    [['A path that ends in .yaml, or a profile’s name', 'muted']],
    ...(recent.length === 0 ? [] : [[], [['Opened before', 'title']] as Row]),
    ...recent.map(
      (reference, index): Row => [
        [index === chosen ? `${theme.glyphs.bar} ` : '  ', 'brand'],
        [reference, index === chosen ? 'focus' : 'text'],
      ],
    ),
  ]
  return (
    <Dialog
      title="Open a profile from a file"
      rows={rows}
      childrenHeight={2}
      cursor={{ x: LABEL.length + cursorCells(line, inner - 8), y: 0 }}
    >
      <Rows rows={[[[LABEL, 'muted'], ...inputSegments(line, inner - 8)], []]} columns={inner} height={2} />
    </Dialog>
  )
}
