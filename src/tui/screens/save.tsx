/** Saving: name and place, and exactly the YAML that will be written, with what it changes. */
import { useEffect, useMemo, useState } from 'react'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { useScroll } from '../hooks/use-scroll.ts'
import type { After, Editor } from '../state.ts'
import { type AppContextValue, useAppContext } from '../store.ts'
import { Dialog, dialogColumns, dialogHeight } from '../widgets/dialog.tsx'
import { type Row, Rows } from '../widgets/line.tsx'
import { cursorCells, inputSegments, useTextInput } from '../widgets/text-input.tsx'
import { previewRows } from './save-preview.ts'

/** Columns of what stands before both fields. */
const LABEL = 7

interface SaveProps {
  editor: Editor
  after: After
}

export function Save({ editor, after }: SaveProps) {
  const { session, store, columns, bodyRows, theme } = useAppContext()
  const [field, setField] = useState<'name' | 'place'>('name')
  const [name, setName] = useState(() => session.naming.ownName())
  /** Follows the name until somebody types into it. */
  const [place, setPlace] = useState<string>()
  const [busy, setBusy] = useState(false)
  const proposed = useMemo(() => session.naming.placeOf(name.trim()), [session, name])
  const file = place?.trim() || proposed
  const accept = async () => {
    if (busy) return
    setBusy(true)
    const done = await session.editing.save(name.trim(), place?.trim() || undefined)
    setBusy(false)
    if (done) session.proceed(after)
  }
  const onAccept = () => void accept()
  const onCancel = () => store.setState({ dialog: undefined })
  const inner = dialogColumns(columns)
  const height = dialogHeight(bodyRows, 4)
  const rows = useMemo(
    () => previewRows(session, editor, name.trim(), inner, theme.glyphs),
    [session, editor, name, inner, theme.glyphs],
  )
  const { scroll, keys } = useScroll(rows.length, height)
  useKeys(
    {
      'save.field': () => {
        // The place that was proposed meanwhile is what one goes on with.
        if (field === 'name' && place === undefined) placeLine.set(proposed ?? '', true)
        setField(field === 'name' ? 'place' : 'name')
      },
      'save.pageUp': keys['list.pageUp'],
      'save.pageDown': keys['list.pageDown'],
    },
    { priority: Priority.editor, active: true },
  )
  const nameLine = useTextInput({ initial: name, active: field === 'name', onChange: setName, onAccept, onCancel })
  const placeLine = useTextInput({
    initial: proposed ?? '',
    active: field === 'place',
    onChange: setPlace,
    onAccept,
    onCancel,
  })
  const taken = useTaken(session, file)
  const hides = session.naming.hides(name.trim())
  const below: Row =
    taken || hides
      ? [[taken || hides || '', 'warning']]
      : rows.length > height
        ? [[`${Math.min(rows.length, scroll + height)} of ${rows.length} rows, PgDn shows more`, 'muted']]
        : []
  const label = (text: string, of: typeof field): Row => [[`${text}  `, field === of ? 'title' : 'muted']]
  return (
    <Dialog
      title="Save the profile"
      rows={rows.slice(scroll)}
      childrenHeight={4}
      cursor={{
        x: LABEL + cursorCells(field === 'name' ? nameLine : placeLine, inner - 8),
        y: field === 'name' ? 0 : 1,
      }}
    >
      <Rows
        rows={[
          [...label('Name ', 'name'), ...(field === 'name' ? inputSegments(nameLine, inner - 8) : ([[name]] as Row))],
          [
            ...label('Place', 'place'),
            ...(field === 'place' ? inputSegments(placeLine, inner - 8) : ([[file ?? '', 'muted']] as Row)),
          ],
          below,
          [],
        ]}
        columns={inner}
        height={4}
      />
    </Dialog>
  )
}

/** What is said of a file that is there already and is not the profile's own. */
function useTaken(session: AppContextValue['session'], file: string | undefined): string | undefined {
  const [taken, setTaken] = useState<string>()
  useEffect(() => {
    let wanted = true
    void session.naming.isTaken(file).then((there) => {
      if (wanted) setTaken(there ? `There is such a file; what it says is kept as ${file}.old` : undefined)
    })
    return () => {
      wanted = false
    }
  }, [session, file])
  return taken
}
