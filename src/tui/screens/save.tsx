/** Saving: name and place, and exactly the YAML that will be written, with what it changes. */
import { useEffect, useMemo, useState } from 'react'
import { messageOf } from '../../system/error.ts'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { useScroll } from '../hooks/use-scroll.ts'
import { differenceRows } from '../model/difference.ts'
import type { After, Editor } from '../state.ts'
import { type AppContextValue, useAppContext } from '../store.ts'
import { Dialog, dialogColumns, dialogHeight } from '../widgets/dialog.tsx'
import { type Row, Rows } from '../widgets/line.tsx'
import { inputSegments, useTextInput } from '../widgets/text-input.tsx'

interface SaveProps {
  editor: Editor
  after: After
}

export function Save({ editor, after }: SaveProps) {
  const { session, store, columns, bodyRows, theme } = useAppContext()
  const [field, setField] = useState<'name' | 'place'>('name')
  const [name, setName] = useState(editor.project.configuration.profile.name)
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
    () => contentRows(session, editor, name.trim(), inner, theme.glyphs),
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
      'list.pageUp': keys['list.pageUp'],
      'list.pageDown': keys['list.pageDown'],
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
  const below: Row = taken
    ? [[taken, 'warning']]
    : rows.length > height
      ? [[`${Math.min(rows.length, scroll + height)} of ${rows.length} rows, PgDn shows more`, 'muted']]
      : []
  const label = (text: string, of: typeof field): Row => [[`${text}  `, field === of ? 'title' : 'muted']]
  return (
    <Dialog title="Save the profile" rows={rows.slice(scroll)} childrenHeight={4}>
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

function contentRows(
  session: AppContextValue['session'],
  editor: Editor,
  name: string,
  columns: number,
  glyphs: Parameters<typeof differenceRows>[2],
): Row[] {
  const target = session.editing.profileToSave(name)
  if (!target) return []
  const { core } = session
  try {
    const yaml = core.profileYaml(target.profile, target.base).trimEnd().split('\n')
    const parent = target.profile.extends
    const against = parent === undefined ? [] : core.diffProfiles(target.base, target.profile)
    const changes = core.diffProfiles(editor.saved, editor.project.configuration.profile)
    const again = JSON.stringify(changes) === JSON.stringify(against)
    return [
      [
        ['The file will say', 'title'],
        [parent ? `  (only what differs from ${parent})` : '', 'muted'],
      ],
      ...yaml.map((text): Row => yamlRow(text)),
      ...(against.length === 0 ? [] : [[], [[`Against ${parent}`, 'title']] as Row]),
      ...differenceRows(against, columns, glyphs),
      ...(again
        ? []
        : [
            [],
            [
              [
                changes.length === 0 ? 'Nothing was changed since it was opened' : 'Changed since it was opened',
                'title',
              ],
            ] as Row,
          ]),
      ...(again ? [] : differenceRows(changes, columns, glyphs)),
    ]
  } catch (error) {
    return [[[messageOf(error), 'bad']]]
  }
}

function yamlRow(text: string): Row {
  const match = /^(\s*(?:- )?)([^:#]+)(:)(.*)$/.exec(text)
  if (!match) return [[`  ${text}`]]
  const [, indent = '', key = '', colon = '', value = ''] = match
  return [['  '], [indent], [key, 'accent'], [colon, 'muted'], [value]]
}
