/** Saved machines by questions: which one, and whether to go on from it or to delete it. */
import type { ListedState } from '../../pipeline/types.ts'
import { formatSize } from '../../system/size.ts'
import type { Choice } from './asker.ts'
import { everywhere, type Plain } from './context.ts'
import { start } from './machine.ts'

export async function askSaved(plain: Plain): Promise<void> {
  const { session, store, asker } = plain
  const choices: Choice<ListedState | undefined>[] = store.getState().saved.map((saved) => ({
    text: savedWords(saved),
    word: saved.name,
    value: saved,
  }))
  const other = { other: everywhere(plain) }
  choices.push({ text: 'Back to the machine', value: undefined, back: true })
  const saved = await asker.choose('Which saved machine?', choices, other)
  if (!saved) return
  const act = await asker.choose<(() => Promise<void>) | undefined>(
    `${savedWords(saved)}. What now?`,
    [
      {
        text: 'Go on where it stood',
        word: 'resume',
        value: async () => {
          await session.launching.restoreFrom(saved.name)
          await start(plain)
        },
      },
      { text: 'Delete it', word: 'delete', value: () => askDelete(plain, saved) },
      { text: 'Leave it', value: undefined, back: true },
    ],
    other,
  )
  await act?.()
}

/** What is deleted here is nowhere else. */
export async function askDelete({ session, asker }: Plain, { name, bytes }: ListedState): Promise<void> {
  const question = `Delete the saved machine ${name}? It frees ${formatSize(bytes)}, and cannot be undone.`
  const yes = await asker.choose(question, [
    { text: 'Yes, delete it', word: 'yes', value: true },
    { text: 'No, keep it', word: 'no', value: false, back: true },
  ])
  if (yes) await session.launching.deleteSaved(name)
}

function savedWords({ name, created, bytes, memory }: ListedState): string {
  const when = created.replace('T', ' ').slice(0, 16)
  return `${name}, saved at ${when} with ${formatSize(memory)} of memory, ${formatSize(bytes)} on the disk`
}
