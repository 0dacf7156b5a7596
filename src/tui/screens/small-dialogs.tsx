/** The short questions: leaving with changes, opening a file, quitting while a machine runs. */
import { Priority, useKeys } from '../hooks/use-keys.ts'
import type { After } from '../state.ts'
import { useAppContext } from '../store.ts'
import { Dialog, dialogColumns } from '../widgets/dialog.tsx'
import { Rows } from '../widgets/line.tsx'
import { inputSegments, useTextInput } from '../widgets/text-input.tsx'

export function Leave({ after }: { after: After }) {
  const { session, store } = useAppContext()
  const close = () => store.setState({ dialog: undefined })
  useKeys(
    {
      'leave.save': () => store.setState({ dialog: { type: 'save', after } }),
      'leave.discard': () => {
        session.editing.revert()
        session.proceed(after)
      },
      'leave.stay': close,
      'global.interrupt': () => session.interrupt(),
    },
    { priority: Priority.dialog, modal: true },
  )
  return (
    <Dialog
      title="The profile has changes that are not saved"
      rows={[
        [['s', 'key'], ['  save them']],
        [['d', 'key'], ['  discard them']],
        [['Esc', 'key'], ['  stay here']],
      ]}
    />
  )
}

export function QuitMachine() {
  const { session, store } = useAppContext()
  useKeys(
    {
      'confirm.yes': () => session.leave(),
      'confirm.no': () => store.setState({ dialog: undefined }),
      'global.interrupt': () => session.leave(),
    },
    { priority: Priority.dialog, modal: true },
  )
  return (
    <Dialog
      title="The machine is still running"
      rows={[
        [['y', 'key'], ['    switch it off and quit']],
        [['Esc', 'key'], ['  stay here']],
      ]}
    />
  )
}

export function OpenFile() {
  const { session, store, columns } = useAppContext()
  const inner = dialogColumns(columns)
  const close = () => store.setState({ dialog: undefined })
  const line = useTextInput({
    initial: './',
    onCancel: close,
    onAccept: (text) => {
      close()
      void session.editing.open(text.trim()).then((opened) => {
        if (opened) session.editing.openConfigure()
      })
    },
  })
  return (
    <Dialog title="Open a profile from a file" rows={[[['A path that ends in .yaml', 'muted']]]} childrenHeight={2}>
      <Rows rows={[[['File  ', 'muted'], ...inputSegments(line, inner - 8)], []]} columns={inner} height={2} />
    </Dialog>
  )
}
