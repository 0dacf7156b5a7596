/** The full page about any row: what it is, its value and where that comes from, what it hangs on, where it is written. */
import { useEffect, useMemo, useState } from 'react'
import type { Configuration } from '../../configure/types.ts'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { useScroll } from '../hooks/use-scroll.ts'
import { definition, fileKeys, infoRows } from '../model/info.ts'
import { type MenuRow, menuRows, SECTIONS, submenuRows } from '../model/menu.ts'
import { valueAt } from '../model/settings-table.ts'
import type { Editor } from '../state.ts'
import { type AppContextValue, useAppContext, useAppState } from '../store.ts'
import { Dialog, dialogColumns, dialogHeight } from '../widgets/dialog.tsx'

/** The row of an id, wherever in the menu it is. */
export function findMenuRow(
  id: string,
  configuration: Configuration,
  file: Record<string, unknown>,
): MenuRow | undefined {
  const all = SECTIONS.flatMap((section) => menuRows(section, configuration, file, { hidden: true }))
  return all.find((row) => row.id === id) ?? all.flatMap(submenuRows).find((row) => row.id === id)
}

export function Info({ editor, id }: { editor: Editor; id: string }) {
  const { session, store, columns, bodyRows, theme } = useAppContext()
  const { configuration } = editor.project
  const measured = useAppState((state) => state.menu.measured)
  const file = useMemo(() => session.core.profileAsFile(configuration.profile), [session, configuration])
  const row = useMemo(() => findMenuRow(id, configuration, file), [id, configuration, file])
  const [lines, setLines] = useState({ defined: '', from: '' })
  const said = row ? source(session, editor, row) : undefined
  useEffect(() => {
    if (!row) return
    let open = true
    void placesOf(session, configuration, row, said?.file).then((places) => {
      if (open) setLines(places)
    })
    return () => {
      open = false
    }
  }, [session, row, configuration, said?.file])
  const inner = dialogColumns(columns)
  const from = [said?.words ?? '', lines.from].filter(Boolean).join(', ')
  const rows = row
    ? infoRows(row, { configuration, measured, glyphs: theme.glyphs, from, defined: lines.defined }, inner)
    : []
  const height = dialogHeight(bodyRows)
  const { scroll, keys } = useScroll(rows.length, height)
  useKeys(
    {
      ...keys,
      'info.why': () => store.setState({ dialog: { type: 'why', id } }),
      'info.close': () => store.setState({ dialog: undefined }),
      'global.help': () => store.setState({ dialog: { type: 'help' } }),
    },
    { priority: Priority.dialog, modal: true },
  )
  const more = rows.length > height ? `  ${Math.min(rows.length, scroll + height)} of ${rows.length}` : ''
  return <Dialog title={`All about ${id}${more}`} rows={rows.slice(scroll, scroll + height)} />
}

/** File and line of where the row is defined, and of where its value stands. */
export async function placesOf(
  session: AppContextValue['session'],
  configuration: Configuration,
  row: MenuRow,
  written: string | undefined,
): Promise<{ defined: string; from: string }> {
  const locate = async (place: { file: string; keys: readonly string[] } | undefined) => {
    if (!place) return ''
    const line = await session.core.lineOf(place.file, place.keys)
    return line === undefined ? place.file : `${place.file}:${line}`
  }
  const [defined, from] = await Promise.all([
    locate(definition(row, configuration)),
    locate(written === undefined ? undefined : { file: written, keys: fileKeys(row) }),
  ])
  return { defined: defined || 'the schema of profiles', from }
}

/** Where the value comes from: a change that is not saved (or a fix), a profile of the chain, what needs it, or the default. */
export function source(
  session: AppContextValue['session'],
  editor: Editor,
  row: MenuRow,
): { words: string; file?: string | undefined } {
  const { core } = session
  const keys = fileKeys(row)
  const path = keys.join('.')
  const at = (profile: Editor['saved']) => JSON.stringify(valueAt(core.profileAsFile(profile), path))
  const { configuration, loaded } = editor.project
  if (at(configuration.profile) !== at(editor.saved)) {
    const later = [...editor.past.slice(1).map(({ project }) => project), editor.project]
    const step = editor.past.findLast(
      ({ project }, index) =>
        at(project.configuration.profile) !== at(later[index]?.configuration.profile ?? editor.saved),
    )
    const fix = step?.label.startsWith('Fixed')
    return { words: `${fix ? 'a fix' : 'you'}, not saved yet${step ? ` (${step.label})` : ''}` }
  }
  const found = core.valueSource(loaded, keys)
  if (found) return { words: `the profile ${found.profile}`, file: found.file }
  if (row.kind === 'entry' && row.state.reason.type === 'required')
    return { words: `the component ${row.state.reason.by.join(', ')}` }
  if (row.kind === 'entry' && row.state.reason.type === 'setting')
    return { words: `the setting ${row.state.reason.setting}` }
  if (row.kind === 'symbol') return { words: row.by.join(', ') }
  return { words: 'the default' }
}
