/**
 * Search over everything that can be changed or done: space-separated terms must all match; `re:` or slashes around it make
 * the whole query a pattern. Best first: the very name, then names, then titles, then what only mentions it. Pure.
 */
import type { Configuration } from '../../configure/types.ts'
import { type MenuRow, menuRows, SECTION_TITLES, SECTIONS, type Section } from './menu.ts'
import type { PaletteAction, PaletteItem } from './palette.ts'
import { withinTime } from './within-time.ts'

export type SearchTarget =
  | { type: 'row'; section: Section; row: MenuRow }
  | { type: 'action'; action: PaletteAction }
  /** A symbol of a component's own configuration. */
  | { type: 'kernel'; component: string; symbol: string }

export interface SearchEntry {
  id: string
  target: SearchTarget
  /** The mark before the title: menuconfig's for entries, else empty. */
  mark: string
  title: string
  summary: string
  /** Where it is, or the key that does it. */
  place: string
  /** Names it goes by, in lower case. */
  names: readonly string[]
  /** Everything searched, in lower case. */
  text: string
}

/** Every row of every section, and options of components that are off (they lead to their component). */
export function searchIndex(configuration: Configuration, file: Record<string, unknown>): SearchEntry[] {
  const rows = SECTIONS.flatMap((section) =>
    menuRows(section, configuration, file).flatMap((row) => {
      const [title, summary, more] = words(row)
      return row.kind === 'heading' ? [] : [entryOf(section, row, row.id, title, summary, more)]
    }),
  )
  const shown = new Set(rows.map(({ id }) => id))
  const hidden = rows.flatMap(({ target }): SearchEntry[] => {
    if (target.type !== 'row' || target.row.kind !== 'entry') return []
    const { entry } = target.row.state
    if (entry.kind !== 'component') return []
    return Object.entries(entry.options)
      .filter(([name]) => !shown.has(`${target.section} ${entry.id}.${name}`))
      .map(([name, spec]) =>
        entryOf(target.section, target.row, `${entry.id}.${name}`, `${entry.id}.${name}`, spec.title, spec.help),
      )
  })
  return [...rows, ...hidden]
}

function entryOf(
  section: Section,
  row: MenuRow,
  id: string,
  title: string,
  summary: string,
  more: string,
): SearchEntry {
  return {
    id: `${section} ${id}`,
    target: { type: 'row', section, row },
    mark: row.kind === 'entry' && row.id === id ? row.mark : '',
    title,
    summary,
    place: SECTION_TITLES[section],
    names: namesOf(title, id),
    text: `${title} ${id} ${summary} ${more}`.toLowerCase(),
  }
}

/** Commands and other actions as results. */
export function actionEntries(items: readonly PaletteItem[]): SearchEntry[] {
  return items.map(({ id, title, key, action, more = '' }) => ({
    id: `action ${id}`,
    target: { type: 'action', action },
    mark: '',
    title,
    summary: more,
    place: key,
    names: namesOf(title, id),
    text: `${title} ${id} ${more}`.toLowerCase(),
  }))
}

/** `system.hostname` goes by `hostname`, too. */
function namesOf(title: string, id: string): string[] {
  const last = id.slice(id.lastIndexOf('.') + 1).replace(/^kernel:/, '')
  return [...new Set([title, id, last].map((name) => name.toLowerCase()))]
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
      return [row.symbol, `kernel symbol = ${row.value}`, `CONFIG_${row.symbol} ${row.by.join(' ')}`]
    case 'options':
      return [row.title, 'all of them, in their own menu', `${row.component} menuconfig kconfig`]
    default:
      return ['', '', '']
  }
}

export interface SearchResult {
  entries: SearchEntry[]
  /** What is wrong with the pattern. */
  complaint?: string
}

type Query = { terms: string[] } | { pattern: RegExp } | { complaint: string }

/** Reads a query; a pattern that is none comes back as a sentence. */
export function parseQuery(query: string): Query {
  const text = query.trim()
  const source = /^re:(.*)$/s.exec(text)?.[1] ?? /^\/(.+)\/$/s.exec(text)?.[1]
  if (source === undefined) return { terms: text.toLowerCase().split(/\s+/).filter(Boolean) }
  try {
    return { pattern: new RegExp(source.trim(), 'i') }
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^.*\/i?: /, '') : String(error)
    return { complaint: `Not a pattern: ${why}` }
  }
}

/** What a pattern may take over everything, in ms: a slow one is worth a wait, one that never ends must not hold the keys. */
const PATTERN_TIME = 250

/** Ranks: the very name, a name that begins so, one that contains it, the title line, anywhere else. */
const RANKS = 5

/** Matches, best first; those of one rank stay in the order of the index. */
export function search(index: readonly SearchEntry[], query: string): SearchResult {
  const asked = parseQuery(query)
  if ('complaint' in asked) return { entries: [], complaint: asked.complaint }
  const ranks: SearchEntry[][] = Array.from({ length: RANKS }, () => [])
  if ('pattern' in asked) {
    const { pattern } = asked
    const done = withinTime(PATTERN_TIME, () => {
      for (const entry of index) if (pattern.test(entry.text)) ranks[patternRank(entry, pattern)]?.push(entry)
      return true
    })
    const complaint = done ? {} : { complaint: 'This pattern takes too long: these are the matches found so far' }
    return { entries: ranks.flat(), ...complaint }
  }
  const { terms } = asked
  const [first] = terms
  if (first === undefined) return { entries: [...index] }
  const whole = terms.join(' ')
  for (const entry of index)
    if (terms.every((term) => entry.text.includes(term))) ranks[termRank(entry, first, whole)]?.push(entry)
  return { entries: ranks.flat() }
}

function termRank({ names, summary }: SearchEntry, first: string, whole: string): number {
  if (names.includes(whole)) return 0
  if (names.some((name) => name.startsWith(first))) return 1
  if (names.some((name) => name.includes(first))) return 2
  return summary.toLowerCase().includes(first) ? 3 : 4
}

function patternRank({ names, summary }: SearchEntry, pattern: RegExp): number {
  if (names.some((name) => pattern.exec(name)?.[0].length === name.length)) return 0
  if (names.some((name) => pattern.exec(name)?.index === 0)) return 1
  if (names.some((name) => pattern.test(name))) return 2
  return pattern.test(summary) ? 3 : 4
}
