/** The short tour: what is said at each step, and where in the real screens it leads. Pure. */
import type { Configuration } from '../../configure/types.ts'
import type { ScreenName } from '../state.ts'
import { isAutomatic, isBlocked, menuRows } from './menu.ts'

export interface TourStep {
  title: string
  text: string
  screen: Extract<ScreenName, 'profiles' | 'configure' | 'plan'>
  /** The row of the components that it points at; without one the sections have the focus. */
  row?: (configuration: Configuration) => string | undefined
}

export const TOUR: readonly TourStep[] = [
  {
    title: 'Profiles',
    screen: 'profiles',
    text: 'A profile is a whole system in a few lines. The arrows choose one; beside the list stands what is in it, how big it is, and whether it is built and proven. Enter opens it, x builds it and starts its machine.',
  },
  {
    title: 'The menu',
    screen: 'configure',
    text: 'The parts of the system are on the left, with how many are on; Enter goes to the rows of one, Esc back. Below them is what the part or the row under the cursor is for.',
  },
  {
    title: 'Rows',
    screen: 'configure',
    row: (configuration) => first(configuration, isAutomatic),
    text: '[*] is on, [ ] is off, -*- is on because something else needs it: the help says what. Space changes the row under the cursor. Sizes and times with ~ are estimates until they were measured here.',
  },
  {
    title: 'Why and fix',
    screen: 'configure',
    row: (configuration) => first(configuration, isBlocked) ?? first(configuration, isAutomatic),
    text: 'No row is hidden. What cannot be changed now says so: w tells why, and offers the smallest set of changes that would allow it, with what they cost. u takes every change back.',
  },
  {
    title: 'What it costs',
    screen: 'configure',
    text: 'The line below follows every change: the image against its budget, the memory that the machine needs at least, and how much would have to be built. / searches everything, : has every command by its name.',
  },
  {
    title: 'The plan',
    screen: 'plan',
    text: 'b leads here: what would be built, why, and how long it takes; what did not change is reused. Enter builds. The machine then runs in this window, and v proves it. ? lists all keys, on every screen.',
  },
]

/** The first component of which it is true. */
function first(
  configuration: Configuration,
  is: (state: Parameters<typeof isBlocked>[0]) => boolean,
): string | undefined {
  return menuRows('components', configuration, {}).find((row) => row.kind === 'entry' && is(row.state))?.id
}
