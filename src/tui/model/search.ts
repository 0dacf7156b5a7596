/** Search over everything that can be changed: all space-separated terms must match (a bad pattern counts as plain text); best first. Pure. */
import type { Configuration } from '../../configure/types.ts'
import { type MenuRow, menuRows, SECTIONS, type Section } from './menu.ts'

export interface SearchEntry {
  section: Section
  row: MenuRow
  title: string
  summary: string
  /** Everything searched, in lower case. */
  text: string
}

/** Every row of every section. */
export function searchIndex(configuration: Configuration, file: Record<string, unknown>): SearchEntry[] {
  return SECTIONS.flatMap((section) =>
    menuRows(section, configuration, file).flatMap((row): SearchEntry[] => {
      const [title, summary, more] = words(row)
      return row.kind === 'heading'
        ? []
        : [{ section, row, title, summary, text: `${title} ${summary} ${more}`.toLowerCase() }]
    }),
  )
}

function words(row: MenuRow): [title: string, summary: string, more: string] {
  switch (row.kind) {
    case 'entry': {
      const { entry } = row.state
      return [
        entry.id,
        entry.summary,
        `${entry.title} ${entry.help} ${entry.category} ${Object.keys(entry.kernel).join(' ')}`,
      ]
    }
    case 'option':
      return [row.id, row.spec.title, row.spec.help]
    case 'setting':
      return [row.spec.title, row.id, row.spec.help]
    case 'symbol':
      return [row.symbol, `kernel symbol = ${row.value}`, row.by.join(' ')]
    default:
      return ['', '', '']
  }
}

/** Matches: the one with exactly this name, then those whose name begins with or contains the first term before those that only mention it. */
export function search(index: readonly SearchEntry[], query: string): SearchEntry[] {
  const asked = query.trim().toLowerCase()
  const terms = asked.split(/\s+/).filter(Boolean).map(toMatcher)
  const [first] = terms
  if (!first) return [...index]
  return index
    .filter(({ text }) => terms.every((matches) => matches(text) !== -1))
    .map((entry, order) => {
      const title = entry.title.toLowerCase()
      return { entry, order, rank: title === asked ? -1 : rank(first(title)) }
    })
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .map(({ entry }) => entry)
}

function rank(position: number): number {
  return position === 0 ? 0 : position > 0 ? 1 : 2
}

function toMatcher(term: string): (text: string) => number {
  if (!/[\\^$.*+?()[\]{}|]/.test(term)) return (text) => text.indexOf(term)
  try {
    const pattern = new RegExp(term)
    return (text) => text.search(pattern)
  } catch {
    return (text) => text.indexOf(term)
  }
}
