/** Applying edits to a profile. Pure: the old profile is untouched, so undo is keeping it. */
import { setValue } from '../profile/set.ts'
import type { Profile } from '../profile/types.ts'
import type { Change } from './types.ts'

/** The profile after one change. Throws SmartError (usage) when a setting's value is not valid. */
export function applyChange(profile: Profile, change: Change): Profile {
  switch (change.type) {
    case 'component': {
      const before = profile.components[change.id]
      const value = change.value && typeof before === 'object' ? before : change.value
      return { ...profile, components: { ...profile.components, [change.id]: value } }
    }
    case 'driver':
      return { ...profile, drivers: { ...profile.drivers, [change.id]: change.value } }
    case 'option': {
      const before = profile.components[change.component]
      const options = { ...(typeof before === 'object' ? before : {}), [change.option]: change.value }
      return { ...profile, components: { ...profile.components, [change.component]: options } }
    }
    case 'set':
      return setValue(profile, change.path, change.value, change.path)
  }
}

/** The profile after several changes, in order. */
export function applyChanges(profile: Profile, changes: readonly Change[]): Profile {
  return changes.reduce(applyChange, profile)
}

/** A change in words: `switch gcc on`, `set image.size to 1G`. */
export function describeChange(change: Change): string {
  switch (change.type) {
    case 'component':
      return `switch ${change.id} ${change.value ? 'on' : 'off'}`
    case 'driver':
      return change.value === false
        ? `switch ${change.id} off`
        : `switch ${change.id} on (${change.value === 'module' ? 'module' : 'built in'})`
    case 'option':
      return `set ${change.component}'s ${change.option} to ${JSON.stringify(change.value)}`
    case 'set':
      return `set ${change.path} to ${typeof change.value === 'string' ? change.value : JSON.stringify(change.value)}`
  }
}
