/** The members of a list setting: read from the profile in the file's words, and the change that another list amounts to. Pure. */
import type { Change } from '../../configure/types.ts'
import { type FieldSpec, parseSetting, type SettingSpec, settingChange, valueAt } from './settings-table.ts'

export type Item = Readonly<Record<string, unknown>>
type File = Readonly<Record<string, unknown>>

/** Members as objects: a plain text under `key`, a kernel symbol as symbol and value. */
export function itemsOf(spec: SettingSpec, file: File): Item[] {
  const value = valueAt(file, spec.path)
  if (Array.isArray(value)) return value.map((item) => (spec.items?.plain ? { key: String(item) } : (item as Item)))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).map(([symbol, own]) => ({ symbol, value: own }))
}

/** The change to this list of members. */
export function itemsChange(spec: SettingSpec, file: File, items: readonly Item[]): Change {
  if (spec.path === 'kernel.config') {
    const gone = Object.fromEntries(itemsOf(spec, file).map(({ symbol }) => [String(symbol), null]))
    return settingChange(spec, file, {
      ...gone,
      ...Object.fromEntries(items.map(({ symbol, value }) => [String(symbol), value])),
    })
  }
  return settingChange(spec, file, spec.items?.plain ? items.map(({ key }) => key) : items)
}

/** The list with one member put in: in place of `index`, or at the end. */
export function withItem(items: readonly Item[], index: number | undefined, item: Item): Item[] {
  return index === undefined ? [...items, item] : items.map((other, at) => (at === index ? item : other))
}

/** The list with the member at `index` one place up or down; undefined at the end of the road. */
export function moved(items: readonly Item[], index: number, by: -1 | 1): Item[] | undefined {
  const [item, other] = [items[index], items[index + by]]
  if (!item || !other) return undefined
  return items.map((one, at) => (at === index ? other : at === index + by ? item : one))
}

/** What the texts of a form make of a member; what the form does not show is kept. An empty optional field is left out, but see FieldSpec.unless. */
export function itemFrom(
  fields: readonly FieldSpec[],
  texts: Readonly<Record<string, string>>,
  before: Item | undefined,
): Item {
  const item: Record<string, unknown> = { ...before }
  for (const field of fields) {
    const text = texts[field.key] ?? ''
    const meant = field.unless !== undefined && !texts[field.unless]?.trim()
    if (field.optional && !meant && text.trim() === '') delete item[field.key]
    else item[field.key] = parseField(field, text)
  }
  return item
}

function parseField(field: FieldSpec, text: string): unknown {
  // A kernel symbol's value is a number where it looks like one.
  if (field.key === 'value') return /^-?\d+$/.test(text.trim()) ? Number(text) : text.trim()
  return parseSetting(field, text)
}

/** Complaints of the profile's schema about one member, by field; '' is what belongs to none. `message` is what it threw. */
export function fieldComplaints(fields: readonly FieldSpec[], message: string): Record<string, string> {
  const complaints: Record<string, string> = {}
  for (const line of message.split('\n')) {
    const expected = line.includes('expected ') ? `Expected ${line.slice(line.lastIndexOf('expected ') + 9)}` : line
    // `system.users.0.name is …`: the key after the member's number.
    const path = /\.\d+\.(\w+)/.exec(line)?.[1]
    const field = fields.find(({ key }) => key === path) ?? (fields.length === 1 ? fields[0] : undefined)
    complaints[field?.key ?? ''] ??= expected
  }
  return complaints
}
