/** Each screen, by the keys that lead to it from the first, and a word that is on it. */
import type { OpenOptions } from './open.ts'

export const SCREENS: { name: string; way: string; shows: string | RegExp; options: OpenOptions }[] = [
  { name: 'profiles', way: '', shows: 'Which system?', options: {} },
  { name: 'configure', way: '<enter>', shows: 'Components', options: {} },
  { name: 'kernel', way: '<enter>/kernel options<enter><enter>', shows: 'General setup', options: {} },
  { name: 'search', way: '<enter>/', shows: 'Search', options: {} },
  { name: 'plan', way: 'b', shows: '› Plan', options: {} },
  { name: 'build', way: 'b<enter>', shows: /Buil(t|ding)/, options: { stepMs: 400 } },
  { name: 'compare', way: 'd', shows: 'Compare minimal', options: {} },
  { name: 'launch', way: '<enter>L', shows: 'Launch', options: {} },
  { name: 'console', way: '<enter>L<enter>', shows: '~ #', options: {} },
  { name: 'result', way: 'r', shows: 'Nothing has been built', options: {} },
]
