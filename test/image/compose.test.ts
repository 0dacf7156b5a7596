import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { composeInstalled, composeRootfs } from '../../src/image/compose.ts'
import { composeInputs } from '../../src/image/compose-inputs.ts'
import { manifestHash } from '../../src/image/manifest.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { machineRequest, NO_FILTER, writeTree } from './fixture.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
beforeEach(async () => {
  folder = await temporaryFolder('smart-os-compose-')
})
afterEach(() => folder[Symbol.asyncDispose]())

describe('the composed root file system', () => {
  it('puts files through the skeleton’s symlinks, or the loader would not be found', async () => {
    const { entries } = await composeRootfs(await machineRequest(folder.path))
    const paths = entries.map(({ path }) => path)
    expect(paths).toContain('/usr/bin/true')
    expect(paths).not.toContain('/bin/true')
    expect(entries.find(({ path }) => path === '/bin')).toMatchObject({ type: 'symlink', target: 'usr/bin' })
    expect(paths).toEqual([...paths].sort())
  })

  it('leaves headers out and keeps set-user-id bits but no write permission for others', async () => {
    const { entries } = await composeRootfs(await machineRequest(folder.path))
    expect(entries.some(({ path }) => path.startsWith('/usr/include'))).toBe(false)
    expect(entries.find(({ path }) => path === '/usr/bin/true')).toMatchObject({ mode: 0o4755 })
  })

  it('gives secrets, homes and /tmp the modes that protect them', async () => {
    const { entries } = await composeRootfs(await machineRequest(folder.path))
    const of = (path: string) => entries.find((entry) => entry.path === path)
    expect(of('/etc/shadow')).toMatchObject({ mode: 0o600, uid: 0 })
    expect(of('/tmp')).toMatchObject({ mode: 0o1777 })
    expect(of('/home/ann')).toMatchObject({ mode: 0o700, uid: 1000, gid: 1000 })
    expect(of('/home/ann/.ssh/authorized_keys')).toMatchObject({ mode: 0o600, uid: 1000 })
    expect(of('/etc/motd')).toMatchObject({ mode: 0o600, uid: 1000, gid: 1000 })
    expect(of('/dev/console')).toMatchObject({ type: 'device', major: 5, minor: 1 })
  })

  it('renders templates strictly: a misspelt variable is an error with file and line', async () => {
    const request = await machineRequest(folder.path)
    const rendered = (await composeRootfs(request)).entries.find(({ path }) => path === '/etc/hostname')
    expect(rendered?.type === 'file' && (await readFile(rendered.from, 'utf8'))).toBe('tester\n')
    await writeTree(join(folder.path, 'base'), { 'etc/bad.liquid': 'one\n{{ system.hostnam }}\n' })
    await expect(composeRootfs(request)).rejects.toMatchObject({ where: expect.stringMatching(/etc\/bad\.liquid:2$/) })
  })

  it('quotes hostile values for the shell', async () => {
    const request = await machineRequest(folder.path, `a'; rm -rf "$HOME"`)
    await writeTree(join(folder.path, 'base'), { 'etc/rc.liquid': 'hostname {{ system.hostname | sh }}\n' })
    const entry = (await composeRootfs(request)).entries.find(({ path }) => path === '/etc/rc')
    expect(entry?.type === 'file' && (await readFile(entry.from, 'utf8'))).toBe(`hostname 'a'\\''; rm -rf "$HOME"'\n`)
  })

  it('names both components that bring different files under one path', async () => {
    const request = await machineRequest(folder.path)
    const other = await writeTree(join(folder.path, 'other'), { 'usr/bin/true': 'another' })
    const layers = [...request.layers, { component: 'other', installed: other, rootfs: NO_FILTER, options: {} }]
    await expect(composeRootfs({ ...request, layers })).rejects.toThrow(/tool and other both bring \/usr\/bin\/true/)
  })

  it('lets a real program take the place of busybox’s link, in either order', async () => {
    const request = await machineRequest(folder.path)
    const links = await writeTree(join(folder.path, 'busybox'), {
      'usr/bin/true': '-> busybox',
      'usr/bin/busybox': 'box',
    })
    const busybox = { component: 'busybox', installed: links, rootfs: NO_FILTER, options: {} }
    for (const layers of [
      [busybox, ...request.layers],
      [...request.layers, busybox],
    ]) {
      const { entries } = await composeRootfs({ ...request, layers })
      expect(entries.find(({ path }) => path === '/usr/bin/true')).toMatchObject({ type: 'file', component: 'tool' })
    }
  })

  it.each(['../etc/x', '/../x', '/etc/../../x', 'etc/x', '/etc/a\nb', '/', `/${'n'.repeat(256)}`])(
    'refuses %j as the path of a profile’s own file',
    async (path) => {
      const request = await machineRequest(folder.path)
      const system = { users: [], files: [{ path, content: '' }] }
      await expect(composeRootfs({ ...request, system })).rejects.toMatchObject({ where: 'system.files[0].path' })
    },
  )

  it.each(['../secret', '/etc/passwd', 'a/../../secret'])(
    'does not read %j, which is not beside the profile',
    async (source) => {
      await mkdir(join(folder.path, 'profiles'))
      await writeFile(join(folder.path, 'secret'), 'secret')
      const request = await machineRequest(folder.path)
      const system = { users: [], files: [{ path: '/etc/x', source }] }
      const composing = composeRootfs({ ...request, system, profileFolder: join(folder.path, 'profiles') })
      await expect(composing).rejects.toMatchObject({ where: 'system.files[0].source' })
    },
  )

  it('is the same wherever the folders lie', async () => {
    const one = await composeRootfs(await machineRequest(join(folder.path, 'one')))
    const two = await composeRootfs(await machineRequest(join(folder.path, 'a much longer name')))
    expect(manifestHash(one)).toBe(manifestHash(two))
  })
})

describe('the inputs of the compose step', () => {
  it('name the settings that templates read and no others, so that more memory composes nothing anew', async () => {
    const request = await machineRequest(folder.path)
    const variables = { system: { hostname: 'h' }, machine: { memory: 1 } }
    const inputs = await composeInputs({ ...request, variables })
    expect(inputs['system.hostname']).toBe('h')
    expect(Object.keys(inputs).some((name) => name.startsWith('machine'))).toBe(false)
  })

  it('change with an overlay’s file and with a profile file’s source', async () => {
    const request = { ...(await machineRequest(folder.path)), profileFolder: folder.path }
    await writeFile(join(folder.path, 'text'), 'one')
    const system = { users: [], files: [{ path: '/etc/text', source: 'text' }] }
    const before = await composeInputs({ ...request, system })
    await writeFile(join(folder.path, 'text'), 'two')
    await writeFile(join(folder.path, 'base/etc/group'), 'root:x:0:\n')
    const after = await composeInputs({ ...request, system })
    const changed = Object.keys(after).filter((name) => before[name] !== after[name])
    expect(changed.sort()).toEqual(['base /etc/group', 'system.files /etc/text'])
  })
})

describe('the installed part', () => {
  it('has files at their final places, so that its archive can be reused', async () => {
    const request = await machineRequest(folder.path)
    const paths = (await composeInstalled(request.layers)).map(({ path }) => path)
    expect(paths).toEqual(['/usr/bin/true', '/usr/lib/ld-linux-x86-64.so.2', '/usr/lib/libc.so.6'])
  })
})
