/** What a key on a configure row means: the changes to make, or that the row is blocked and the fix should be shown. Pure. */
import type { Change, Configuration, EntryState } from '../../configure/types.ts'
import type { DriverMode } from '../../profile/types.ts'
import type { MenuRow } from './menu.ts'
import { settingText } from './settings-table.ts'

export type Intent = 'next' | 'yes' | 'no' | 'module'

export type Outcome =
  | { type: 'change'; label: string; changes: Change[] }
  | { type: 'blocked'; id: string; wanted: boolean }
  | { type: 'edit' }
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
      return { type: 'edit' }
    }
    case 'setting': {
      const { spec, value } = row
      if (spec.type !== 'choice' || !spec.values || intent !== 'next') return { type: 'edit' }
      const next = following(spec.values, settingText(value))
      return {
        type: 'change',
        label: `${spec.title}: ${next}`,
        changes: [{ type: 'set', path: spec.path, value: next }],
      }
    }
    case 'symbol':
      return { type: 'none', text: `${row.symbol} follows from ${row.by.join(', ')}` }
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

/** What else a change switched, for the status line: `, with gmp and mpfr`. */
export function sideEffects(before: Configuration, after: Configuration, changes: readonly Change[]): string {
  const own = new Set(changes.flatMap((change) => ('id' in change ? [change.id] : [])))
  const others = (on: boolean) =>
    [...after.states.values()]
      .filter(
        ({ entry, selected }) => selected === on && before.states.get(entry.id)?.selected === !on && !own.has(entry.id),
      )
      .map(({ entry }) => entry.id)
  const [on, off] = [others(true), others(false)]
  const list = (ids: string[]) =>
    ids.length > 3 ? `${ids.slice(0, 2).join(', ')} and ${ids.length - 2} more` : ids.join(', ')
  return `${on.length > 0 ? `, brings ${list(on)}` : ''}${off.length > 0 ? `, lets go of ${list(off)}` : ''}`
}
