/** How much of a section is on. Pure. */
import type { Configuration } from '../../configure/types.ts'
import type { Section } from './menu.ts'

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
