/** A member of a list as a small form: a line for each field, judged while it is typed, taken as one step. */
import { Box } from 'ink'
import { useMemo, useState } from 'react'
import { withPosition } from '../actions.ts'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import type { Item } from '../model/items.ts'
import { judgeMember, memberForm, startTexts } from '../model/member.ts'
import type { FieldSpec } from '../model/settings-table.ts'
import { pad, wrap } from '../model/text.ts'
import { takeMember } from '../session/taking.ts'
import { rowsList, withMenu } from '../state/menu.ts'
import type { Editor } from '../state.ts'
import { useAppContext } from '../store.ts'
import { Dialog, dialogColumns } from '../widgets/dialog.tsx'
import type { Row } from '../widgets/line.tsx'
import { cursorCells, inputSegments, maskLine, useTextInput } from '../widgets/text-input.tsx'

const LABEL = 14

interface FormProps {
  editor: Editor
  path: string
  index: number | undefined
  /** Name of a kernel symbol to begin with. */
  symbol?: string | undefined
}

export function Form({ editor, path, index, symbol }: FormProps) {
  const { session, store, columns, theme } = useAppContext()
  const { profile } = editor.project.configuration
  const form = useMemo(
    () => memberForm(session.core.profileAsFile(profile), path, index),
    [session, profile, path, index],
  )
  const { spec, fields, before } = form
  const [texts, setTexts] = useState(() => startTexts(fields, before, symbol))
  const [forgotten, setForgotten] = useState<readonly string[]>([])
  const [focus, setFocus] = useState(0)
  const [shown, setShown] = useState<Record<string, string>>({})
  const current = fields[focus] ?? fields[0]
  const close = () => store.setState({ dialog: undefined })

  const judge = (now: Record<string, string>) => judgeMember(session.core, profile, form, now, forgotten)
  const change = (key: string, text: string) => {
    const now = { ...texts, [key]: text }
    setTexts(now)
    // Of fields that were not reached yet nothing is asked.
    const reached = fields.slice(0, focus + 1).map((field) => field.key)
    setShown(Object.fromEntries(Object.entries(judge(now)).filter(([name]) => name === '' || reached.includes(name))))
  }
  const accept = async () => {
    const wrong = await takeMember(session, form, texts, forgotten)
    if (Object.keys(wrong).length > 0) {
      setShown(wrong)
      const at = fields.findIndex(({ key }) => key in wrong)
      if (at !== -1) setFocus(at)
      return
    }
    close()
    if (index === undefined && store.getState().menu.submenu?.id === path) {
      const at = form.items.length
      store.setState(
        (state) => withPosition(withMenu(state, {}), rowsList(state), { cursor: at, top: Math.max(0, at - 3) }),
        true,
      )
    }
  }
  const by = (step: number) => setFocus((now) => (now + step + fields.length) % fields.length)
  const secret = current?.type === 'secret' && before?.[current.key] !== undefined
  useKeys(
    {
      'form.next': () => by(1),
      'form.previous': () => by(-1),
      ...(secret ? { 'form.forget': () => setForgotten((now) => (current ? [...now, current.key] : now)) } : {}),
    },
    { priority: Priority.editor + 1 },
  )
  const inner = dialogColumns(columns)
  const rows: Row[] = fields.map((field, at): Row => {
    if (at === focus) return []
    const text = texts[field.key] ?? ''
    const value = field.type === 'secret' ? secretWords(field, text, before, forgotten) : text
    return [
      ['  '],
      [pad(field.title, LABEL), 'muted'],
      value === '' ? [field.unset ?? theme.glyphs.dash, 'muted'] : [value, 'text'],
    ]
  })
  const complaint = (current && shown[current.key]) ?? shown['']
  const below: Row[] = [
    [],
    ...wrap(current?.help ?? '', inner).map((line): Row => [[line]]),
    [
      [
        current?.values
          ? `Space: ${current.values.join(', ')}`
          : current?.example
            ? `For example ${current.example}`
            : '',
        'muted',
      ],
    ],
    ...(secret ? ([[['Empty keeps the password; Ctrl-X takes it away', 'muted']]] as Row[]) : []),
    [],
    ...(complaint ? wrap(complaint, inner).map((line): Row => [[line, 'bad']]) : []),
    ...Object.entries(shown)
      .filter(([key]) => key !== '' && key !== current?.key)
      .map(([key, words]): Row => [[`${fields.find((field) => field.key === key)?.title}: ${words}`, 'warning']]),
  ]
  const noun = spec?.items?.noun ?? 'member'
  const title = index === undefined ? `Add a ${noun}` : `${spec?.title}: ${spec?.items?.title(before ?? {}, index)}`
  if (!current) return null
  return (
    <FieldInput
      key={current.key}
      field={current}
      text={texts[current.key] ?? ''}
      onChange={(text) => change(current.key, text)}
      onAccept={() => void accept()}
      onCancel={close}
      draw={(value, cells) => (
        <Dialog
          title={title}
          cursor={{ x: 2 + LABEL + cells, y: focus }}
          rows={[
            ...rows.map(
              (row, at): Row =>
                at === focus
                  ? [[`${theme.glyphs.arrow} `, 'brand'], [pad(current.title, LABEL), 'focus'], ...value]
                  : row,
            ),
            ...below,
          ]}
        />
      )}
    />
  )
}

interface FieldInputProps {
  field: FieldSpec
  text: string
  onChange: (text: string) => void
  onAccept: () => void
  onCancel: () => void
  /** `cells` before the cursor in the value. */
  draw: (value: Row, cells: number) => React.ReactNode
}

/** Keys of the field that has the focus: a line of text, or a choice that Space turns. */
function FieldInput({ field, text, onChange, onAccept, onCancel, draw }: FieldInputProps) {
  const { columns, theme } = useAppContext()
  const values = field.type === 'choice' ? (field.values ?? []) : undefined
  const turn = (step: number) => {
    if (values) onChange(values[(values.indexOf(text) + step + values.length) % values.length] ?? text)
  }
  useKeys(
    {
      'form.cycle': () => turn(1),
      'form.back': () => turn(-1),
      'edit.accept': onAccept,
      'edit.cancel': onCancel,
    },
    { priority: Priority.editor, active: values !== undefined, modal: true },
  )
  const line = useTextInput({ initial: text, active: values === undefined, onChange, onAccept, onCancel })
  const room = dialogColumns(columns) - LABEL - 3
  if (values)
    return (
      <Box>
        {draw(
          [
            [`(${text})`, 'accent'],
            ['  Space changes it', 'muted'],
          ],
          0,
        )}
      </Box>
    )
  const shown = field.type === 'secret' ? maskLine(line, theme.unicode) : line
  return <Box>{draw(inputSegments(shown, room), cursorCells(shown, room))}</Box>
}

function secretWords(field: FieldSpec, text: string, before: Item | undefined, forgotten: readonly string[]): string {
  if (text !== '') return 'a new one'
  if (before?.[field.key] === undefined) return ''
  return forgotten.includes(field.key) ? 'taken away' : 'set'
}
