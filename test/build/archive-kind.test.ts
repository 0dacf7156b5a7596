/** What was downloaded instead of an archive: told as what it is, not as tar's complaint about it. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { archiveKind } from '../../src/build/archive-kind.ts'
import { run } from '../../src/system/exec.ts'
import { temporaryFolder } from '../../src/system/files.ts'

test('archives of every kind are known by their contents, whatever they are called', async () => {
  await using folder = await temporaryFolder('smart-os-archives-')
  await mkdir(join(folder.path, 'tree'))
  await writeFile(join(folder.path, 'tree', 'file'), 'text\n')
  const packed = join(folder.path, 'archive.html')
  for (const flags of [[], ['-z'], ['-J'], ['-j'], ['--zstd'], ['--format=v7']]) {
    await run(['tar', '-c', ...flags, '-f', packed, '-C', folder.path, 'tree'])
    expect((await archiveKind(packed)).archive, flags.join(' ')).toBe('tar')
  }
  await run(['python3', '-m', 'zipfile', '-c', packed, join(folder.path, 'tree')])
  expect((await archiveKind(packed)).archive).toBe('zip')
})

test('a web page, a bare program, a text and nothing are called by their names', async () => {
  await using folder = await temporaryFolder('smart-os-archives-')
  const file = join(folder.path, 'server.tar.gz')
  const looks = async (content: string | Buffer) => {
    await writeFile(file, content)
    const { archive, looksLike } = await archiveKind(file)
    expect(archive).toBeUndefined()
    return looksLike
  }
  expect(await looks('\n<!DOCTYPE html>\n<html><title>Sign in</title></html>')).toBe('a web page')
  expect(await looks(Buffer.from('7f454c460201', 'hex'))).toBe('a program')
  expect(await looks('Not found\n')).toBe('a text')
  expect(await looks('')).toBe('an empty file')
  expect(await looks(Buffer.alloc(2000))).toBe('a file of an unknown kind')
})
