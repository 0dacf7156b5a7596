/** What is searched: everything that can be changed or done, as entries with their names and their text. Pure. */
import type { Configuration } from '../../configure/types.ts'
import { type MenuRow, menuRows, SECTION_TITLES, SECTIONS, type Section } from './menu.ts'
import type { PaletteAction, PaletteItem } from './palette.ts'

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
  /** How far it is from what this program is about: 1 for symbols of a component's own configuration, 2 where they have no prompt. */
  remote?: 1 | 2
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
