import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type TarEntry, writeTar } from '../../src/image/tar.ts'
import { run } from '../../src/system/exec.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { sha256File } from '../../src/system/hash.ts'

const own = { mode: 0o644, uid: 0, gid: 0 }

it('writes what tar reads back: long and foreign names, owners, modes, links, devices; only plain ustar where that is enough', async () => {
  await using folder = await temporaryFolder('smart-os-tar-')
  const long = `${'a'.repeat(90)}/${'b'.repeat(90)}/${'c'.repeat(90)}`
  const deep = `${'d'.repeat(120)}/file`
  const from = join(folder.path, 'content')
  await writeFile(from, 'x'.repeat(1000))
  const entries: TarEntry[] = [
    { type: 'directory', path: 'd', mode: 0o1777, uid: 5, gid: 6 },
    { type: 'file', path: 'd/Größe', content: Buffer.from('1'), ...own },
    { type: 'file', path: long, from, size: 1000, mode: 0o4755, uid: 70000, gid: 3 },
    { type: 'file', path: deep, content: Buffer.alloc(512, 'y'), ...own },
    { type: 'symlink', path: 'link', target: `../${'t'.repeat(120)}`, ...own },
    { type: 'char', path: 'null', major: 1, minor: 3, mode: 0o666, uid: 0, gid: 0 },
  ]
  const tar = join(folder.path, 'a.tar')
  const { bytes, sha256 } = await writeTar(tar, entries)
  expect(sha256).toBe(await sha256File(tar))
  expect((await readFile(tar)).length).toBe(bytes)
  const { stdout } = await run(['tar', '--numeric-owner', '--quoting-style=literal', '-tvf', tar], {
    env: { LC_ALL: 'C.UTF-8', TZ: 'UTC', PATH: process.env.PATH ?? '' },
  })
  const lines = stdout.split('\n').map((line) => line.replaceAll(/\s+/g, ' '))
  expect(lines).toEqual([
    'drwxrwxrwt 5/6 0 1980-01-01 00:00 d/',
    '-rw-r--r-- 0/0 1 1980-01-01 00:00 d/Größe',
    `-rwsr-xr-x 70000/3 1000 1980-01-01 00:00 ${long}`,
    `-rw-r--r-- 0/0 512 1980-01-01 00:00 ${deep}`,
    `lrwxrwxrwx 0/0 0 1980-01-01 00:00 link -> ../${'t'.repeat(120)}`,
    'crw-rw-rw- 0/0 1,3 1980-01-01 00:00 null',
  ])
  await mkdir(join(folder.path, 'out'))
  await run(['tar', '-xf', tar, '-C', join(folder.path, 'out'), '--no-same-owner', long])
  expect(await readFile(join(folder.path, 'out', long), 'utf8')).toBe('x'.repeat(1000))
  const plain = join(folder.path, 'plain.tar')
  await writeTar(plain, [{ type: 'file', path: deep, content: Buffer.alloc(1), ...own }])
  expect((await readFile(plain)).subarray(156, 157).toString()).toBe('0')
})

it('never writes an archive with a wrong length when a file changes while it is packed', async () => {
  await using folder = await temporaryFolder('smart-os-tar-')
  const from = join(folder.path, 'content')
  await writeFile(from, 'longer than said')
  await expect(
    writeTar(join(folder.path, 'a.tar'), [{ type: 'file', path: 'f', from, size: 3, ...own }]),
  ).rejects.toThrow('changed its size')
})
