/** A member of a list as a small form: a line for each field, judged while it is typed, taken as one step. */
import { Box } from 'ink'
import { useState } from 'react'
import { messageOf } from '../../system/error.ts'
import { withPosition } from '../actions.ts'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { fieldComplaints, type Item, itemFrom, itemsChange, itemsOf, withItem } from '../model/items.ts'
import { editText, type FieldSpec, SETTINGS } from '../model/settings-table.ts'
import { pad, wrap } from '../model/text.ts'
import { rowsList, withMenu } from '../state/menu.ts'
import type { Editor } from '../state.ts'
import { useAppContext } from '../store.ts'
import { Dialog, dialogColumns } from '../widgets/dialog.tsx'
import type { Row } from '../widgets/line.tsx'
import { inputSegments, maskLine, useTextInput } from '../widgets/text-input.tsx'

/** Stands for a hash that is made only when the form is taken. */
const PLACEHOLDER = '$6$x$x'
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
  const spec = SETTINGS.find((setting) => setting.path === path)
  const fields = spec?.items?.fields ?? []
  const { profile } = editor.project.configuration
  const file = session.core.profileAsFile(profile)
  const items = spec ? itemsOf(spec, file) : []
  const before = index === undefined ? undefined : items[index]
  const [texts, setTexts] = useState(() => startTexts(fields, before, symbol))
  const [forgotten, setForgotten] = useState<readonly string[]>([])
  const [focus, setFocus] = useState(0)
  const [shown, setShown] = useState<Record<string, string>>({})
  const current = fields[focus] ?? fields[0]
  const close = () => store.setState({ dialog: undefined })

  /** The member that the form describes, secrets as given. */
  const itemWith = (now: Record<string, string>, secrets: Record<string, string>): Item => {
    const item: Record<string, unknown> = {
      ...itemFrom(
        fields.filter(({ type }) => type !== 'secret'),
        now,
        before,
      ),
    }
    for (const { key } of fields.filter(({ type }) => type === 'secret')) {
      if (forgotten.includes(key)) delete item[key]
      if (secrets[key] !== undefined) item[key] = secrets[key]
    }
    return item
  }
  const typedSecrets = (now: Record<string, string>) =>
    fields.filter(({ type, key }) => type === 'secret' && now[key]).map(({ key }) => key)
  const judge = (now: Record<string, string>): Record<string, string> => {
    if (!spec) return {}
    const secrets = Object.fromEntries(typedSecrets(now).map((key) => [key, PLACEHOLDER]))
    try {
      session.core.applyChange(profile, itemsChange(spec, file, withItem(items, index, itemWith(now, secrets))))
      return {}
    } catch (error) {
      return fieldComplaints(fields, messageOf(error))
    }
  }
  const change = (key: string, text: string) => {
    const now = { ...texts, [key]: text }
    setTexts(now)
    // Of fields that were not reached yet nothing is asked.
    const reached = fields.slice(0, focus + 1).map((field) => field.key)
    setShown(Object.fromEntries(Object.entries(judge(now)).filter(([name]) => name === '' || reached.includes(name))))
  }
  const accept = async () => {
    if (!spec) return
    const wrong = judge(texts)
    if (Object.keys(wrong).length > 0) {
      setShown(wrong)
      const at = fields.findIndex(({ key }) => key in wrong)
      if (at !== -1) setFocus(at)
      return
    }
    try {
      const secrets: Record<string, string> = {}
      for (const key of typedSecrets(texts)) secrets[key] = await session.core.hashPassword(texts[key] ?? '')
      const item = itemWith(texts, secrets)
      const next = withItem(items, index, item)
      const at = index ?? items.length
      const title = spec.items?.title(item, at) ?? ''
      const refused = session.editing.change({
        label: `${spec.title}: ${title} ${index === undefined ? 'added' : 'changed'}`,
        changes: [itemsChange(spec, file, next)],
      })
      if (refused !== undefined) return setShown({ '': refused })
      close()
      if (index === undefined && store.getState().menu.submenu?.id === path)
        store.setState(
          (state) => withPosition(withMenu(state, {}), rowsList(state), { cursor: at, top: Math.max(0, at - 3) }),
          true,
        )
    } catch (error) {
      setShown({ '': messageOf(error) })
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
      draw={(value) => (
        <Dialog
          title={title}
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
  draw: (value: Row) => React.ReactNode
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
        {draw([
          [`(${text})`, 'accent'],
          ['  Space changes it', 'muted'],
        ])}
      </Box>
    )
  return <Box>{draw(inputSegments(field.type === 'secret' ? maskLine(line, theme.unicode) : line, room))}</Box>
}

function startTexts(fields: readonly FieldSpec[], before: Item | undefined, symbol: string | undefined) {
  return Object.fromEntries(
    fields.map((field): [string, string] => {
      if (before)
        return [
          field.key,
          editText(field, before[field.key]) || (field.type === 'choice' ? (field.values?.[0] ?? '') : ''),
        ]
      if (field.key === 'symbol' && symbol !== undefined) return [field.key, symbol]
      return [field.key, field.type === 'choice' ? (field.values?.[0] ?? '') : '']
    }),
  )
}

function secretWords(field: FieldSpec, text: string, before: Item | undefined, forgotten: readonly string[]): string {
  if (text !== '') return 'a new one'
  if (before?.[field.key] === undefined) return ''
  return forgotten.includes(field.key) ? 'taken away' : 'set'
}
