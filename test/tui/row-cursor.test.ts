/** The terminal's cursor follows the focused row: where a screen reader or a magnifier looks. */
import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../src/system/files.ts'
import { memorySettings } from '../../src/tui/index.ts'
import { type Opened, open } from './open.ts'

test.each([
  [80, 24],
  [160, 50],
])(
  'at %ix%i the cursor stands at the text of the focused row, on every screen with rows',
  async (columns, rows) => {
    await using opened = await open({ columns, rows })
    const { terminal } = opened
    const at = () => terminal.atCursor()
    await terminal.shows('steps to build')
    await expect.poll(at).toMatch(/^minimal/)
    await terminal.keys('<down>')
    await expect.poll(at).toMatch(/^streaming/)
    await terminal.keys('<up><enter>')
    await terminal.shows('Configure')
    await expect.poll(at).toMatch(/^Components/)
    await terminal.keys('<enter>')
    await expect.poll(at).toMatch(/^-\*- /)
    await terminal.keys('/openssh<enter>')
    await expect.poll(at).toMatch(/^\[ \] openssh/)
    await terminal.keys('<down>')
    await expect.poll(at).not.toMatch(/openssh/)
    // After a change of size, too.
    terminal.resize(columns + 10, rows)
    await terminal.keys('<up>')
    await expect.poll(at).toMatch(/^\[ \] openssh/)
    await terminal.keys('<esc>')
    await expect.poll(at).toMatch(/^Components/)
    await terminal.keys('b')
    await terminal.shows('never built')
    await expect.poll(at).toMatch(/unpack/)
  },
  60_000,
)

/** What stands before the terminal's own cursor in its row. */
async function beforeCursor({ terminal }: Opened): Promise<string> {
  const { column, row, visible } = await terminal.cursor()
  return visible ? ((await terminal.frame())[row] ?? '').slice(0, column) : 'hidden'
}

test.each([
  [80, 24],
  [160, 50],
])(
  'at %ix%i the cursor stands where one types: searching, finding, editing in place, in a form, a name, a place',
  async (columns, rows) => {
    await using opened = await open({ columns, rows, profile: 'minimal' })
    const { terminal } = opened
    const before = () => beforeCursor(opened)
    await terminal.shows('Configure')
    await terminal.keys('/host')
    await expect.poll(before).toMatch(/\/ host$/)
    await terminal.keys('<left><left>')
    await expect.poll(before).toMatch(/\/ ho$/)
    // Among the results it is on the result.
    await terminal.keys('<tab>')
    await expect.poll(terminal.atCursor.bind(terminal)).toMatch(/^1 .*ost/)
    await terminal.keys('<enter>')
    await terminal.shows(/▌ Host name/)
    await terminal.keys('<enter>')
    await expect.poll(before).toMatch(/› minimal$/)
    await terminal.keys('<c-u>bo漢x')
    await expect.poll(before).toMatch(/› bo漢x$/)
    await terminal.keys('<esc>f')
    await terminal.keys('time')
    await expect.poll(before).toMatch(/^ find time$/)
    await terminal.keys('<esc>')
    await terminal.keys(':sav')
    await expect.poll(before).toMatch(/: sav$/)
    await terminal.keys('<esc>s')
    await terminal.shows('Save the profile')
    await expect.poll(before).toMatch(/Name {3}my-minimal$/)
    await terminal.keys('<tab>')
    await expect.poll(before).toMatch(/Place {2}.*\.yaml$/)
    await terminal.keys('<esc>o')
    await expect.poll(before).toMatch(/File {2}\.\/$/)
    await terminal.keys('<esc>/forwards<enter>')
    await terminal.shows(/▌ Forwards/)
    await terminal.keys('+')
    await terminal.shows('Add a forward')
    await terminal.keys('8080:80')
    await expect.poll(before).toMatch(/8080:80$/)
  },
  60_000,
)

test('the cursor stands on the choice that a question has chosen, or offers first', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  const at = () => terminal.atCursor()
  await terminal.shows('Configure')
  await terminal.keys('/openssh<enter>y')
  await terminal.shows('unsaved')
  await terminal.keys('/dropbear<enter>y')
  await terminal.shows('dropbear: off')
  await expect.poll(at).toMatch(/^switch dropbear on|^switch openssh off/)
  await terminal.keys('<esc>d')
  await terminal.shows('Compare minimal')
  await expect.poll(at).toMatch(/^its last build/)
  await terminal.keys('<down>')
  await expect.poll(at).toMatch(/^its file/)
  await terminal.keys('<esc>q')
  await terminal.shows('not saved')
  await expect.poll(at).toMatch(/^s y +Yes, save them/)
})

test('the cursor stands where a log is searched, and then at what was found', async () => {
  await using folder = await temporaryFolder()
  const lines = Array.from({ length: 200 }, (_, index) => `line ${index}`)
  await writeFile(join(folder.path, 'build-busybox.log'), lines.join('\n'))
  await using opened = await open({ profile: 'minimal', failing: 'build:busybox', logs: folder.path })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('b<enter>')
  await terminal.shows('retry')
  await terminal.keys('v')
  await terminal.shows('line 199')
  await terminal.keys('/line 7')
  await expect.poll(() => beforeCursor(opened)).toMatch(/\/ line 7$/)
  await terminal.keys('<enter>')
  await expect.poll(() => terminal.atCursor()).toMatch(/^line 7/)
})

test('on the first screen the cursor goes along where the list is longer than the screen, and after a change of size', async () => {
  await using folder = await temporaryFolder()
  const files = Array.from({ length: 12 }, (_, index) => join(folder.path, `own${index + 10}.yaml`))
  for (const file of files) await writeFile(file, 'schema: 1\n')
  await using opened = await open({ columns: 80, rows: 15, settings: memorySettings({ recent: files }) })
  const { terminal } = opened
  const names = ['gcc', 'minimal', 'streaming', ...files.map((file) => basename(file, '.yaml'))]
  await terminal.shows('own10')
  const at = async () => (await terminal.atCursor()).split(' ')[0]
  let index = names.indexOf('minimal')
  await expect.poll(at).toBe(names[index])
  for (const [key, step] of [...Array(16).fill(['<down>', 1]), ...Array(9).fill(['<up>', -1])] as [string, number][]) {
    await terminal.keys(key)
    index = (index + step + names.length) % names.length
    await expect.poll(at).toBe(names[index])
  }
  terminal.resize(80, 24)
  await expect.poll(at).toBe(names[index])
  terminal.resize(80, 16)
  await expect.poll(at).toBe(names[index])
  await terminal.keys('<down>')
  await expect.poll(at).toBe(names[(index + 1) % names.length])
}, 60_000)
