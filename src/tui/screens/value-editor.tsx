/** A value being typed, in the place of the help pane: validated at every key, with what was expected below. */
import { Box } from 'ink'
import { useState } from 'react'
import type { Change } from '../../configure/types.ts'
import type { OptionValue } from '../../profile/types.ts'
import { messageOf } from '../../system/error.ts'
import { type MenuRow, rowValue } from '../model/menu.ts'
import { parseSetting } from '../model/settings-table.ts'
import { wrap } from '../model/text.ts'
import { changeTo } from '../model/toggle.ts'
import { useAppContext } from '../store.ts'
import { type Row, Rows, ruleRow } from '../widgets/line.tsx'
import { inputSegments, maskLine, useTextInput } from '../widgets/text-input.tsx'

interface ValueEditorProps {
  row: MenuRow
  columns: number
  height: number
}

export function ValueEditor({ row, columns, height }: ValueEditorProps) {
  const { session, store, theme } = useAppContext()
  const [complaint, setComplaint] = useState<string | undefined>(undefined)
  const close = () => store.setState({ editing: undefined })
  /** What is wrong with the text, without changing anything. */
  const secret = (row.kind === 'setting' || row.kind === 'option') && row.spec.type === 'secret'
  const judge = (text: string): string | undefined => {
    if (secret) return undefined
    const change = changeOf(row, text)
    const editor = store.getState().editor
    if (!change || !editor) return undefined
    if (row.kind === 'option' && change.type === 'option') {
      const expected = session.core.optionComplaint(row.spec, change.value)
      return expected === undefined ? undefined : `Expected ${expected}`
    }
    try {
      session.core.applyChange(editor.project.configuration.profile, change)
      return undefined
    } catch (error) {
      const message = messageOf(error)
      return message.includes('expected ') ? `Expected ${message.slice(message.lastIndexOf('expected ') + 9)}` : message
    }
  }
  /** Only the hash of what was typed goes any further; nothing typed leaves all as it is. */
  const keepSecret = async (text: string) => {
    if (text === '' || (row.kind !== 'setting' && row.kind !== 'option')) return close()
    try {
      const hash = await session.core.hashPassword(text)
      const refused = session.editing.change({ label: `${row.spec.title} is set`, changes: [changeTo(row, hash)] })
      close()
      if (refused !== undefined) store.setState({ message: { tone: 'bad', text: refused } })
    } catch (error) {
      setComplaint(messageOf(error))
    }
  }
  const line = useTextInput({
    initial: secret ? '' : startText(row),
    onChange: (text) => setComplaint(judge(text)),
    onCancel: close,
    onAccept: (text) => {
      if (secret) return void keepSecret(text)
      const change = changeOf(row, text)
      const wrong = judge(text)
      if (wrong !== undefined) return setComplaint(wrong)
      close()
      if (!change || text.trim() === startText(row)) return
      const refused = session.editing.change({ label: `${titleOf(row)}: ${text.trim() || 'none'}`, changes: [change] })
      if (refused !== undefined) store.setState({ message: { tone: 'bad', text: refused } })
    },
  })
  const hint = secret ? 'Only its hash is kept. Empty leaves it as it is; - in the menu takes it away' : hintOf(row)
  const below: Row[] = wrap(complaint ?? hint, columns - 2).map((text): Row => [[text, complaint ? 'bad' : 'muted']])
  const rows: Row[] = [
    ruleRow(columns, theme.glyphs.horizontal, titleOf(row), 'title'),
    [],
    [[`${theme.glyphs.arrow} `, 'brand'], ...inputSegments(secret ? maskLine(line, theme.unicode) : line, columns - 4)],
    [],
    ...below,
  ]
  return (
    <Box>
      <Rows rows={rows} columns={columns} height={height} />
    </Box>
  )
}

function titleOf(row: MenuRow): string {
  return row.kind === 'setting' || row.kind === 'option' ? row.spec.title : row.id
}

/** The change that the text stands for. */
function changeOf(row: MenuRow, text: string): Change | undefined {
  if (row.kind === 'setting') return changeTo(row, parseSetting(row.spec, text))
  if (row.kind !== 'option') return undefined
  return { type: 'option', component: row.component, option: row.option, value: optionValue(row.spec.type, text) }
}

function optionValue(type: string, text: string): OptionValue {
  const trimmed = text.trim()
  if (type === 'int') return /^-?\d+$/.test(trimmed) ? Number(trimmed) : trimmed
  if (type === 'list') return trimmed.split(/[\s,]+/).filter(Boolean)
  if (type === 'bool') return trimmed === 'yes' || trimmed === 'true'
  return trimmed
}

/** What the line begins with: the value as it can be typed. */
function startText(row: MenuRow): string {
  return row.kind === 'setting' && row.value === undefined ? '' : rowValue(row)
}

/** The range, the values or an example. */
function hintOf(row: MenuRow): string {
  if (row.kind !== 'setting' && row.kind !== 'option') return ''
  const { min, max, values } = row.spec
  if (min !== undefined || max !== undefined) return `From ${min ?? 'anything'} to ${max ?? 'anything'}`
  const example = values?.join(', ') ?? ('example' in row.spec ? row.spec.example : undefined)
  return example ? `For example ${example}` : ''
}
