/** The first screen and the way back to a file: new profiles, those that were opened before, name and place. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { defaultProfile } from '../../src/profile/index.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { memorySettings } from '../../src/tui/index.ts'
import { movedTo } from '../../src/tui/session/new-profile.ts'
import { open } from './open.ts'

test('a new profile from another: the name is judged as it is typed, and only saving writes', async () => {
  await using opened = await open()
  const { terminal, fake } = opened
  await terminal.shows('steps to build')
  await terminal.keys('n')
  await terminal.shows('A new profile from minimal')
  await terminal.keys('gcc')
  await terminal.shows('There is a profile gcc already')
  await terminal.keys('<enter>')
  await terminal.shows('A new profile from minimal')
  await terminal.keys('<c-u>No Good')
  await terminal.shows('cannot be a profile')
  await terminal.keys('<c-u>box')
  await terminal.shows('Saving will write /own/box.yaml')
  await terminal.keys('<enter>')
  expect(await terminal.shows('› box › Configure')).toContain('● unsaved')
  expect(fake.saved).toEqual([])
  await terminal.keys('/zlib<enter>y')
  await terminal.shows('zlib on')
  await terminal.keys('s')
  const save = await terminal.shows('only what differs from minimal')
  expect(save).toMatch(/Place\s+\/own\/box\.yaml/)
  expect(save).toContain('extends: minimal')
  expect(save).toContain('zlib: true')
  expect(save).toMatch(/Against minimal[\s\S]*components\.zlib +default › on/)
  await terminal.keys('<enter>')
  await terminal.shows('Saved /own/box.yaml')
  expect(fake.saved).toMatchObject([{ file: '/own/box.yaml', profile: { name: 'box', extends: 'minimal' } }])
  expect(await terminal.text()).not.toContain('● unsaved')
})

test('giving a new profile up on leaving leaves nothing', async () => {
  await using opened = await open()
  const { terminal, fake } = opened
  await terminal.shows('steps to build')
  await terminal.keys('nbox<enter>')
  await terminal.shows('› box › Configure')
  await terminal.keys('<esc>')
  await terminal.shows('discard them')
  await terminal.keys('d')
  await terminal.shows('Which system?')
  expect(fake.saved).toEqual([])
})

test('a profile is saved where one says, after a word about the file that is there', async () => {
  await using folder = await temporaryFolder()
  const there = join(folder.path, 'a.yaml')
  await writeFile(there, 'schema: 1\n')
  await using opened = await open({ profile: 'minimal', columns: 160 })
  const { terminal, fake } = opened
  await terminal.shows('Configure')
  await terminal.keys('s')
  // Under its own name it would hide the built-in one from all that extend it.
  await terminal.shows('/own/my-minimal.yaml')
  // The place follows the name until one types into it.
  await terminal.keys('-x')
  await terminal.shows('/own/my-minimal-x.yaml')
  await terminal.keys(`<tab><c-u>${there}`)
  await terminal.shows(`kept as ${there}.old`)
  await terminal.keys('<c-u>/tmp/a.txt<enter>')
  await terminal.shows('does not end in .yaml')
  expect(fake.saved).toEqual([])
  await terminal.keys(`<c-u>${there}<enter>`)
  await terminal.shows('Saved')
  expect(fake.saved).toMatchObject([{ file: there, profile: { name: 'my-minimal-x' } }])
})

test('files that were opened before stand below the profiles and in the question for a file', async () => {
  await using folder = await temporaryFolder()
  const file = join(folder.path, 'my-box.yaml')
  await writeFile(file, 'schema: 1\n')
  const settings = memorySettings({ recent: [file, 'gcc', join(folder.path, 'gone.yaml')] })
  await using opened = await open({ settings, columns: 160 })
  const { terminal, fake } = opened
  await terminal.shows(/my-box +file/)
  expect(await terminal.text()).not.toContain('gone')
  await terminal.keys('o')
  await terminal.shows('Opened before')
  await terminal.keys('<down>')
  await terminal.shows(`File  ${file}`)
  await terminal.keys('<down><enter>')
  await terminal.shows('› gcc › Configure')
  expect(fake.calls).toContain('open gcc')
  expect(settings.get().recent?.[0]).toBe('gcc')
})

test('the list says of every profile whether it is built and proven, not only of the one under the cursor', async () => {
  await using opened = await open({ stepMs: 1, built: ['gcc', 'streaming'], proven: ['gcc'] })
  const { terminal } = opened
  await terminal.shows(/gcc +✓ proven/)
  await terminal.shows(/streaming +built/)
  expect(await terminal.text()).toContain('not built yet')
})

test('saved in another folder, a profile still finds the file that it extends; beside it, its words stay', () => {
  const profile = { ...defaultProfile('box'), extends: '../base.yaml' }
  expect(movedTo('/b/box.yaml', profile, '/a/x/box.yaml').extends).toBe('/a/base.yaml')
  expect(movedTo('/a/x/other.yaml', profile, '/a/x/box.yaml').extends).toBe('../base.yaml')
  expect(movedTo('/b/box.yaml', { ...profile, extends: 'minimal' }, '/a/x/box.yaml').extends).toBe('minimal')
})

// It would extend itself, and the file that it was made from would be gone.
test('a new profile is not saved over the one that it extends', async () => {
  await using opened = await open()
  const { terminal, fake } = opened
  await terminal.shows('steps to build')
  await terminal.keys('nbox<enter>')
  await terminal.shows('› box › Configure')
  await terminal.keys('s<tab><c-u>/profiles/minimal.yaml<enter>')
  await terminal.shows('/profiles/minimal.yaml is what this profile extends')
  expect(fake.saved).toEqual([])
})

// The help page promises these keys on every list; a hundred profiles are far to go by single rows.
test('pages, first and last row of a list of profiles that is longer than the screen', async () => {
  const names = Array.from({ length: 40 }, (_, index) => `p${String(index).padStart(2, '0')}`)
  await using opened = await open({ names })
  const { terminal } = opened
  const on = (name: string) => terminal.shows(new RegExp(`▌ ${name}\\b`))
  await on('minimal')
  await terminal.keys('<end>')
  await on('streaming')
  await terminal.keys('<home>')
  await on('gcc')
  await terminal.keys('G')
  await on('streaming')
  await terminal.keys('g<pgdn>')
  await on('p14')
  await terminal.keys('<c-d>')
  await on('p30')
  await terminal.keys('<pgdn><pgdn>')
  await on('streaming')
  await terminal.keys('<c-u>')
  await on('p24')
  // Single rows go on from there, and the terminal's own cursor goes along.
  await terminal.keys('<up>k')
  await on('p22')
  expect(await terminal.atCursor()).toMatch(/^p22/)
  await terminal.keys('<pgup><down>')
  await on('p07')
  await terminal.keys('<enter>')
  await terminal.shows('smart-os › p07 › Configure')
})

// "Not built yet" above "up to date" made people ask which of the two is true.
test('what is in the cache and not yet in the output folder is told as that', async () => {
  await using opened = await open({ cached: true })
  const { terminal } = opened
  await terminal.shows('not built yet')
  await terminal.shows('Build all in the cache: b puts it together')
})

test('saving under a built-in name says what that would do', async () => {
  await using opened = await open({ profile: 'minimal', columns: 100 })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('s<c-u>minimal')
  await terminal.shows('Hides the built-in minimal, and changes every profile that extends it')
})

test('with one folder for all, another profile’s build is not taken for one’s own', async () => {
  await using opened = await open({ built: ['minimal'], oneFolder: true })
  const { terminal } = opened
  await terminal.shows(/minimal built/)
  await terminal.keys('<down>')
  await terminal.shows('Streaming server')
  await terminal.shows('not built yet')
})

test('a path can be typed over what stands in the line, and what was opened before is there still', async () => {
  await using folder = await temporaryFolder()
  const there = join(folder.path, 'a.yaml')
  await writeFile(there, 'schema: 1\n')
  const settings = memorySettings({ recent: [join(folder.path, 'gone.yaml'), there] })
  await using opened = await open({ settings, columns: 120 })
  const { terminal, fake } = opened
  await terminal.shows('steps to build')
  await terminal.keys('o')
  expect(await terminal.shows(there)).not.toContain('gone.yaml')
  await terminal.keys('/somewhere/else.yaml<enter>')
  await expect.poll(() => fake.calls).toContain('open /somewhere/else.yaml')
})

test('what was built with other settings is neither called built nor up to date', async () => {
  await using opened = await open({
    columns: 120,
    rows: 30,
    built: ['minimal'],
    proven: ['minimal'],
    stale: ['origin', 'image.compression'],
  })
  await opened.terminal.shows('built with another value of origin, image.compression')
  const text = await opened.terminal.shows(/Build +all in the cache|Build +\d+ steps/)
  expect(text).not.toMatch(/up to date|built and proven/)
})
