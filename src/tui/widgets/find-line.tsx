/** The line in which letters are typed that lead to a row of the menu. */
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { findRow } from '../model/find.ts'
import type { MenuRow } from '../model/menu.ts'
import { withMenu } from '../state/menu.ts'
import { useAppContext } from '../store.ts'
import { Line } from './line.tsx'
import { inputSegments, useTextInput } from './text-input.tsx'

interface FindLineProps {
  rows: readonly MenuRow[]
  cursor: number
  onFound: (index: number) => void
}

export function FindLine({ rows, cursor, onFound }: FindLineProps) {
  const { store, columns } = useAppContext()
  const look = (text: string, from: number, direction: 1 | -1 = 1) => {
    const index = findRow(rows, text, from, direction)
    if (index !== -1) onFound(index)
  }
  const line = useTextInput({
    initial: '',
    bare: true,
    onAccept: () => {},
    onCancel: () => {},
    onChange: (text) => look(text, cursor),
  })
  useKeys(
    {
      'find.next': () => look(line.text, cursor + 1),
      'find.previous': () => look(line.text, cursor - 1, -1),
      'find.close': () => store.setState((state) => withMenu(state, { finding: false }), true),
    },
    { priority: Priority.dialog, modal: true },
  )
  const missing = line.text !== '' && findRow(rows, line.text, cursor) === -1
  return (
    <Line
      segments={[
        [' find ', 'brand'],
        ...inputSegments(line, Math.max(20, Math.floor(columns / 2))),
        [missing ? ' nothing here is called so; / searches everything' : '', 'warning'],
      ]}
      columns={columns}
    />
  )
}
