/** What a build left, and what to do next. */
import { resultPages } from '../screens/result.tsx'
import type { Row } from '../widgets/line.tsx'
import { type Choice, COLUMNS } from './asker.ts'
import { everywhere, type Plain } from './context.ts'
import { prove } from './prove.ts'

export async function askResult(plain: Plain): Promise<void> {
  const { session, store, asker, glyphs } = plain
  const { result, proof } = store.getState()
  if (!result) return session.back()
  // Bars say nothing when they are read aloud, and a key that is named is not one here.
  const silent = { ...glyphs, full: '', empty: '', dot: '', eighths: [] }
  const [rows] = resultPages(result, proof, undefined, { left: COLUMNS, columns: COLUMNS, two: false, glyphs: silent })
  asker.rows(rows.map(withoutKey))
  const choices: Choice<() => void | Promise<void>>[] = [
    ...(result.record
      ? [
          { text: 'Launch it', word: 'launch', value: () => session.launching.open() },
          { text: 'Boot it and run all checks', word: 'verify', value: () => prove(plain) },
        ]
      : []),
    { text: 'Back to the configuration', word: 'configure', value: () => session.editing.openConfigure() },
    { text: 'Quit', word: 'quit', value: () => session.quit() },
    { text: 'Back', value: () => session.back(), back: true },
  ]
  const act = await asker.choose('What next?', choices, { other: everywhere(plain) })
  await act?.()
}

function withoutKey(row: Row): Row {
  const key = row.findIndex(([, token]) => token === 'key')
  return key === -1 ? row : row.slice(0, key).map(([text]) => [text.replace(/; $/, '')])
}
