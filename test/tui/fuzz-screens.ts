/** Each screen and each dialog, by the keys that lead to it from the first, and a word that is on it. */
import { join } from 'node:path'
import type { OpenOptions } from './open.ts'

export interface ScreenStart {
  name: string
  way: string
  shows: string | RegExp
  options: OpenOptions
  /** It shows what a guest or a picture brings: colours and characters of its own. */
  foreign?: boolean
}

const logs = join(import.meta.dirname, 'logs')

export const SCREENS: ScreenStart[] = [
  { name: 'profiles', way: '', shows: 'Which system?', options: {} },
  { name: 'configure', way: '<enter>', shows: 'Components', options: {} },
  { name: 'kernel', way: '<enter>/kernel options<enter><enter>', shows: 'General setup', options: {} },
  { name: 'search', way: '<enter>/', shows: 'Search', options: {} },
  { name: 'plan', way: 'b', shows: /[›>] Plan/, options: {} },
  { name: 'build', way: 'b<enter>', shows: /Buil(t|ding)/, options: { stepMs: 400 } },
  { name: 'compare', way: 'd', shows: 'Compare minimal', options: {} },
  { name: 'launch', way: '<enter>L', shows: 'Launch', options: {} },
  { name: 'console', way: '<enter>L<enter>', shows: '~ #', options: {}, foreign: true },
  { name: 'result', way: 'r', shows: 'Nothing has been built', options: {} },
  {
    name: 'result of a build',
    way: 'r',
    shows: 'minimal is built',
    options: { built: ['minimal'], proven: ['minimal'] },
  },
  { name: 'failure', way: 'b<enter>', shows: 'Compiling glibc failed', options: { failing: 'build:glibc' } },
  { name: 'why', way: '<enter>/openssh<enter>y/dropbear<enter>w', shows: 'dropbear: off', options: {} },
  { name: 'info', way: '<enter>/openssh<enter>?', shows: 'All about openssh', options: {} },
  { name: 'form', way: '<enter>/forwards<enter><enter>+', shows: 'Add a forward', options: {} },
  { name: 'value', way: '<enter>/host name<enter><enter>', shows: 'Host name', options: {} },
  { name: 'tree', way: '<enter>t', shows: '[-] System', options: {} },
  { name: 'save', way: '<enter>s', shows: 'Save the profile', options: {} },
  { name: 'leave', way: '<enter>/zlib<enter>y<esc><esc>', shows: 'not saved', options: {} },
  { name: 'palette', way: ':', shows: 'Plan and build', options: {} },
  { name: 'help', way: '?', shows: 'Keys', options: {} },
  { name: 'open file', way: 'o', shows: 'Open a profile from a file', options: {} },
  { name: 'new profile', way: 'n', shows: 'Name', options: {} },
  { name: 'step', way: 'b?', shows: 'Will run', options: {} },
  { name: 'whole log', way: 'b<enter>v', shows: 'what was said', options: { hang: true, logs } },
  { name: 'picture', way: '<enter>L<enter><c-a>s', shows: '64x48', options: {}, foreign: true },
  { name: 'tour', way: 't', shows: 'Tour, 1 of 6', options: {} },
]
