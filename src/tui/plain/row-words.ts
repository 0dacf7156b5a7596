/** A row of the menu as one line in words: marks and columns say little when they are read aloud. Pure. */
import type { Measurements } from '../../pipeline/types.ts'
import { costWords, reasonWords } from '../model/describe.ts'
import { type MenuRow, rowValue, SECTION_TITLES } from '../model/menu.ts'

export function rowWords(row: MenuRow, measured: Measurements): string {
  switch (row.kind) {
    case 'entry': {
      const { entry, selected, mode, reason } = row.state
      const state = !selected
        ? 'off'
        : mode === 'module'
          ? 'on as a module'
          : mode === 'builtin'
            ? 'on, built in'
            : 'on'
      const why = row.automatic ? `, ${reasonWords(reason).replace(/^on /, '')}` : row.blocked ? ', blocked' : ''
      const problem = row.problem ? `, ${row.problem.severity}` : ''
      return `${entry.id}: ${state}${why}${problem}${row.isNew ? ', new' : ''}. ${entry.summary} (${costWords(row.state, measured)})`
    }
    case 'option':
      return `${row.component}, ${row.spec.title}: ${rowValue(row) || 'none'}${row.isNew ? ', new' : ''}`
    case 'setting': {
      const { spec, value, problem } = row
      const on = spec.type === 'part' ? value !== undefined : value === true
      const shown = spec.type === 'bool' || spec.type === 'part' ? (on ? 'on' : 'off') : rowValue(row)
      return `${spec.title}: ${shown || spec.unset || 'none'}${problem ? `. ${problem.severity}: ${problem.message}` : ''}`
    }
    case 'item':
      return `${row.title}${row.summary ? `: ${row.summary}` : ''}`
    case 'add':
      return `Add a ${row.spec.items?.noun ?? 'member'}`
    case 'value':
      return `${row.value}${row.chosen ? ', chosen' : ''}`
    case 'symbol':
      return `${row.symbol} = ${row.value}, asked for by ${row.by.join(', ')}`
    case 'options':
      return row.compiled ? row.title : `${row.title}, only where it is compiled here`
    case 'section':
      return SECTION_TITLES[row.section]
    case 'heading':
      return row.title
  }
}
