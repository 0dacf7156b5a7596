/** A number or a text of a Kconfig menu being typed: judged at every key, with its range below. */
import { useState } from 'react'
import type { KconfigSymbol } from '../../kconfig/ast.ts'
import type { KernelModel } from '../model/kernel/model.ts'
import { wrap } from '../model/text.ts'
import { withKernel } from '../state/kernel.ts'
import { useAppContext } from '../store.ts'
import { type Row, Rows, ruleRow } from '../widgets/line.tsx'
import { type Place, RowCursor } from '../widgets/row-cursor.tsx'
import { cursorCells, inputSegments, useTextInput } from '../widgets/text-input.tsx'

interface KernelValueProps {
  model: KernelModel
  symbol: KconfigSymbol
  columns: number
  height: number
  /** Upper left corner, from the body's. */
  place: Place
}

export function KernelValue({ model, symbol, columns, height, place }: KernelValueProps) {
  const { session, store, theme } = useAppContext()
  const [complaint, setComplaint] = useState<string | undefined>(undefined)
  const close = () => store.setState((state) => withKernel(state, { editing: undefined }), true)
  const said = (wrong: string | undefined) => (wrong === undefined ? undefined : `Expected ${wrong}`)
  const line = useTextInput({
    initial: model.configuration.text(symbol),
    onChange: (text) => setComplaint(said(model.complaint(symbol, text))),
    onCancel: close,
    onAccept: (text) => {
      const wrong = session.kernelActing.takeText(model, symbol, text)
      if (wrong === undefined) close()
      else setComplaint(said(wrong))
    },
  })
  const range = model.configuration.range(symbol)
  const kind = { int: 'A whole number', hex: 'A hexadecimal number', string: 'A text; empty is one, too' }
  const hint = `${kind[symbol.type as keyof typeof kind] ?? symbol.type}${range ? ` from ${range.low} to ${range.high}` : ''}.`
  const below = wrap(complaint ?? hint, columns - 2).map((text): Row => [[text, complaint ? 'bad' : 'muted']])
  const rows: Row[] = [
    ruleRow(columns, theme.glyphs.horizontal, symbol.name, 'title'),
    [],
    [[`${theme.glyphs.arrow} `, 'brand'], ...inputSegments(line, columns - 4)],
    [],
    ...below,
  ]
  return (
    <>
      <RowCursor place={{ x: place.x + 2 + cursorCells(line, columns - 4), y: place.y + 2 }} />
      <Rows rows={rows} columns={columns} height={height} />
    </>
  )
}
