/** What stands beside the list of sections: what each is for, and what is wrong in it. Pure. */
import type { Configuration } from '../../configure/types.ts'
import type { Row } from '../widgets/line.tsx'
import { SECTION_TITLES, SECTIONS, type Section } from './menu.ts'
import { SETTINGS } from './settings-table.ts'
import { wrap } from './text.ts'

const SECTION_HELP: Record<Section, string> = {
  system: 'Names, time, login and people of the machine, its services and files.',
  components: 'The programs and libraries that the system is made of. What is on because something needs it says so.',
  drivers: 'The devices that the kernel can drive, built in or as modules.',
  kernel: 'Kernel symbols of your own, and those that were asked for, by whom, with the value they must have.',
  network: 'Address, name servers, cards and links, what leads in from this computer, and the firewall.',
  image: 'What is made, and how big it may be.',
  machine: 'The virtual machine in which it runs and is verified, and its disks.',
}

/** Which section a problem belongs to. */
export function aboutSection(about: string, { states }: Pick<Configuration, 'states'>): Section {
  const kind = states.get(about)?.entry.kind
  if (kind) return kind === 'component' ? 'components' : 'drivers'
  const setting = SETTINGS.find(({ path }) => path === about.replace(/\[\d+\]$/, ''))
  const first = about.split('.')[0] ?? ''
  return setting?.section ?? SECTIONS.find((section) => section === first) ?? 'system'
}

export function sectionHelp(section: Section, configuration: Configuration, columns: number): Row[] {
  const problems = configuration.problems.filter(({ about }) => aboutSection(about, configuration) === section)
  const complaints = problems.flatMap(({ severity, message, hint }): Row[] => [
    [],
    ...wrap(message, columns).map((line): Row => [[line, severity === 'error' ? 'bad' : 'warning']]),
    ...(hint ? wrap(hint, columns).map((line): Row => [[line, 'muted']]) : []),
  ])
  return [
    [[SECTION_TITLES[section], 'title']],
    ...wrap(SECTION_HELP[section], columns).map((line): Row => [[line]]),
    ...complaints,
  ]
}
