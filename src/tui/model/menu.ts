/** The configure screen's rows, from a configuration: sections, entries with their marks, options, settings, members of lists. Pure. */
import { type Component, type OptionSpec, originsOf } from '../../catalog/types.ts'
import type { Configuration, EntryState, Problem } from '../../configure/types.ts'
import type { OptionValue } from '../../profile/types.ts'
import { itemsOf } from './items.ts'
import { SETTINGS, type SettingSpec, settingText, valueAt } from './settings-table.ts'
import { SECRET, shownSetting } from './shown-setting.ts'

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

export type File = Record<string, unknown>

export interface OptionRow {
  kind: 'option'
  id: string
  component: string
  option: string
  spec: OptionSpec
  value: OptionValue
  isNew?: boolean
}

export interface SettingRow {
  kind: 'setting'
  id: string
  spec: SettingSpec
  value: unknown
  file: File
  problem?: Problem | undefined
}

export type MenuRow =
  | { kind: 'heading'; id: string; title: string }
  | { kind: 'section'; id: string; section: Section; folded: boolean }
  | {
      kind: 'entry'
      id: string
      state: EntryState
      mark: string
      blocked: boolean
      automatic: boolean
      isNew?: boolean
      problem?: Problem | undefined
    }
  | OptionRow
  | SettingRow
  | { kind: 'item'; id: string; spec: SettingSpec; file: File; index: number; title: string; summary: string }
  | { kind: 'add'; id: string; spec: SettingSpec }
  | { kind: 'value'; id: string; parent: OptionRow | SettingRow; value: string; chosen: boolean; single: boolean }
  | { kind: 'symbol'; id: string; symbol: string; value: string; by: string[] }
  /** Leads to a component's own configuration. */
  | { kind: 'options'; id: string; component: string; title: string; own: number; compiled: boolean }

/** What of the menu is shown. */
export interface MenuView {
  /** Entries that are no choice of their own, too. */
  hidden?: boolean
  /** The configuration as saved: what was not there then is new. */
  saved?: Configuration | undefined
}

/** Rows of a section. `file` is the profile in the file's words. */
export function menuRows(section: Section, configuration: Configuration, file: File, view: MenuView = {}): MenuRow[] {
  switch (section) {
    case 'components':
      return entryRows(configuration, 'component', view)
    case 'drivers':
      return entryRows(configuration, 'driver', view)
    case 'kernel':
      return [
        ...kernelOptions(configuration),
        ...settingRows(section, configuration, file),
        { kind: 'heading', id: 'heading:asked for', title: 'asked for' },
        ...[...configuration.kernel.values()]
          .sort((a, b) => (a.symbol < b.symbol ? -1 : 1))
          .map(
            ({ symbol, value, by }): MenuRow => ({
              kind: 'symbol',
              id: `kernel:${symbol}`,
              symbol,
              value: String(value),
              by,
            }),
          ),
      ]
    default:
      return settingRows(section, configuration, file)
  }
}

/** All sections in one list. */
export function treeRows(
  configuration: Configuration,
  file: File,
  view: MenuView,
  folded: readonly string[],
): MenuRow[] {
  return SECTIONS.flatMap((section): MenuRow[] => [
    { kind: 'section', id: `section:${section}`, section, folded: folded.includes(section) },
    ...(folded.includes(section) ? [] : menuRows(section, configuration, file, view)),
  ])
}

/** What is inside a row: the members of a list, the values of a choice. Empty where the row is edited in its place. */
export function submenuRows(row: MenuRow | undefined): MenuRow[] {
  if (row?.kind === 'setting' && row.spec.items) {
    const { spec, file } = row
    const items = itemsOf(spec, file).map(
      (item, index): MenuRow => ({
        kind: 'item',
        id: `${row.id}[${index}]`,
        spec,
        file,
        index,
        title: spec.items?.title(item, index) ?? '',
        summary: spec.items?.summary(item) ?? '',
      }),
    )
    return [...items, { kind: 'add', id: `${row.id}+`, spec }]
  }
  if ((row?.kind !== 'setting' && row?.kind !== 'option') || !row.spec.values) return []
  const { value, spec } = row
  const chosen = Array.isArray(value) ? value.map(String) : [settingText(value)]
  return (spec.values ?? []).map((one) => ({
    kind: 'value',
    id: `${row.id}=${one}`,
    parent: row,
    value: one,
    chosen: chosen.includes(one),
    single: spec.type === 'choice',
  }))
}

/** True where Enter leads into the row. */
export function opens(row: MenuRow | undefined): boolean {
  return submenuRows(row).length > 0
}

function settingRows(section: Section, configuration: Configuration, file: File): MenuRow[] {
  const specs = SETTINGS.filter((spec) => spec.section === section)
  const shown = specs.filter(({ within }) => within === undefined || valueAt(file, within) !== undefined)
  return [...new Set(shown.map(({ group }) => group))].flatMap((group): MenuRow[] => [
    { kind: 'heading', id: `heading:${section}:${group}`, title: group },
    ...shown
      .filter((spec) => spec.group === group)
      .map(
        (spec): MenuRow => ({
          kind: 'setting',
          id: spec.path,
          spec,
          value: valueAt(file, spec.path),
          file,
          problem: worst(configuration.problems, (about) => about.replace(/\[\d+\]$/, '') === spec.path),
        }),
      ),
  ])
}

function worst(problems: readonly Problem[], is: (about: string) => boolean): Problem | undefined {
  const own = problems.filter(({ about }) => is(about))
  return own.find(({ severity }) => severity === 'error') ?? own[0]
}

function entryRows(configuration: Configuration, kind: 'component' | 'driver', view: MenuView): MenuRow[] {
  const categories = new Map<string, MenuRow[]>()
  const wrong = new Set(configuration.problems.map(({ about }) => about))
  for (const state of configuration.states.values()) {
    const { entry } = state
    if (entry.kind !== kind || (entry.kind === 'component' && entry.hidden && !view.hidden)) continue
    const { category } = entry
    const rows = categories.get(category) ?? [{ kind: 'heading', id: `heading:${kind}:${category}`, title: category }]
    categories.set(category, rows)
    if (!state.selected && !wrong.has(entry.id)) rows.push(offRow(state))
    else for (const row of entryWithOptions(state, configuration, view)) rows.push(row)
  }
  return [...categories.values()].flat()
}

/** Rows of what is off, by the state that they are made of: of a large catalog nearly all, and a change leaves nearly all as they are. */
const offRows = new WeakMap<EntryState, MenuRow>()

function offRow(state: EntryState): MenuRow {
  const known = offRows.get(state)
  if (known) return known
  const row: MenuRow = { ...entryRow(state), isNew: false, problem: undefined }
  offRows.set(state, row)
  return row
}

function entryRow(state: EntryState) {
  return {
    kind: 'entry' as const,
    id: state.entry.id,
    state,
    mark: markOf(state),
    blocked: isBlocked(state),
    automatic: isAutomatic(state),
  }
}

const ORIGIN: OptionSpec = {
  type: 'choice',
  title: 'Origin',
  help: 'source: compiled here. package: the distribution’s binary. What is chosen here goes before the origin of the whole profile.',
  default: 'source',
  values: ['source', 'package'],
}

function entryWithOptions(state: EntryState, { profile, problems }: Configuration, { saved }: MenuView): MenuRow[] {
  const { entry } = state
  const before = saved?.states.get(entry.id)
  // As in menuconfig: nobody has said anything of it yet.
  const isNew = saved !== undefined && state.selected && before?.selected !== true
  const row: MenuRow = {
    ...entryRow(state),
    isNew: isNew && isAutomatic(state),
    problem: worst(problems, (about) => about === entry.id),
  }
  if (entry.kind !== 'component' || !state.selected) return [row]
  const own = entry.kconfig?.option === undefined ? undefined : optionsRow(entry, state)
  const choice = profile.components[entry.id]
  const given = typeof choice === 'object' ? choice : {}
  const origin: [string, OptionSpec][] = originsOf(entry).length > 1 ? [['origin', ORIGIN]] : []
  // Its lines are changed in the menu that they come from.
  const listed = Object.entries(entry.options).filter(([name]) => name !== entry.kconfig?.option)
  const options = [...listed, ...origin].map(
    ([option, spec]): MenuRow => ({
      kind: 'option',
      id: `${entry.id}.${option}`,
      component: entry.id,
      option,
      spec,
      value: option === 'origin' ? (state.origin ?? 'source') : (state.options[option] ?? spec.default),
      isNew: isNew && !(option in given),
    }),
  )
  return [row, ...options, ...(own ? [own] : [])]
}

/** The kernel's is in the section of its own; that of others is below them. */
function kernelOptions({ states, profile }: Configuration): MenuRow[] {
  return [...states.values()].flatMap((state) => {
    const { entry } = state
    const kernel = entry.kind === 'component' && entry.kconfig && entry.kconfig.option === undefined && state.selected
    return kernel ? [optionsRow(entry, state, Object.keys(profile.kernel).length)] : []
  })
}

function optionsRow(entry: Component, { options, origin }: EntryState, own = 0): MenuRow {
  const { kconfig, id, title } = entry
  const lines = kconfig?.option === undefined ? undefined : options[kconfig.option]
  return {
    kind: 'options',
    id: `${id}:options`,
    component: id,
    title: `${kconfig?.option === undefined ? 'Kernel' : title} options`,
    own: Array.isArray(lines) ? lines.length : own,
    compiled: origin !== 'package',
  }
}

/** menuconfig's marks: `[*]` on, `[ ]` off, `<*>` built in, `<M>` module, `-*-` on by itself, `{*}` needed, but as a module, too. */
export function markOf(state: EntryState): string {
  const { entry, selected, mode, neededBy, reason } = state
  const letter = selected ? (mode === 'module' ? 'M' : '*') : ' '
  const twoModes = entry.kind === 'driver' && entry.modes.length > 1
  if (selected && twoModes && (neededBy.length > 0 || reason.type === 'setting')) return `{${letter}}`
  if (isAutomatic(state)) return `-${letter}-`
  return twoModes ? `<${letter}>` : `[${letter}]`
}

/** On without having been chosen. */
export function isAutomatic({ reason }: EntryState): boolean {
  return reason.type !== 'chosen' && reason.type !== 'off'
}

/** Off, and cannot be switched on as things stand. */
export function isBlocked({ selected, blocks }: EntryState): boolean {
  return !selected && blocks.length > 0
}

/** A value as it is shown in its row, and as it is put into the input line. */
export function rowValue(row: MenuRow): string {
  switch (row.kind) {
    case 'option':
      if (row.spec.type === 'secret') return row.value === '' ? '' : SECRET
      return typeof row.value === 'boolean' ? (row.value ? 'yes' : 'no') : settingText(row.value)
    case 'setting':
      return shownSetting(row.spec, row.value, row.file)
    case 'symbol':
      return row.value
    default:
      return ''
  }
}
