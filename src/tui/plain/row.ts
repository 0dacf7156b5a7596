/** One row: what it is, and by number what can be done with it. What a choice does is decided where the full screen's keys decide it. */
import { describeRow } from '../model/describe.ts'
import { infoRows } from '../model/info.ts'
import type { MenuRow } from '../model/menu.ts'
import { type Intent, move, type Outcome, remove, toggle } from '../model/toggle.ts'
import { placesOf, source } from '../screens/info.tsx'
import { addAt, carryOut } from '../session/carry-out.ts'
import { type Choice, COLUMNS } from './asker.ts'
import { everywhere, type Plain } from './context.ts'
import { rowWords } from './row-words.ts'

export async function askRow(plain: Plain, row: MenuRow): Promise<void> {
  const { session, store, asker } = plain
  const { measured } = store.getState().menu
  asker.say()
  asker.rows(describeRow(row, COLUMNS, measured))
  const choices: Choice<() => void | Promise<void>>[] = [
    ...outcomes(row).map(({ text, word, outcome }) => ({
      text,
      word,
      value: () => {
        carryOut(session, row, outcome)
        // A member's number is another's now.
        if (row.kind === 'item') plain.row = undefined
      },
    })),
    ...(row.kind === 'entry' || (row.kind === 'setting' && row.problem)
      ? [
          {
            text: 'Why it is so, and what would change that',
            word: 'why',
            value: () => store.setState({ dialog: { type: 'why', id: row.id } }),
          },
        ]
      : []),
    { text: 'All about it', word: 'all', value: () => tellAll(plain, row) },
    {
      text: 'Back to the list',
      back: true,
      value: () => {
        plain.row = undefined
      },
    },
  ]
  const act = await asker.choose(`${rowWords(row, measured)}. What now?`, choices, { other: everywhere(plain) })
  await act?.()
}

interface Offer {
  text: string
  word: string
  outcome: Outcome
}

/** What the keys of the full screen would do here, but for what would do nothing. */
function outcomes(row: MenuRow): Offer[] {
  const offers: Offer[] = intents(row).map(([text, intent]) => ({
    text,
    word: text.toLowerCase(),
    outcome: toggle(row, intent),
  }))
  if (row.kind === 'symbol') offers.push({ text: 'Set it yourself', word: 'set', outcome: addAt(row) })
  if (row.kind === 'item' && row.spec.items?.ordered)
    offers.push(
      { text: 'Move it up', word: 'up', outcome: move(row, -1) },
      { text: 'Move it down', word: 'down', outcome: move(row, 1) },
    )
  const taken = row.kind === 'item' ? 'Remove it' : row.kind === 'option' ? 'As by default' : 'Take the value away'
  offers.push({ text: taken, word: 'remove', outcome: remove(row) })
  return offers.filter(({ outcome }) => outcome.type !== 'none')
}

function intents(row: MenuRow): [text: string, intent: Intent][] {
  switch (row.kind) {
    case 'entry': {
      const { entry, selected, reason } = row.state
      if (entry.kind === 'component')
        return selected
          ? [
              ['Switch it off', 'no'],
              ...(reason.type === 'chosen' ? [] : ([['Keep it on in any case', 'yes']] as const)),
            ].map(([text, intent]) => [text, intent] as [string, Intent])
          : [['Switch it on', 'yes']]
      return [
        ['Off', 'no'],
        ['Built in', 'yes'],
        ['Module', 'module'],
      ]
    }
    case 'option':
    case 'setting':
      return row.spec.type === 'bool' || row.spec.type === 'part'
        ? [
            ['On', 'yes'],
            ['Off', 'no'],
          ]
        : [['Change it', 'next']]
    case 'item':
      return [['Change it', 'yes']]
    case 'symbol':
      return [
        ['y', 'yes'],
        ['n', 'no'],
        ['m', 'module'],
      ]
    default:
      return []
  }
}

async function tellAll({ session, store, asker, glyphs }: Plain, row: MenuRow): Promise<void> {
  const { editor, menu } = store.getState()
  if (!editor) return
  const { configuration } = editor.project
  const { words, file } = source(session, editor, row)
  const { defined, from } = await placesOf(session, configuration, row, file)
  const known = {
    configuration,
    measured: menu.measured,
    glyphs,
    from: [words, from].filter(Boolean).join(', '),
    defined,
  }
  asker.say()
  asker.rows(infoRows(row, known, COLUMNS))
}
