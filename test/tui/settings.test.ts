import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../src/system/files.ts'
import { openSettings } from '../../src/tui/settings.ts'

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
