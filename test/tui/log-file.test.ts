/** A log on disk: its lines by number as it grows, and a search that everything else goes on beside. */
import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../src/system/files.ts'
import { LogFile } from '../../src/tui/model/log-file.ts'

test('lines are read as they are written, the last one before its end has come', async () => {
  await using folder = await temporaryFolder('smart-os-log-')
  const path = join(folder.path, 'build.log')
  await writeFile(path, 'one\n\x1b[31mtwo\x1b[0m\nthr')
  using log = await LogFile.open(path)
  expect(log.length).toBe(3)
  expect(log.read(1, 5)).toEqual(['two', 'thr'])
  await appendFile(path, 'ee\n')
  await log.refresh()
  expect(log.length).toBe(3)
  expect(log.read(2, 1)).toEqual(['three'])
  // In any case, onwards from here and round the end; backwards the other way.
  expect(await log.find('TWO', 2, 1)).toBe(1)
  expect(await log.find('e', 1, -1)).toBe(0)
  expect(await log.find('four', 0, 1)).toBeUndefined()
})

test('a search in a long log lets keys be answered meanwhile, and ends when it is not wanted any more', async () => {
  await using folder = await temporaryFolder('smart-os-log-')
  const path = join(folder.path, 'build.log')
  await writeFile(path, 'nothing\n'.repeat(1_000_000))
  using log = await LogFile.open(path)
  const wanted = new AbortController()
  let ended = false
  const search = log.find('something', 0, 1, wanted.signal).finally(() => {
    ended = true
  })
  for (let turns = 0; turns < 3; turns++) await turn()
  expect(ended).toBe(false)
  wanted.abort()
  expect(await search).toBeUndefined()
})
