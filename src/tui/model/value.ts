/** A row's value as text and back: what the line begins with, what was expected, the change that a text stands for. Pure. */
import type { Change } from '../../configure/types.ts'
import type { OptionValue, Profile } from '../../profile/types.ts'
import { messageOf } from '../../system/error.ts'
import type { Core } from '../core.ts'
import { type MenuRow, rowValue } from './menu.ts'
import { parseSetting } from './settings-table.ts'
import { changeTo } from './toggle.ts'

/** Only the hash of what is typed is kept. */
export function isSecret(row: MenuRow): boolean {
  return (row.kind === 'setting' || row.kind === 'option') && row.spec.type === 'secret'
}

/** What is wrong with the text, without changing anything. */
export function judgeValue(
  core: Pick<Core, 'optionComplaint' | 'applyChange'>,
  profile: Profile,
  row: MenuRow,
  text: string,
): string | undefined {
  const change = isSecret(row) ? undefined : changeOf(row, text)
  if (!change) return undefined
  if (row.kind === 'option' && change.type === 'option') {
    const expected = core.optionComplaint(row.spec, change.value)
    return expected === undefined ? undefined : `Expected ${expected}`
  }
  try {
    core.applyChange(profile, change)
    return undefined
  } catch (error) {
    const message = messageOf(error)
    return message.includes('expected ') ? `Expected ${message.slice(message.lastIndexOf('expected ') + 9)}` : message
  }
}

/** What the row is called. */
export function titleOf(row: MenuRow): string {
  return row.kind === 'setting' || row.kind === 'option' ? row.spec.title : row.id
}

/** The change that the text stands for. */
export function changeOf(row: MenuRow, text: string): Change | undefined {
  if (row.kind === 'setting') return changeTo(row, parseSetting(row.spec, text))
  if (row.kind !== 'option') return undefined
  return { type: 'option', component: row.component, option: row.option, value: optionValue(row.spec.type, text) }
}

function optionValue(type: string, text: string): OptionValue {
  const trimmed = text.trim()
  if (type === 'int') return /^-?\d+$/.test(trimmed) ? Number(trimmed) : trimmed
  if (type === 'list') return trimmed.split(/[\s,]+/).filter(Boolean)
  if (type === 'bool') return trimmed === 'yes' || trimmed === 'true'
  return trimmed
}

/** What the line begins with: the value as it can be typed. */
export function startText(row: MenuRow): string {
  return row.kind === 'setting' && row.value === undefined ? '' : rowValue(row)
}

/** The range, the values or an example. */
export function hintOf(row: MenuRow): string {
  if (row.kind !== 'setting' && row.kind !== 'option') return ''
  if (row.spec.type === 'secret') return 'Only its hash is kept. Empty leaves it as it is; - in the menu takes it away'
  const { min, max, values } = row.spec
  if (min !== undefined || max !== undefined) return `From ${min ?? 'anything'} to ${max ?? 'anything'}`
  const example = values?.join(', ') ?? ('example' in row.spec ? row.spec.example : undefined)
  return example ? `For example ${example}` : ''
}
