/** What will be written, before it is: the file's text, and the settings that it changes. */
import { messageOf } from '../../system/error.ts'
import { differenceRows } from '../model/difference.ts'
import type { Session } from '../session.ts'
import type { Editor } from '../state.ts'
import type { Glyphs } from '../theme.ts'
import type { Row } from '../widgets/line.tsx'

/** The YAML that saving under `name` writes, and setting by setting what it says against its parent and since it was opened. */
export function previewRows(session: Session, editor: Editor, name: string, columns: number, glyphs: Glyphs): Row[] {
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
