/** The short questions: saving, leaving with changes, opening a file, searching, a machine that still runs. */
import type { DraftEntry } from '../../profile/drafts.ts'
import { type SearchEntry, searchIndex } from '../model/search.ts'
import { search } from '../model/searcher.ts'
import { allMachines, machineAlive } from '../state/machines.ts'
import type { After, Dialog } from '../state.ts'
import type { Choice } from './asker.ts'
import { askCompare } from './compare.ts'
import { everywhere, type Plain } from './context.ts'
import { askForm } from './form.ts'
import { askKernelWhy, jumpToSymbol, readSymbols } from './kernel.ts'
import { askNew } from './new-profile.ts'
import { askSave } from './save.ts'
import { askDelete } from './saved.ts'
import { askWhy } from './why.ts'

/** More results than these say that the words were too few. */
const MOST_FOUND = 40

export async function askDialog(plain: Plain, dialog: Dialog): Promise<void> {
  const { store } = plain
  switch (dialog.type) {
    case 'why':
      return await askWhy(plain, dialog)
    case 'kernel-why':
      return await askKernelWhy(plain, dialog)
    case 'form':
      return await askForm(plain, dialog)
    case 'save':
      return await askSave(plain, dialog.after)
    case 'leave':
      return await askLeave(plain, dialog.after)
    case 'open-file':
      return await askFile(plain)
    case 'search':
      return await askSearch(plain)
    case 'draft':
      return await askDraft(plain, dialog.draft)
    case 'quit-machine':
      return await askQuit(plain)
    case 'new-profile':
      return await askNew(plain, dialog.from)
    case 'compare':
      await askCompare(plain, dialog.project)
      return
    case 'delete-saved':
      store.setState({ dialog: undefined })
      return await askDelete(plain, dialog.saved)
    case 'picture':
      store.setState({ dialog: undefined })
      return plain.asker.tell(`The screen, ${dialog.picture.width} by ${dialog.picture.height}, is in ${dialog.file}`)
    default:
      // The others are views of the full screen; here what they show is printed where it is asked for.
      store.setState({ dialog: undefined })
  }
}

async function askQuit({ session, store, asker }: Plain): Promise<void> {
  store.setState({ dialog: undefined })
  const alive = allMachines(store.getState()).filter(machineAlive).length
  const question =
    alive > 1
      ? `${alive} machines still run. Switch them all off and quit?`
      : 'A machine still runs. Switch it off and quit?'
  const yes = await asker.choose(question, [
    { text: 'Yes', word: 'yes', value: true },
    { text: 'No', word: 'no', value: false, back: true },
  ])
  if (yes) session.leave()
}

async function askLeave({ session, store, asker }: Plain, after: After): Promise<void> {
  const choices: Choice<() => void>[] = [
    { text: 'Save them', word: 'save', value: () => store.setState({ dialog: { type: 'save', after } }) },
    {
      text: 'Leave without saving',
      word: 'discard',
      value: () => {
        session.editing.revert()
        session.proceed(after)
      },
    },
    { text: 'Stay here', word: 'stay', value: () => store.setState({ dialog: undefined }), back: true },
  ]
  const act = await asker.choose('The profile has changes that are not saved', choices)
  act?.()
}

async function askDraft({ session, store, asker }: Plain, draft: DraftEntry): Promise<void> {
  const choices: Choice<() => void | Promise<void>>[] = [
    { text: 'Go on with them', word: 'restore', value: () => session.drafts.restore(draft) },
    { text: 'Throw them away', word: 'discard', value: () => session.drafts.discard(draft) },
    { text: 'Decide later', word: 'later', value: () => store.setState({ dialog: undefined }), back: true },
  ]
  const act = await asker.choose(
    `An earlier session ended without saving its changes of ${draft.profile.name}. What now?`,
    choices,
  )
  await act?.()
}

async function askFile({ session, store, asker }: Plain): Promise<void> {
  store.setState({ dialog: undefined })
  const path = (await asker.text('Which file? A path that ends in .yaml; Enter opens none')).trim()
  if (path !== '' && (await session.editing.open(path))) session.editing.openConfigure()
}

async function askSearch(plain: Plain): Promise<void> {
  const { session, store, asker } = plain
  const { editor, queries } = store.getState()
  store.setState({ dialog: undefined, queries: { ...queries, plain: '' } })
  const query = queries.plain || (await asker.text('Search for which words? Enter searches nothing')).trim()
  if (query === '') return
  if (editor) await readSymbols(plain)
  const index = editor
    ? [
        ...searchIndex(editor.project.configuration, session.core.profileAsFile(editor.project.configuration.profile)),
        ...session.kernel.entries(),
      ]
    : session.finding.profileEntries()
  const { entries, complaint } = search(index, query)
  if (complaint !== undefined) return asker.tell(complaint)
  if (entries.length === 0) return asker.tell(`Nothing is found for ${JSON.stringify(query)}.`)
  const choices: Choice<SearchEntry | 'back'>[] = [
    ...entries.slice(0, MOST_FOUND).map((entry) => ({
      text: `${entry.title}, ${entry.place}${entry.summary ? `: ${entry.summary}` : ''}`,
      word: entry.title,
      value: entry,
    })),
    { text: 'Back', value: 'back', back: true },
  ]
  const more = entries.length > MOST_FOUND ? `, the first ${MOST_FOUND} of which are` : ''
  const found = await asker.choose(
    `${entries.length} ${entries.length === 1 ? 'result' : 'results'}${more}. Which one?`,
    choices,
    { other: everywhere(plain) },
  )
  if (found === undefined || found === 'back') return
  const { target } = found
  if (target.type === 'kernel') return await jumpToSymbol(plain, target.component, target.symbol)
  session.finding.pick(found)
  plain.row = target.type === 'row' ? target.row.id : undefined
  if (target.type === 'row' && !store.getState().path.includes('configure')) session.editing.openConfigure()
}
