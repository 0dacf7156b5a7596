/** Every setting of the profile's schema as a row of the configurator, in the order of the menu. */
import { IMAGE_SETTINGS } from './settings/image.ts'
import { KERNEL_SETTINGS } from './settings/kernel.ts'
import { MACHINE_SETTINGS } from './settings/machine.ts'
import { NETWORK_SETTINGS } from './settings/network.ts'
import type { SettingSpec } from './settings/spec.ts'
import { SYSTEM_SETTINGS } from './settings/system.ts'

export type { FieldSpec, ItemSpec, SettingSpec } from './settings/spec.ts'
export { editText, parseSetting, settingChange, settingText, valueAt } from './settings/values.ts'

export const SETTINGS: readonly SettingSpec[] = [
  ...SYSTEM_SETTINGS,
  ...KERNEL_SETTINGS,
  ...IMAGE_SETTINGS,
  ...NETWORK_SETTINGS,
  ...MACHINE_SETTINGS,
]
