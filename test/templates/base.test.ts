/** The base system's files, rendered: a mistake here is a machine that nobody can log in to. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { builtinCatalogFolder } from '../../src/catalog/index.ts'
import { composeRootfs } from '../../src/image/compose.ts'
import { orderedServices } from '../../src/image/services.ts'
import type { SystemSettings } from '../../src/profile/types.ts'
import { run } from '../../src/system/exec.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smart-os-base-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const SYSTEM: SystemSettings = {
  hostname: 'smart-os',
  timezone: 'UTC',
  login: 'auto',
  users: [],
  services: [],
  modules: 'listed',
  network: 'dhcp',
  dns: [],
  mounts: [],
  files: [],
}

/** Text of the base system's files for some settings, by path. */
async function baseFiles(
  settings: Partial<SystemSettings>,
  modules: string[] = [],
  accounts: unknown[] = [],
): Promise<Map<string, string>> {
  const system = { ...SYSTEM, ...settings }
  const services = orderedServices([{ id: 'base', services: [{ name: 'network', after: [] }] }], system.services)
  const manifest = await composeRootfs({
    layers: [
      {
        component: 'base',
        overlay: join(builtinCatalogFolder(), 'components/base/rootfs'),
        rootfs: { include: [], exclude: [] },
        options: {},
      },
    ],
    variables: {
      system,
      image: {},
      machine: {},
      profile: { name: 'p', title: 'P' },
      components: [],
      drivers: [],
      services,
      accounts,
      disks: [{ label: 'data', type: 'ext4', path: '/data' }],
      modules,
      links: [{ address: '192.168.7.1/24', mac: '52:5f:01:02:*:01' }],
    },
    system,
    rendered: folder,
  })
  const files = new Map<string, string>()
  for (const entry of manifest.entries)
    if (entry.type === 'file') files.set(entry.path, await readFile(entry.from, 'utf8'))
  return files
}

const lines = (text: string | undefined) => (text ?? '').trimEnd().split('\n')
const scripts = (files: Map<string, string>) => [...files].filter(([, text]) => text.startsWith('#!/bin/sh'))

test.each<[string, Partial<SystemSettings>]>([
  ['dhcp', {}],
  ['no network', { network: 'none' }],
  [
    'a fixed address with name servers',
    { network: { address: '10.0.2.20/24', gateway: '10.0.2.2' }, dns: ['1.1.1.1', '9.9.9.9'] },
  ],
  ['a mount', { mounts: [{ device: 'LABEL=data', path: '/srv/data', type: 'ext4' }] }],
])('with %s every script is one that the shell can read', async (_name, settings) => {
  const found = scripts(await baseFiles(settings, ['virtio_blk', 'ext4']))
  expect(found.length).toBeGreaterThan(4)
  for (const [path, text] of found) {
    const result = await run(['sh', '-n'], { input: text, allowFailure: true })
    expect(result.exitCode, `${path}: ${result.stderr}`).toBe(0)
  }
})

test('without a password root is locked, and every account line has its seven or nine fields', async () => {
  const files = await baseFiles({
    users: [
      { name: 'ada', groups: ['video', 'staff'] },
      { name: 'bob', password: '$6$x$y', groups: ['staff'], shell: '/bin/ash' },
    ],
  })
  expect(lines(files.get('/etc/shadow'))).toEqual([
    'root:!:19723:0:99999:7:::',
    'nobody:!:19723:0:99999:7:::',
    'ada:!:19723:0:99999:7:::',
    'bob:$6$x$y:19723:0:99999:7:::',
  ])
  expect(lines(files.get('/etc/passwd')).slice(2)).toEqual([
    'ada:x:1000:1000::/home/ada:/bin/sh',
    'bob:x:1001:1001::/home/bob:/bin/ash',
  ])
})

test('a group exists once, with everybody who is in it, and each user has one of its own', async () => {
  const files = await baseFiles({
    users: [
      { name: 'ada', groups: ['video', 'staff'] },
      { name: 'bob', groups: ['staff', 'ada'] },
    ],
  })
  const groups = lines(files.get('/etc/group'))
  expect(groups).toContain('video:x:44:ada')
  expect(groups.filter((line) => line.startsWith('staff:'))).toEqual(['staff:x:2000:ada,bob'])
  expect(groups.filter((line) => line.startsWith('ada:'))).toHaveLength(1)
  for (const line of groups) expect(line).toMatch(/^[a-z]+:x:\d+:[a-z,]*$/)
})

test('a component’s account is there without a password, in its own group and in those it asks for', async () => {
  const account = { name: 'www', uid: 33, home: '/var/lib/www', shell: '/usr/sbin/nologin', groups: ['video'] }
  const files = await baseFiles({ users: [{ name: 'ada', groups: ['www'] }] }, [], [account])
  expect(lines(files.get('/etc/passwd'))).toContain('www:x:33:33::/var/lib/www:/usr/sbin/nologin')
  expect(lines(files.get('/etc/shadow'))).toContain('www:!:19723:0:99999:7:::')
  expect(lines(files.get('/etc/group'))).toEqual(expect.arrayContaining(['www:x:33:ada', 'video:x:44:www']))
  const clash = baseFiles({}, [], [{ ...account, uid: 44 }])
  await expect(clash).rejects.toThrow(/groups have the number 44: video and www/)
})

test('login: password puts a getty on both consoles and logs nobody in', async () => {
  const files = await baseFiles({ login: 'password' })
  const inittab = files.get('/etc/inittab') ?? ''
  expect(inittab).not.toContain('login -f')
  expect(inittab).toMatch(/^tty1::respawn:\/sbin\/getty/m)
  expect(inittab).toMatch(/^ttyS0::respawn:\/sbin\/getty/m)
})

test('name servers of the profile are not overwritten by those that DHCP offers', async () => {
  const fixed = await baseFiles({ dns: ['192.0.2.1'] })
  expect(fixed.get('/usr/share/udhcpc/default.script')).not.toContain('resolv.conf')
  expect(fixed.get('/etc/init.d/network')).toContain('192.0.2.1')
  expect((await baseFiles({})).get('/usr/share/udhcpc/default.script')).toContain('/run/resolv.conf')
})
