/** The line in which letters are typed that lead to a row of the menu. */
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { findText } from '../model/find.ts'
import { useAppContext } from '../store.ts'
import { Line } from './line.tsx'
import { RowCursor } from './row-cursor.tsx'
import { cursorCells, inputSegments, useTextInput } from './text-input.tsx'

const PROMPT = ' find '
/** It stands in the last row but one; breadcrumb and rule are above the body. */
const FROM_BODY = 4

interface FindLineProps {
  /** The words of every row. */
  rows: readonly string[]
  cursor: number
  onFound: (index: number) => void
  onClose: () => void
}

export function FindLine({ rows, cursor, onFound, onClose }: FindLineProps) {
  const { columns, rows: height } = useAppContext()
  const look = (text: string, from: number, direction: 1 | -1 = 1) => {
    const index = findText(rows, text, from, direction)
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
      'find.close': onClose,
    },
    { priority: Priority.dialog, modal: true },
  )
  const missing = line.text !== '' && findText(rows, line.text, cursor) === -1
  const room = Math.max(20, Math.floor(columns / 2))
  return (
    <>
      <RowCursor place={{ x: PROMPT.length + cursorCells(line, room), y: height - FROM_BODY }} />
      <Line
        segments={[
          [PROMPT, 'brand'],
          ...inputSegments(line, room),
          [missing ? ' nothing here is called so; / searches everything' : '', 'warning'],
        ]}
        columns={columns}
      />
    </>
  )
}
