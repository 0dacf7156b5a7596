/** The short questions: leaving with changes, quitting while a machine runs. */
import type { ListedState } from '../../pipeline/types.ts'
import { formatSize } from '../../system/size.ts'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { allMachines, machineAlive } from '../state/machines.ts'
import type { After } from '../state.ts'
import { useAppContext, useAppState } from '../store.ts'
import { Dialog } from '../widgets/dialog.tsx'

export function Leave({ after }: { after: After }) {
  const { session, store } = useAppContext()
  const name = useAppState(({ editor }) => editor?.project.configuration.profile.name)
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
      title={`The profile ${name} has changes that are not saved`}
      rows={[
        [['s y', 'key'], ['    Yes, save them']],
        [['d n', 'key'], ['    No, discard them']],
        [['Esc c', 'key'], ['  Cancel, stay here']],
      ]}
    />
  )
}

/** What is deleted here is nowhere else. */
export function DeleteSaved({ saved }: { saved: ListedState }) {
  const { session, store } = useAppContext()
  const close = () => store.setState({ dialog: undefined })
  useKeys(
    {
      'confirm.yes': () => {
        close()
        void session.launching.deleteSaved(saved.name)
      },
      'confirm.no': close,
      'global.interrupt': () => session.interrupt(),
    },
    { priority: Priority.dialog, modal: true },
  )
  return (
    <Dialog
      title={`Delete the saved machine ${saved.name}?`}
      cursor={{ x: 0, y: 2 }}
      rows={[
        [[`It frees ${formatSize(saved.bytes)}, and cannot be undone`, 'muted']],
        [],
        [['y', 'key'], ['    delete it']],
        [['Esc', 'key'], ['  keep it']],
      ]}
    />
  )
}

export function QuitMachine() {
  const { session, store } = useAppContext()
  const alive = useAppState((state) => allMachines(state).filter(machineAlive).length)
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
      title={alive > 1 ? `${alive} machines are still running` : 'The machine is still running'}
      rows={[
        [['y', 'key'], [`    switch ${alive > 1 ? 'them all' : 'it'} off and quit`]],
        [['Esc', 'key'], ['  stay here']],
      ]}
    />
  )
}
