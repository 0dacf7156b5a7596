/** Reading the host's apt lists: the right mirror is found on every kind of host, and no third party's packages come in. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aptConfig, aptSources } from '../../src/sources/apt-config.ts'
import { parseOsRelease } from '../../src/sources/apt-entries.ts'
import { emptyCache } from './server.ts'

async function sourcesOf(root: string, osRelease: string, files: Record<string, string>): Promise<string[]> {
  for (const [path, text] of Object.entries({ 'etc/os-release': osRelease, ...files })) {
    await mkdir(join(root, path, '..'), { recursive: true })
    await writeFile(join(root, path), text)
  }
  const text = await aptSources(root)
  expect(text.match(/^Types: .*$/gm)?.every((line) => line === 'Types: deb deb-src')).toBe(true)
  return text.split('\n\n').map((stanza) =>
    stanza
      .replaceAll(/^(Types|Targets): .*\n?/gm, '')
      .trim()
      .replaceAll('\n', ' | '),
  )
}

const DEBIAN = 'ID=debian\nVERSION_CODENAME=bookworm\n'
const UBUNTU = 'ID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME=noble\n'

test('Debian 12 as installed: its own entries, each suite with its key', async () => {
  await using cache = await emptyCache()
  const text = `Types: deb
# http://snapshot.debian.org/archive/debian/20250520T000000Z
URIs: http://deb.debian.org/debian
Suites: bookworm bookworm-updates bookworm-backports
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://deb.debian.org/debian-security
Suites: bookworm-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
`
  const key = 'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg'
  expect(await sourcesOf(cache.folder, DEBIAN, { 'etc/apt/sources.list.d/debian.sources': text })).toEqual([
    `URIs: http://deb.debian.org/debian | Suites: bookworm | Components: main | ${key}`,
    `URIs: http://deb.debian.org/debian | Suites: bookworm-updates | Components: main | ${key}`,
    `URIs: http://deb.debian.org/debian-security | Suites: bookworm-security | Components: main | ${key}`,
  ])
})

test('Ubuntu 24.04 as installed, with a third party beside it', async () => {
  await using cache = await emptyCache()
  const ubuntu = `Types: deb
URIs: http://de.archive.ubuntu.com/ubuntu/
Suites: noble noble-updates noble-backports
Components: main restricted universe multiverse
Signed-By: /usr/share/keyrings/ubuntu-archive-keyring.gpg

Enabled: no
Types: deb
URIs: http://archive.ubuntu.com/ubuntu/
Suites: noble-proposed
Components: main
`
  const docker =
    'deb [arch=amd64 signed-by=/etc/apt/keyrings/docker.asc] https://download.docker.com/linux/ubuntu noble stable\n'
  const found = await sourcesOf(cache.folder, UBUNTU, {
    'etc/apt/sources.list.d/ubuntu.sources': ubuntu,
    'etc/apt/sources.list.d/docker.list': docker,
    'etc/apt/sources.list': '# Ubuntu sources have moved to /etc/apt/sources.list.d/ubuntu.sources\n',
  })
  expect(found.map((stanza) => /Suites: (\S+)/.exec(stanza)?.[1])).toEqual(['noble', 'noble-updates'])
  expect(found.join()).not.toContain('docker')
})

test('one-line lists: options, comments, deb-src lines, a mirror of one’s own; doubles are merged and strangers left out', async () => {
  await using cache = await emptyCache()
  await mkdir(join(cache.folder, 'usr/share/keyrings'), { recursive: true })
  const keyring = join(cache.folder, 'usr/share/keyrings/debian-archive-keyring.gpg')
  await writeFile(keyring, '')
  const list = `# deb http://ftp.example.org/debian bookworm main
deb [arch=amd64] http://mirror.example.org/debian/ bookworm main contrib # near
deb-src http://mirror.example.org/debian bookworm main
deb http://security.debian.org/debian-security bookworm-security main
deb cdrom:[Debian GNU/Linux 12]/ bookworm main
deb http://apt.postgresql.org/pub/repos/apt bookworm-pgdg main
deb [signed-by=/usr/share/keyrings/evil.gpg] http://evil.example.org/debian bookworm main
deb http://mirror.example.org/debian trixie main
deb [trusted=yes] file:/srv/own ./
`
  expect(await sourcesOf(cache.folder, DEBIAN, { 'etc/apt/sources.list': list })).toEqual([
    `URIs: http://mirror.example.org/debian/ | Suites: bookworm | Components: contrib main | Signed-By: ${keyring}`,
    `URIs: http://security.debian.org/debian-security | Suites: bookworm-security | Components: main | Signed-By: ${keyring}`,
  ])
})

test('a cloud image’s mirror list and a host without any list both work', async () => {
  await using cloud = await emptyCache()
  const text =
    'Types: deb deb-src\nURIs: mirror+file:///etc/apt/mirrors/debian.list\nSuites: bookworm\nComponents: main\n'
  expect(await sourcesOf(cloud.folder, DEBIAN, { 'etc/apt/sources.list.d/debian.sources': text })).toEqual([
    'URIs: mirror+file:///etc/apt/mirrors/debian.list | Suites: bookworm | Components: main',
  ])
  await using bare = await emptyCache()
  const found = await sourcesOf(bare.folder, UBUNTU, {})
  expect(found[0]).toBe('URIs: http://archive.ubuntu.com/ubuntu | Suites: noble | Components: main universe')
})

test('derivatives are known by the archive they stand on; other families are told apart', () => {
  expect(
    parseOsRelease('ID=linuxmint\nID_LIKE="ubuntu debian"\nVERSION_CODENAME=wilma\nUBUNTU_CODENAME=noble'),
  ).toEqual({
    id: 'ubuntu',
    codename: 'noble',
  })
  expect(parseOsRelease('ID=fedora\nVERSION_ID=41')).toBeUndefined()
})

test('on another family apt candidates say so with the host’s exit status, so that the next candidate is tried', async () => {
  await using cache = await emptyCache()
  await mkdir(join(cache.folder, 'etc'))
  await writeFile(join(cache.folder, 'etc/os-release'), 'ID=fedora\n')
  await expect(aptConfig(cache.context.cache, cache.folder)).rejects.toMatchObject({ failure: 'host', exitStatus: 3 })
})
