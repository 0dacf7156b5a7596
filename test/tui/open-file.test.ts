/** `o` with changes that are not saved: whatever is answered, and whatever is typed, nothing is lost that nobody gave up. */
import { readdir } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../src/system/files.ts'
import { type Opened, type OpenOptions, open } from './open.ts'

/** `minimal` with zlib switched on, and a file's name typed into the question for one. */
async function asked(file: string, options: OpenOptions = {}): Promise<Opened> {
  const opened = await open({ profile: 'minimal', ...options })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/zlib<enter>y')
  await terminal.shows('● unsaved')
  await terminal.keys('o')
  await terminal.shows('Open a profile from a file')
  await terminal.keys(`<c-u>${file}<enter>`)
  return opened
}

test('a file that cannot be opened costs nothing: that is said before anything is asked', async () => {
  await using opened = await asked('/nowhere/box.yaml')
  const { terminal } = opened
  await terminal.shows('There is no profile "/nowhere/box.yaml"')
  await terminal.shows('[*] zlib')
  await terminal.shows('● unsaved')
  // Neither is the way back lost.
  await terminal.keys('u')
  await terminal.shows('[ ] zlib')
})

test('Esc in the question for a file, or in that for the changes, leaves all as it was', async () => {
  await using opened = await asked('gcc')
  const { terminal, fake } = opened
  await terminal.shows('The profile minimal has changes that are not saved')
  await terminal.keys('<esc>')
  await terminal.shows('[*] zlib')
  await terminal.shows('smart-os › minimal › Configure')
  await terminal.keys('o')
  await terminal.shows('Open a profile from a file')
  await terminal.keys('<esc>')
  await terminal.shows('[*] zlib')
  await terminal.keys('u')
  await terminal.shows('[ ] zlib')
  expect(fake.saved).toEqual([])
})

test('saved first, the other profile is opened after that; a name that cannot be saved keeps everything', async () => {
  await using opened = await asked('gcc')
  const { terminal, fake } = opened
  await terminal.shows('not saved')
  await terminal.keys('s')
  await terminal.shows('Save the profile')
  await terminal.keys('<c-u>../evil<enter>')
  await terminal.shows("cannot be a profile's name")
  await terminal.keys('<c-u>box<enter>')
  await terminal.shows('smart-os › gcc › Configure')
  expect(fake.saved).toMatchObject([{ file: '/own/box.yaml', profile: { components: { zlib: true } } }])
  expect(await terminal.text()).not.toContain('● unsaved')
})

test('discarded, the other profile is opened, and the draft is gone as well', async () => {
  await using folder = await temporaryFolder()
  await using opened = await asked('gcc', { drafts: folder.path })
  const { terminal, fake } = opened
  await terminal.shows('not saved')
  await terminal.keys('d')
  await terminal.shows('smart-os › gcc › Configure')
  expect(fake.saved).toEqual([])
  const left = async () => (await readdir(folder.path)).filter((name) => name.endsWith('.json'))
  await expect.poll(left).toEqual([])
})

// `o` is a key of the first screen too: whichever way leads there asks before.
test('the first screen is reached with nothing unsaved; what was saved on the way is what the file opens with', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/zlib<enter>y')
  await terminal.shows('● unsaved')
  await terminal.keys('<esc><esc>')
  await terminal.shows('not saved')
  await terminal.keys('s')
  await terminal.shows('Save the profile')
  await terminal.keys('<c-u>box<enter>')
  await terminal.shows('Which system?')
  await terminal.keys('o')
  await terminal.shows('Open a profile from a file')
  await terminal.keys('<c-u>/own/box.yaml<enter>')
  await terminal.shows('smart-os › box › Configure')
  await terminal.keys('/zlib<enter>')
  await terminal.shows('[*] zlib')
})
