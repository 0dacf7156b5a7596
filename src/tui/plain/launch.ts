/** The machine before it runs, by questions: its settings for this start, the exact command, and what was saved of it. */
import { factRows, pasteText, stateRows } from '../screens/launch.tsx'
import { type LaunchSetting, launchSettings } from '../screens/launch-settings.ts'
import { machineAlive } from '../state/machines.ts'
import { type Choice, COLUMNS } from './asker.ts'
import { currentProject, everywhere, type Plain, until } from './context.ts'
import { askMachine, start } from './machine.ts'
import { prove } from './prove.ts'
import { askSaved } from './saved.ts'

export async function askLaunch(plain: Plain): Promise<void> {
  const { session, store, asker } = plain
  await until(plain, ({ machine }) => machine.status !== 'preparing')
  const { machine, beside, saved, runWhenBuilt } = store.getState()
  if (machineAlive(machine)) return await askMachine(plain)
  const configuration = currentProject(plain)?.configuration
  if (!configuration) return session.back()
  const { profile } = configuration
  if (runWhenBuilt === profile.name) {
    store.setState({ runWhenBuilt: undefined })
    if (machine.spec) return await start(plain)
  }
  asker.say()
  asker.rows(
    [...stateRows(machine, COLUMNS), ...factRows(machine, COLUMNS)].map((row) =>
      row.map(([text]) => [text.replace('; Enter starts it again', '')]),
    ),
  )
  for (const note of machine.notes) asker.tell(note)
  const settings = launchSettings(configuration, machine, [])
  const changes = ({ next }: LaunchSetting) => next !== undefined
  // What is changed elsewhere is worth knowing here all the same.
  for (const { title, text } of settings.filter((setting) => !changes(setting)))
    asker.tell(`${title}: ${text} (set in Configure)`)
  const choices: Choice<() => void | Promise<void>>[] = [
    ...(machine.spec
      ? [{ text: 'Start it, with its serial console here', word: 'start', value: () => start(plain) }]
      : []),
    ...(saved.length > 0
      ? [{ text: `Saved machines: ${saved.length}`, word: 'saved', value: () => askSaved(plain) }]
      : []),
    ...settings.filter(changes).map(({ title, text, next }) => ({
      text: `${title}: ${text}. Next value`,
      word: title.toLowerCase(),
      value: () => session.launching.prepare({ ...store.getState().machine.options, ...next?.(1) }),
    })),
    ...(machine.argv
      ? [
          {
            text: 'The exact QEMU command',
            word: 'command',
            value: () => asker.say(pasteText(machine)),
          },
        ]
      : []),
    { text: 'Run all checks in machines of their own', word: 'verify', value: () => prove(plain) },
    ...(beside.length > 0
      ? [
          { text: 'The next machine', word: 'next', value: () => session.launching.next() },
          { text: 'Take this one off the list', word: 'drop', value: () => session.launching.drop() },
        ]
      : []),
    { text: 'Back', value: () => session.back(), back: true },
  ]
  const act = await asker.choose(`The machine ${profile.name}. What now?`, choices, { other: everywhere(plain) })
  await act?.()
}
