/** The configure screen's rows, from a configuration: sections, entries with their marks, options, settings. Pure. */
import type { OptionSpec } from '../../catalog/types.ts'
import type { Configuration, EntryState } from '../../configure/types.ts'
import type { OptionValue } from '../../profile/types.ts'
import { SETTINGS, type SettingSpec, settingText, valueAt } from './settings-table.ts'

export const SECTIONS = ['system', 'components', 'drivers', 'kernel', 'image', 'network', 'machine'] as const
export type Section = (typeof SECTIONS)[number]

export const SECTION_TITLES: Record<Section, string> = {
  system: 'System',
  components: 'Components',
  drivers: 'Drivers',
  kernel: 'Kernel',
  network: 'Network',
  image: 'Image',
  machine: 'Machine',
}

export type MenuRow =
  | { kind: 'heading'; id: string; title: string }
  | { kind: 'entry'; id: string; state: EntryState; mark: string; blocked: boolean; automatic: boolean }
  | { kind: 'option'; id: string; component: string; option: string; spec: OptionSpec; value: OptionValue }
  | { kind: 'setting'; id: string; spec: SettingSpec; value: unknown }
  | { kind: 'symbol'; id: string; symbol: string; value: string; by: string[] }

/** Rows of a section. `file` is the profile in the file's words. */
export function menuRows(section: Section, configuration: Configuration, file: Record<string, unknown>): MenuRow[] {
  switch (section) {
    case 'components':
      return entryRows(configuration, 'component')
    case 'drivers':
      return entryRows(configuration, 'driver')
    case 'kernel':
      return [...configuration.kernel.values()]
        .sort((a, b) => (a.symbol < b.symbol ? -1 : 1))
        .map(({ symbol, value, by }) => ({ kind: 'symbol', id: `kernel:${symbol}`, symbol, value: String(value), by }))
    default:
      return SETTINGS.filter((spec) => spec.section === section).map((spec) => ({
        kind: 'setting',
        id: spec.path,
        spec,
        value: valueAt(file, spec.path),
      }))
  }
}

function entryRows(configuration: Configuration, kind: 'component' | 'driver'): MenuRow[] {
  const categories = new Map<string, MenuRow[]>()
  for (const state of configuration.states.values()) {
    const { entry } = state
    if (entry.kind !== kind || (entry.kind === 'component' && entry.hidden)) continue
    const { category } = entry
    const rows = categories.get(category) ?? [{ kind: 'heading', id: `heading:${category}`, title: category }]
    categories.set(category, rows)
    for (const row of entryWithOptions(state)) rows.push(row)
  }
  return [...categories.values()].flat()
}

function entryWithOptions(state: EntryState): MenuRow[] {
  const { entry } = state
  const row: MenuRow = {
    kind: 'entry',
    id: entry.id,
    state,
    mark: markOf(state),
    blocked: isBlocked(state),
    automatic: isAutomatic(state),
  }
  if (entry.kind !== 'component' || !state.selected) return [row]
  const options = Object.entries(entry.options).map(
    ([option, spec]): MenuRow => ({
      kind: 'option',
      id: `${entry.id}.${option}`,
      component: entry.id,
      option,
      spec,
      value: state.options[option] ?? spec.default,
    }),
  )
  return [row, ...options]
}

/** menuconfig's marks: `[*]` on, `[ ]` off, `<*>` built in, `<M>` module, `-*-` on by itself. */
export function markOf(state: EntryState): string {
  const { entry, selected, mode } = state
  const letter = selected ? (mode === 'module' ? 'M' : '*') : ' '
  if (isAutomatic(state)) return `-${letter}-`
  return entry.kind === 'driver' && entry.modes.length > 1 ? `<${letter}>` : `[${letter}]`
}

/** On without having been chosen. */
export function isAutomatic({ reason }: EntryState): boolean {
  return reason.type !== 'chosen' && reason.type !== 'off'
}

/** Off, and cannot be switched on as things stand. */
export function isBlocked({ selected, blocks }: EntryState): boolean {
  return !selected && blocks.length > 0
}

/** How many of a section's entries are on. */
export function sectionCount(section: Section, configuration: Configuration): string {
  if (section === 'kernel') return String(configuration.kernel.size)
  if (section !== 'components' && section !== 'drivers') return ''
  const known = counts.get(configuration) ?? countEntries(configuration)
  counts.set(configuration, known)
  return known[section]
}

/** Asked for with every frame; a configuration never changes. */
const counts = new WeakMap<Configuration, Record<'components' | 'drivers', string>>()

function countEntries({ states }: Configuration): Record<'components' | 'drivers', string> {
  const all = { component: 0, driver: 0 }
  const on = { component: 0, driver: 0 }
  for (const { entry, selected } of states.values()) {
    if (entry.kind === 'component' && entry.hidden) continue
    all[entry.kind]++
    if (selected) on[entry.kind]++
  }
  return { components: `${on.component}/${all.component}`, drivers: `${on.driver}/${all.driver}` }
}

/** A value as it is shown in its row. */
export function rowValue(row: MenuRow): string {
  switch (row.kind) {
    case 'option':
      return typeof row.value === 'boolean' ? (row.value ? 'yes' : 'no') : settingText(row.value)
    case 'setting':
      return settingText(row.value)
    case 'symbol':
      return row.value
    default:
      return ''
  }
}
