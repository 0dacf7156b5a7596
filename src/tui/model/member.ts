/** The form of one member of a list: its fields, how they begin, what is wrong with what was typed. Pure. */
import type { Profile } from '../../profile/types.ts'
import { messageOf } from '../../system/error.ts'
import type { Core } from '../core.ts'
import { fieldComplaints, type Item, itemFrom, itemsChange, itemsOf, withItem } from './items.ts'
import { editText, type FieldSpec, SETTINGS, type SettingSpec } from './settings-table.ts'

/** Stands for a hash that is made only when the form is taken. */
const PLACEHOLDER = '$6$x$x'

export type Texts = Readonly<Record<string, string>>

export interface MemberForm {
  spec: SettingSpec | undefined
  fields: readonly FieldSpec[]
  /** The profile in the words of its file. */
  file: Readonly<Record<string, unknown>>
  items: readonly Item[]
  /** Undefined: a new member. */
  index: number | undefined
  before: Item | undefined
}

export function memberForm(file: MemberForm['file'], path: string, index: number | undefined): MemberForm {
  const spec = SETTINGS.find((setting) => setting.path === path)
  const items = spec ? itemsOf(spec, file) : []
  const before = index === undefined ? undefined : items[index]
  return { spec, fields: spec?.items?.fields ?? [], file, items, index, before }
}

/** What the fields begin with. `symbol`: the name of a kernel symbol to begin with. */
export function startTexts(fields: readonly FieldSpec[], before: Item | undefined, symbol: string | undefined) {
  return Object.fromEntries(
    fields.map((field): [string, string] => {
      if (before)
        return [
          field.key,
          editText(field, before[field.key]) || (field.type === 'choice' ? (field.values?.[0] ?? '') : ''),
        ]
      if (field.key === 'symbol' && symbol !== undefined) return [field.key, symbol]
      return [field.key, field.type === 'choice' ? (field.values?.[0] ?? '') : '']
    }),
  )
}

/** Fields with a secret in them that was typed anew. */
export function typedSecrets({ fields }: MemberForm, texts: Texts): string[] {
  return fields.filter(({ type, key }) => type === 'secret' && texts[key]).map(({ key }) => key)
}

/** The member that the form describes, secrets as given (hashed, or a stand-in). */
export function memberFrom(
  { fields, before }: MemberForm,
  texts: Texts,
  secrets: Texts,
  forgotten: readonly string[],
): Item {
  const plain = fields.filter(({ type }) => type !== 'secret')
  const item: Record<string, unknown> = { ...itemFrom(plain, texts, before) }
  for (const { key } of fields.filter(({ type }) => type === 'secret')) {
    if (forgotten.includes(key)) delete item[key]
    if (secrets[key] !== undefined) item[key] = secrets[key]
  }
  return item
}

/** What is wrong, by field; '' is what belongs to none. Empty: all is well. */
export function judgeMember(
  core: Pick<Core, 'applyChange'>,
  profile: Profile,
  form: MemberForm,
  texts: Texts,
  forgotten: readonly string[],
): Record<string, string> {
  const { spec, file, items, index, fields } = form
  if (!spec) return {}
  const secrets = Object.fromEntries(typedSecrets(form, texts).map((key) => [key, PLACEHOLDER]))
  try {
    const item = memberFrom(form, texts, secrets, forgotten)
    core.applyChange(profile, itemsChange(spec, file, withItem(items, index, item)))
    return {}
  } catch (error) {
    return fieldComplaints(fields, messageOf(error))
  }
}
