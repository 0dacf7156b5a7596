/** The first question: which system; then what it is, and what is to be done with it. */
import { detailRows } from '../model/profile-details.ts'
import { type Choice, COLUMNS } from './asker.ts'
import { askCompare } from './compare.ts'
import { everywhere, type Plain } from './context.ts'

/** Nothing is left out for want of height. */
const ALL = 1000

type Answer = { open: string } | 'file' | 'search' | 'quit'

export async function askProfile(plain: Plain): Promise<void> {
  const { session, store, asker } = plain
  const { profiles, highlighted } = store.getState()
  const choices: Choice<Answer>[] = [
    ...profiles.map(({ name, builtin }) => ({
      text: `${name}${builtin ? '' : ', your own'}${name === highlighted ? ', the one of last time' : ''}`,
      word: name,
      value: { open: name },
    })),
    { text: 'Open a profile from a file', value: 'file' },
    { text: 'Search the profiles', value: 'search' },
    { text: 'Quit', value: 'quit', back: true },
  ]
  const answer = await asker.choose('Which system?', choices, { other: everywhere(plain) })
  if (answer === undefined) return
  if (answer === 'quit') session.quit()
  else if (answer === 'file') store.setState({ dialog: { type: 'open-file' } })
  else if (answer === 'search') store.setState({ dialog: { type: 'search', commands: [] } })
  else await askWhat(plain, answer.open)
}

/** What the profile is; then what to do. */
export async function askWhat(plain: Plain, name: string): Promise<void> {
  const { session, store, asker, glyphs } = plain
  await session.editing.preview(name)
  const preview = store.getState().previews[name]
  asker.say()
  asker.rows(detailRows(preview ?? {}, COLUMNS, glyphs, ALL, 0))
  if (preview?.error) return
  const aside: Choice<() => void | Promise<void>>[] = [
    {
      text: 'A new profile from this one',
      word: 'new',
      value: () => store.setState({ dialog: { type: 'new-profile', from: name } }),
    },
    {
      text: 'Compare it with another one, or with what was last built',
      word: 'compare',
      value: async () => {
        store.setState({ highlighted: name })
        await session.comparing.open()
        const { dialog } = store.getState()
        if (dialog?.type === 'compare' && (await askCompare(plain, dialog.project))) await askWhat(plain, name)
      },
    },
    { text: 'Another system', value: () => {}, back: true },
  ]
  const onward: Choice<() => void | Promise<void>>[] = [
    { text: 'Look at it and change it', word: 'configure', value: () => session.editing.openConfigure() },
    { text: 'Plan it and build it as it is', word: 'build', value: () => void session.plan() },
    { text: 'Build what is missing, then start the machine', word: 'run', value: () => session.buildAndRun() },
    ...(preview?.record
      ? [
          { text: 'What the last build left', word: 'result', value: () => session.showResult() },
          { text: 'Start the machine that was built', word: 'launch', value: () => session.launching.open() },
        ]
      : []),
  ]
  const question = `What shall be done with ${name}?`
  const act = await asker.choose(question, [...onward, ...aside], { other: everywhere(plain) })
  // What only looks at the profile, or makes another of it, does not open it.
  if (aside.some(({ value }) => value === act)) await act?.()
  else if (act && (await session.editing.open(name))) await act()
}
