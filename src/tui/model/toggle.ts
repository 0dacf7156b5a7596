/** What a key on a configure row means: the changes to make, or that the row is blocked and the fix should be shown. Pure. */
import type { Change, EntryState } from '../../configure/types.ts'
import type { DriverMode } from '../../profile/types.ts'
import { itemsChange, itemsOf, moved } from './items.ts'
import { type MenuRow, type OptionRow, opens, type SettingRow } from './menu.ts'
import { settingChange, settingText } from './settings-table.ts'

export type Intent = 'next' | 'yes' | 'no' | 'module'

export type Outcome =
  | { type: 'change'; label: string; changes: Change[] }
  | { type: 'blocked'; id: string; wanted: boolean }
  | { type: 'edit' }
  /** The page that tells all about the row. */
  | { type: 'info' }
  /** The row has rows inside. */
  | { type: 'enter' }
  /** A member of a list in a form; without an index a new one. */
  | { type: 'form'; path: string; index?: number; symbol?: string }
  | { type: 'fold'; section: string }
  /** A menu of the component's own. */
  | { type: 'options'; component: string }
  | { type: 'none'; text: string }

/** Decides; nothing is applied here. */
export function toggle(row: MenuRow, intent: Intent): Outcome {
  switch (row.kind) {
    case 'entry':
      return row.state.entry.kind === 'driver' ? toggleDriver(row.state, intent) : toggleComponent(row.state, intent)
    case 'option': {
      const { component, option, spec, value } = row
      const set = (next: boolean | string): Outcome => ({
        type: 'change',
        label: `${component}: ${spec.title} ${typeof next === 'boolean' ? (next ? 'on' : 'off') : next}`,
        changes: [{ type: 'option', component, option, value: next }],
      })
      if (spec.type === 'bool') return set(intent === 'next' ? value !== true : intent !== 'no')
      if (spec.type === 'choice' && spec.values && intent === 'next') return set(following(spec.values, String(value)))
      return opens(row) ? { type: 'enter' } : { type: 'edit' }
    }
    case 'setting':
      return toggleSetting(row, intent)
    case 'item':
      return intent === 'no' ? remove(row) : { type: 'form', path: row.spec.path, index: row.index }
    case 'add':
      return { type: 'form', path: row.spec.path }
    case 'value':
      return choose(row)
    case 'section':
      return { type: 'fold', section: row.section }
    case 'options':
      return row.compiled
        ? { type: 'options', component: row.component }
        : { type: 'none', text: `${row.component} comes from packages: it has options only where it is compiled here` }
    case 'symbol':
      if (intent === 'next' || !row.by.includes('profile'))
        return row.by.includes('profile')
          ? { type: 'none', text: 'y, n and m change it; the list of own symbols has its form' }
          : { type: 'none', text: `${row.symbol} follows from ${row.by.join(', ')}; + sets it yourself` }
      return {
        type: 'change',
        label: `${row.symbol}=${SYMBOL_VALUES[intent]}`,
        changes: [{ type: 'set', path: `kernel.config.${row.symbol}`, value: SYMBOL_VALUES[intent] }],
      }
    case 'heading':
      return { type: 'none', text: '' }
  }
}

function following(values: readonly string[], value: string): string {
  return values[(values.indexOf(value) + 1) % values.length] ?? value
}

function toggleComponent({ entry, selected, reason, blocks }: EntryState, intent: Intent): Outcome {
  const on = intent === 'next' ? !selected : intent !== 'no'
  if (on === selected) {
    if (on && reason.type !== 'chosen')
      return {
        type: 'change',
        label: `${entry.id} is kept on`,
        changes: [{ type: 'component', id: entry.id, value: true }],
      }
    return { type: 'none', text: `${entry.id} is ${on ? 'on' : 'off'} already` }
  }
  if (blocks.length > 0) return { type: 'blocked', id: entry.id, wanted: on }
  return {
    type: 'change',
    label: `${entry.id} ${on ? 'on' : 'off'}`,
    changes: [{ type: 'component', id: entry.id, value: on }],
  }
}

function toggleDriver({ entry, selected, mode, blocks }: EntryState, intent: Intent): Outcome {
  if (entry.kind !== 'driver') return { type: 'none', text: '' }
  const cycle: (DriverMode | false)[] = [false, ...entry.modes]
  const now = selected ? (mode ?? 'builtin') : false
  const wanted =
    intent === 'next'
      ? (cycle[(cycle.indexOf(now) + 1) % cycle.length] ?? false)
      : intent === 'no'
        ? false
        : intent === 'module'
          ? 'module'
          : 'builtin'
  if (wanted !== false && !entry.modes.includes(wanted))
    return { type: 'none', text: `${entry.id} can only be ${entry.modes[0] === 'module' ? 'a module' : 'built in'}` }
  if (wanted === now) return { type: 'none', text: `${entry.id} is so already` }
  const switched = (wanted === false) === selected
  if (switched && blocks.length > 0) {
    // A driver that others need cannot go off, but it can go round to its first mode.
    const first = entry.modes[0]
    if (intent === 'next' && selected && first !== undefined && first !== now) return changeDriver(entry.id, first)
    return { type: 'blocked', id: entry.id, wanted: wanted !== false }
  }
  return changeDriver(entry.id, wanted)
}

function changeDriver(id: string, value: DriverMode | false): Outcome {
  const label = value === false ? `${id} off` : `${id} ${value === 'module' ? 'as a module' : 'built in'}`
  return { type: 'change', label, changes: [{ type: 'driver', id, value }] }
}

const SYMBOL_VALUES = { yes: 'y', no: 'n', module: 'm' } as const

function toggleSetting(row: SettingRow, intent: Intent): Outcome {
  const { spec, value, file } = row
  const set = (next: unknown, words: string): Outcome => ({
    type: 'change',
    label: `${spec.title}: ${words}`,
    changes: [settingChange(spec, file, next)],
  })
  if (spec.type === 'bool') {
    const on = intent === 'next' ? value !== true : intent !== 'no'
    return set(on, on ? 'on' : 'off')
  }
  if (spec.type === 'part') {
    const on = intent === 'next' ? value === undefined : intent !== 'no'
    if (on === (value !== undefined)) return { type: 'none', text: `${spec.title} is ${on ? 'on' : 'off'} already` }
    return set(on ? spec.fresh : null, on ? 'on' : 'off')
  }
  if (spec.type === 'choice' && spec.values && intent === 'next') {
    const next = following(spec.values, settingText(value))
    return next === settingText(value) ? { type: 'none', text: `${next} is the only value` } : set(next, next)
  }
  return opens(row) ? { type: 'enter' } : { type: 'edit' }
}

/** A value of a choice is taken; one of a set is put in or taken out. */
function choose({ parent, value, chosen, single }: Extract<MenuRow, { kind: 'value' }>): Outcome {
  if (single && chosen) return { type: 'none', text: `It is ${value} already` }
  const now = Array.isArray(parent.value) ? parent.value.map(String) : []
  const order = parent.spec.values ?? []
  const members = chosen
    ? now.filter((one) => one !== value)
    : order.filter((one) => one === value || now.includes(one))
  return {
    type: 'change',
    label: `${parent.spec.title}: ${single ? value : members.join(', ') || 'none'}`,
    changes: [changeTo(parent, single ? value : members)],
  }
}

/** The change that gives a row this value. */
export function changeTo(row: OptionRow | SettingRow, value: unknown): Change {
  if (row.kind === 'setting') return settingChange(row.spec, row.file, value)
  return { type: 'option', component: row.component, option: row.option, value: value as OptionRow['value'] }
}

/** Takes the member out of its list; of any other row, the value away. */
export function remove(row: MenuRow): Outcome {
  if (row.kind === 'item') {
    const rest = itemsOf(row.spec, row.file).filter((_, index) => index !== row.index)
    return {
      type: 'change',
      label: `${row.spec.title}: ${row.title} removed`,
      changes: [itemsChange(row.spec, row.file, rest)],
    }
  }
  if (row.kind === 'symbol' && row.by.includes('profile'))
    return {
      type: 'change',
      label: `${row.symbol} is left to others`,
      changes: [{ type: 'set', path: 'kernel.config', value: { [row.symbol]: null } }],
    }
  if (row.kind === 'setting' && row.spec.optional && row.spec.type !== 'text' && row.value !== undefined)
    return { type: 'change', label: `${row.spec.title}: ${row.spec.unset ?? 'none'}`, changes: [changeTo(row, null)] }
  if (row.kind === 'option' && row.option !== 'origin')
    return {
      type: 'change',
      label: `${row.component}: ${row.spec.title} as by default`,
      changes: [changeTo(row, row.spec.default)],
    }
  return { type: 'none', text: 'There is nothing to take away here' }
}

/** Moves a member of an ordered list. */
export function move(row: MenuRow, by: -1 | 1): Outcome {
  if (row.kind !== 'item' || !row.spec.items?.ordered)
    return { type: 'none', text: 'Only members of a list whose order matters are moved' }
  const items = moved(itemsOf(row.spec, row.file), row.index, by)
  if (!items) return { type: 'none', text: `It is the ${by < 0 ? 'first' : 'last'} already` }
  return {
    type: 'change',
    label: `${row.spec.title}: ${row.title} ${by < 0 ? 'up' : 'down'}`,
    changes: [itemsChange(row.spec, row.file, items)],
  }
}
