/** Unsaved changes outlive the session: a lost connection must not cost an evening's choices. */
import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { defaultProfile, listDrafts, writeDraft } from '../../src/profile/index.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { open } from './open.ts'

/** A session that opens `minimal`, changes a row, and is cut off. Its process is gone, too. */
async function cutOff(folder: string): Promise<void> {
  {
    await using opened = await open({ profile: 'minimal', drafts: folder })
    await opened.terminal.shows('Configure')
    await opened.terminal.keys('/zlib<enter>y')
    await opened.terminal.shows('unsaved')
    await vi.waitFor(async () => expect(await drafts(folder)).toHaveLength(1), 5000)
    // A second session of the same time neither sees nor loses it.
    await using other = await open({ drafts: folder })
    await other.terminal.shows('Which system?')
    await other.terminal.shows('steps to build')
    expect(await other.terminal.text()).not.toContain('Unsaved changes')
  }
  const [left = ''] = await drafts(folder)
  await rename(join(folder, left), join(folder, left.replace(/^\d+-\d+/, '4194304-1')))
}

async function drafts(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'))
}

test('what was unsaved when the connection went is offered at the next start, and goes on where it was', async () => {
  await using folder = await temporaryFolder()
  await cutOff(folder.path)
  await using again = await open({ drafts: folder.path })
  const { terminal, fake } = again
  await terminal.shows(/Unsaved changes of minimal[\s\S]*components\.zlib +default › on/)
  await terminal.keys('r')
  await terminal.shows('● unsaved')
  await terminal.keys('/zlib<enter>')
  await terminal.shows('[*] zlib')
  // It is one step: undone, nothing is unsaved, and nothing is kept of it.
  await terminal.keys('u')
  await terminal.shows('[ ] zlib')
  await vi.waitFor(async () => expect(await drafts(folder.path)).toEqual([]), 5000)
  await terminal.keys('U')
  await vi.waitFor(async () => expect(await drafts(folder.path)).toHaveLength(1), 5000)
  await terminal.keys('s<c-u>box<enter>')
  await terminal.shows('Saved /own/box.yaml')
  expect(fake.saved[0]?.profile.components).toEqual({ zlib: true })
  await vi.waitFor(async () => expect(await drafts(folder.path)).toEqual([]), 5000)
})

test('looking later keeps the changes: on the first screen, and when that profile is opened', async () => {
  await using folder = await temporaryFolder()
  await cutOff(folder.path)
  await using again = await open({ drafts: folder.path })
  const { terminal } = again
  await terminal.shows('look later')
  await terminal.keys('<esc>')
  expect(await terminal.shows('Which system?')).toContain('Unsaved changes of minimal: u shows them')
  await terminal.keys('<enter>')
  await terminal.shows('components.zlib')
  await terminal.keys('d')
  await terminal.shows('Components')
  expect(await drafts(folder.path)).toEqual([])
  expect(await terminal.text()).not.toContain('● unsaved')
  await terminal.keys('<esc>')
  expect(await terminal.shows('Which system?')).not.toContain('Unsaved changes of')
})

test('whoever discards the changes on leaving is not asked about them again', async () => {
  await using folder = await temporaryFolder()
  {
    await using opened = await open({ profile: 'minimal', drafts: folder.path })
    const { terminal } = opened
    await terminal.shows('Configure')
    await terminal.keys('/zlib<enter>y')
    await terminal.shows('unsaved')
    await terminal.keys('q')
    await terminal.shows('discard them')
    await vi.waitFor(async () => expect(await drafts(folder.path)).toHaveLength(1), 5000)
    await terminal.keys('d')
    await opened.ended
  }
  expect(await drafts(folder.path)).toEqual([])
})

test('a new profile that was never saved is not lost either', async () => {
  await using folder = await temporaryFolder()
  {
    await using opened = await open({ drafts: folder.path })
    await opened.terminal.shows('steps to build')
    await opened.terminal.keys('nbox<enter>')
    await opened.terminal.shows('› box › Configure')
    await vi.waitFor(async () => expect(await drafts(folder.path)).toHaveLength(1), 5000)
  }
  const [left = ''] = await drafts(folder.path)
  await rename(join(folder.path, left), join(folder.path, left.replace(/^\d+-\d+/, '4194304-1')))
  await using again = await open({ drafts: folder.path })
  const { terminal, fake } = again
  await terminal.shows('Unsaved changes of box')
  await terminal.shows('look later')
  await terminal.keys('r')
  expect(await terminal.shows('› box › Configure')).toContain('● unsaved')
  await terminal.keys('s')
  await terminal.shows('/own/box.yaml')
  await terminal.keys('<enter>')
  await terminal.shows('Saved /own/box.yaml')
  expect(fake.saved).toMatchObject([{ profile: { name: 'box', extends: 'minimal' } }])
})

test('a draft holds everything, is readable by its owner only, and a damaged one is passed over and stays', async () => {
  await using folder = await temporaryFolder()
  const base = defaultProfile('box')
  const profile = {
    ...base,
    summary: 'Käse: "yes"',
    components: { openssh: { port: 22 }, gcc: false },
    drivers: { e1000: 'module' as const, ahci: false as const },
    kernel: { FOO: 'y' },
    image: { ...base.image, budget: 64 * 1024 * 1024 },
    machine: { ...base.machine, forward: [{ host: 8080, guest: 80, protocol: 'udp' as const }] },
  }
  await writeDraft(folder.path, '4194304-1-a.json', 'box', profile)
  expect((await stat(join(folder.path, '4194304-1-a.json'))).mode & 0o777).toBe(0o600)
  await writeFile(join(folder.path, '4194304-1-b.json'), '{ "schema": 1, "refer')
  expect(await listDrafts(folder.path)).toMatchObject([{ id: '4194304-1-a.json', reference: 'box', profile }])
  expect(await readFile(join(folder.path, '4194304-1-b.json'), 'utf8')).toContain('refer')
  // Only of a process that is gone: that of this test's parent is not.
  const parent = (await readFile(`/proc/${process.ppid}/stat`, 'utf8')).split(') ')[1]?.split(' ')[19]
  await writeDraft(folder.path, `${process.ppid}-${parent}-c.json`, 'box', profile)
  expect(await listDrafts(folder.path)).toHaveLength(1)
})

test('where drafts cannot be kept, changing goes on without', async () => {
  await using folder = await temporaryFolder()
  await writeFile(join(folder.path, 'file'), '')
  await using opened = await open({ profile: 'minimal', drafts: join(folder.path, 'file', 'below') })
  await opened.terminal.shows('Configure')
  await opened.terminal.keys('/zlib<enter>y')
  await opened.terminal.shows('unsaved')
})
