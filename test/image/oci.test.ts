/** The container archives of the fixture's machine: what docker and podman would refuse, and what no container may hold. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { composeRootfs } from '../../src/image/compose.ts'
import { CONTAINER_START, containerManifest, imageName, type OciRequest, writeOci } from '../../src/image/oci.ts'
import { run } from '../../src/system/exec.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { sha256File } from '../../src/system/hash.ts'
import { checkArchive } from '../../src/verify/container-archive.ts'
import { machineRequest } from './fixture.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let request: OciRequest
beforeAll(async () => {
  folder = await temporaryFolder('smart-os-oci-')
  const manifest = await composeRootfs(await machineRequest(folder.path))
  request = {
    output: { rootfs: join(folder.path, 'rootfs.tar'), oci: join(folder.path, 'oci.tar') },
    manifest: containerManifest(manifest, 'tool'),
    start: '#!/bin/sh\n',
    name: imageName('box'),
    title: 'Box',
    ports: [{ port: 80, protocol: 'tcp' }],
  }
  await writeOci(request)
})
afterAll(() => folder[Symbol.asyncDispose]())

it('is what every reader of such archives asks for, and the same to the bit each time', async () => {
  await checkArchive(request.output.oci, join(folder.path, 'checked'))
  const again = { rootfs: join(folder.path, 'again.rootfs'), oci: join(folder.path, 'again.oci') }
  const report = await writeOci({ ...request, output: again })
  expect([report.sha256, report.rootfsSha256]).toEqual([
    await sha256File(request.output.oci),
    await sha256File(request.output.rootfs),
  ])
})

it('holds the system with its owners, but no kernel, no device nodes and no first root', async () => {
  const { stdout } = await run(['tar', '--numeric-owner', '-tvf', request.output.rootfs])
  const names = stdout.split('\n').map((line) =>
    line
      .replace(/ -> .*/, '')
      .split(/\s+/)
      .slice(5)
      .join(' '),
  )
  expect(names).toContain('usr/lib/libc.so.6')
  expect(names).toContain(CONTAINER_START.slice(1))
  expect(names.filter((name) => /^(init$|bin\/true|usr\/bin\/true|dev\/.)/.test(name))).toEqual([])
  expect(stdout).toMatch(/^-rw------- 1000\/1000 .* home\/ann\/\.ssh\/authorized_keys$/m)
  expect(stdout).not.toMatch(/^[cb]/m)
})

it.each([
  [
    'a blob that was changed',
    async (place: string) => writeFile(join(place, await firstBlob(place)), 'x'),
    'does not have the hash',
  ],
  [
    'a manifest.json that names another layer',
    async (place: string) => edit(place, 'manifest.json', /blobs\/sha256\/[0-9a-f]+"\],/, 'blobs/sha256/0"],'),
    'Layers of manifest.json',
  ],
  [
    'no manifest.json',
    async (place: string) => run(['rm', join(place, 'manifest.json')]),
    'manifest.json in the archive',
  ],
  [
    'an image name docker refuses',
    async (place: string) => edit(place, 'manifest.json', /smart-os\/box/, 'Smart/Box'),
    'manifest.json in the archive',
  ],
])('tells of %s', async (_what, damage, message) => {
  await using copy = await temporaryFolder('smart-os-oci-')
  const place = join(copy.path, 'place')
  await mkdir(place)
  await run(['tar', '-xf', request.output.oci, '-C', place, '--no-same-owner'])
  await damage(place)
  await run(['tar', '-cf', join(copy.path, 'bad.tar'), '-C', place, '.'])
  await expect(checkArchive(join(copy.path, 'bad.tar'), join(copy.path, 'out'))).rejects.toThrow(message)
})

it('makes a name that docker takes of every name a profile can have', () => {
  expect(imageName('a._b--c')).toBe('smart-os/a-b-c:latest')
})

async function firstBlob(place: string): Promise<string> {
  const index = JSON.parse(await readFile(join(place, 'index.json'), 'utf8'))
  return `blobs/${String(index.manifests[0].digest).replace(':', '/')}`
}

async function edit(place: string, file: string, from: RegExp, to: string): Promise<void> {
  const text = await readFile(join(place, file), 'utf8')
  expect(text).toMatch(from)
  await writeFile(join(place, file), text.replace(from, to))
}
