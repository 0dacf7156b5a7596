/** What an earlier session left unsaved is offered again: restore, discard, or look later. */

import type { DraftEntry } from '../../profile/drafts.ts'
import type { ProfileDifferenceLine } from '../../profile/save.ts'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { differenceRows } from '../model/difference.ts'
import { useAppContext } from '../store.ts'
import { Dialog, dialogColumns, dialogHeight } from '../widgets/dialog.tsx'
import type { Row } from '../widgets/line.tsx'

interface DraftProps {
  draft: DraftEntry
  changes: readonly ProfileDifferenceLine[]
}

export function Draft({ draft, changes }: DraftProps) {
  const { session, store, columns, bodyRows, theme } = useAppContext()
  useKeys(
    {
      'draft.restore': () => void session.drafts.restore(draft),
      'draft.discard': () => void session.drafts.discard(draft),
      'draft.later': () => store.setState({ dialog: undefined }),
      'global.interrupt': () => session.interrupt(),
    },
    { priority: Priority.dialog, modal: true },
  )
  const room = dialogHeight(bodyRows) - 6
  const lines = differenceRows(changes, dialogColumns(columns), theme.glyphs)
  const shown: Row[] =
    lines.length > room ? [...lines.slice(0, room - 1), [[`and ${lines.length - room + 1} more`, 'muted']]] : lines
  return (
    <Dialog
      title={`Unsaved changes of ${draft.profile.name}`}
      cursor={{ x: 0, y: shown.length + 3 }}
      rows={[
        [
          [
            `An earlier session ended without saving them, ${new Date(draft.savedAt).toLocaleString('sv').slice(0, 16)}`,
            'muted',
          ],
        ],
        [],
        ...shown,
        [],
        [['r', 'key'], ['    go on with them']],
        [['d', 'key'], ['    throw them away']],
        [['Esc', 'key'], ['  look later']],
      ]}
    />
  )
}
