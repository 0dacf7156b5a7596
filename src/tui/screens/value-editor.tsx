/** A value being typed, in the place of the help pane: validated at every key, with what was expected below. */
import { Box } from 'ink'
import { useState } from 'react'
import type { MenuRow } from '../model/menu.ts'
import { wrap } from '../model/text.ts'
import { hintOf, isSecret, judgeValue, startText, titleOf } from '../model/value.ts'
import { takeValue } from '../session/taking.ts'
import { useAppContext } from '../store.ts'
import { type Row, Rows, ruleRow } from '../widgets/line.tsx'
import { type Place, RowCursor } from '../widgets/row-cursor.tsx'
import { cursorCells, inputSegments, maskLine, useTextInput } from '../widgets/text-input.tsx'

interface ValueEditorProps {
  row: MenuRow
  columns: number
  height: number
  /** Its upper left corner in the body. */
  place: Place
}

export function ValueEditor({ row, columns, height, place }: ValueEditorProps) {
  const { session, store, theme } = useAppContext()
  const [complaint, setComplaint] = useState<string | undefined>(undefined)
  const close = () => store.setState({ editing: undefined })
  const secret = isSecret(row)
  const judge = (text: string): string | undefined => {
    const editor = store.getState().editor
    return editor && judgeValue(session.core, editor.project.configuration.profile, row, text)
  }
  const line = useTextInput({
    initial: secret ? '' : startText(row),
    onChange: (text) => setComplaint(judge(text)),
    onCancel: close,
    onAccept: (text) =>
      void takeValue(session, row, text).then((wrong) => (wrong === undefined ? close() : setComplaint(wrong))),
  })
  const hint = hintOf(row)
  const below: Row[] = wrap(complaint ?? hint, columns - 2).map((text): Row => [[text, complaint ? 'bad' : 'muted']])
  const shown = secret ? maskLine(line, theme.unicode) : line
  const rows: Row[] = [
    ruleRow(columns, theme.glyphs.horizontal, titleOf(row), 'title'),
    [],
    [[`${theme.glyphs.arrow} `, 'brand'], ...inputSegments(shown, columns - 4)],
    [],
    ...below,
  ]
  return (
    <Box>
      <RowCursor place={{ x: place.x + 2 + cursorCells(shown, columns - 4), y: place.y + 2 }} />
      <Rows rows={rows} columns={columns} height={height} />
    </Box>
  )
}
