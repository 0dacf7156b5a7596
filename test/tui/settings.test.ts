import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { temporaryFolder } from '../../src/system/files.ts'
import { memorySettings, openSettings, rememberProfile } from '../../src/tui/settings.ts'
import { open } from './open.ts'

test('theme and last profile are found again in the next session', async () => {
  await using folder = await temporaryFolder()
  const settings = await openSettings(folder.path)
  expect(settings.get()).toEqual({})
  settings.save({ theme: 'light' })
  settings.save({ lastProfile: 'minimal' })
  expect((await openSettings(folder.path)).get()).toEqual({ theme: 'light', lastProfile: 'minimal' })
  expect(await readFile(join(folder.path, 'configurator.json'), 'utf8')).toContain('light')
})

test('a damaged or hostile settings file does not stop the configurator', async () => {
  await using folder = await temporaryFolder()
  const file = join(folder.path, 'configurator.json')
  await writeFile(file, '{ "theme": ')
  expect((await openSettings(folder.path)).get()).toEqual({})
  await writeFile(file, JSON.stringify({ theme: 'neon', lastProfile: 7 }))
  expect((await openSettings(folder.path)).get()).toEqual({})
})

test('where no settings can be kept, they last for the session instead of failing it', async () => {
  await using folder = await temporaryFolder()
  await writeFile(join(folder.path, 'file'), '')
  const settings = await openSettings(join(folder.path, 'file', 'below'))
  settings.save({ theme: 'mono' })
  expect(settings.get().lastProfile).toBeUndefined()
})

test('what was opened is remembered with the last first, each once, and not for ever', () => {
  const settings = memorySettings()
  for (const reference of ['minimal', '/a/box.yaml', 'minimal']) rememberProfile(settings, reference)
  expect(settings.get()).toEqual({ lastProfile: 'minimal', recent: ['minimal', '/a/box.yaml'] })
  for (let index = 0; index < 50; index++) rememberProfile(settings, `p${index}`)
  expect(settings.get().recent).toHaveLength(12)
})

test('folds, hidden rows and names are found again in the next session; what somebody wrote into the file is judged', async () => {
  await using folder = await temporaryFolder()
  const settings = await openSettings(folder.path)
  {
    await using opened = await open({ profile: 'minimal', settings })
    const { terminal } = opened
    await terminal.shows('Configure')
    await terminal.keys('t')
    await terminal.shows('All sections in one list')
    await terminal.keys('ca')
    await terminal.shows('Hidden entries are shown')
    await terminal.keys('<home><enter>')
    await vi.waitFor(async () => expect(settings.get().window?.folded).toHaveLength(1), 5000)
  }
  expect(settings.get().window).toMatchObject({ tree: true, hidden: true, names: true })
  await using again = await open({ profile: 'minimal', settings: await openSettings(folder.path) })
  await again.terminal.shows('Configure')
  await again.terminal.keys('a')
  await again.terminal.shows('Hidden entries are hidden')
  await writeFile(
    join(folder.path, 'configurator.json'),
    JSON.stringify({ window: { tree: 'yes', folded: [1, 'x'] }, recent: 7 }),
  )
  expect((await openSettings(folder.path)).get()).toEqual({
    window: { tree: false, folded: ['x'], hidden: false, names: false },
  })
})
