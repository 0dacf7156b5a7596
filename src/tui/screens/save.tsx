/** Saving: the name, and exactly the YAML that will be written, with what it changes. */
import { useMemo, useState } from 'react'
import { messageOf } from '../../system/error.ts'
import type { After, Editor } from '../state.ts'
import { useAppContext } from '../store.ts'
import { Dialog, dialogColumns, dialogHeight } from '../widgets/dialog.tsx'
import { type Row, Rows } from '../widgets/line.tsx'
import { inputSegments, useTextInput } from '../widgets/text-input.tsx'

interface SaveProps {
  editor: Editor
  after: After
}

export function Save({ editor, after }: SaveProps) {
  const { session, store, columns, bodyRows } = useAppContext()
  const [name, setName] = useState(editor.project.configuration.profile.name)
  const [busy, setBusy] = useState(false)
  const accept = async (text: string) => {
    if (busy) return
    setBusy(true)
    const done = await session.editing.save(text.trim())
    setBusy(false)
    if (!done) return
    session.proceed(after)
  }
  const line = useTextInput({
    initial: name,
    onChange: setName,
    onAccept: (text) => void accept(text),
    onCancel: () => store.setState({ dialog: undefined }),
  })
  const inner = dialogColumns(columns)
  const height = dialogHeight(bodyRows, 2)
  const preview = useMemo(() => previewRows(session, editor, name.trim()), [session, editor, name])
  const shown =
    preview.length > height
      ? [...preview.slice(0, height - 1), [[`and ${preview.length - height + 1} more lines`, 'muted']] as Row]
      : preview
  return (
    <Dialog title="Save the profile" rows={shown} childrenHeight={2}>
      <Rows rows={[[['Name  ', 'muted'], ...inputSegments(line, inner - 8)], []]} columns={inner} height={2} />
    </Dialog>
  )
}

/** The YAML that would be written under this name, and what has changed. */
export function previewRows(session: ReturnType<typeof useAppContext>['session'], editor: Editor, name: string): Row[] {
  const target = session.editing.profileToSave(name)
  if (!target) return []
  try {
    const yaml = session.core.profileYaml(target.profile, target.base).trimEnd().split('\n')
    const changes = session.core.diffProfiles(editor.saved, editor.project.configuration.profile)
    return [
      [
        ['The file will say', 'title'],
        [target.profile.extends ? `  (only what differs from ${target.profile.extends})` : '', 'muted'],
      ],
      ...yaml.map((text): Row => yamlRow(text)),
      [],
      [[changes.length === 0 ? 'Nothing was changed since it was opened' : 'Changed since it was opened', 'title']],
      ...changes.map(
        ({ path, before, after }): Row => [
          [path, 'accent'],
          ['  '],
          [show(before), 'muted'],
          [' → ', 'rule'],
          [show(after), 'good'],
        ],
      ),
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

function show(value: unknown): string {
  return value === undefined || value === null ? 'default' : typeof value === 'string' ? value : JSON.stringify(value)
}
