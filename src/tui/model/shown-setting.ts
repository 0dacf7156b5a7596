/** A setting's value in few words, as it stands in its row. Pure. */
import { itemsOf } from './items.ts'
import { type SettingSpec, settingText } from './settings-table.ts'

/** What stands for a password that is set. */
export const SECRET = 'set'

/** Of a list of members their titles; of a secret only whether there is one. `file`: the profile in the file's words. */
export function shownSetting(spec: SettingSpec, value: unknown, file: Readonly<Record<string, unknown>>): string {
  if (spec.type === 'secret') return value === undefined ? (spec.unset ?? '') : SECRET
  if (!spec.items) return settingText(value)
  return itemsOf(spec, file)
    .map((item, index) => spec.items?.title(item, index))
    .join(', ')
}
