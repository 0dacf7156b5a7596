import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openProject } from '../../src/pipeline/index.ts'
import { staleNotes, staleSettings } from '../../src/pipeline/stale.ts'
import { profileYaml } from '../../src/profile/index.ts'
import { temporaryFolder } from '../../src/system/files.ts'

test('an image of other settings is told of; who runs it would look for the change in vain', async () => {
  await using out = await temporaryFolder('smart-os-stale-')
  const open = (...sets: string[]) => openProject({ profile: 'minimal', sets, out: out.path })
  expect(await staleSettings(await open()), 'nothing was built').toEqual([])
  const { loaded } = await open('system.hostname=one')
  await mkdir(join(out.path, 'config'))
  await writeFile(join(out.path, 'config/profile.yaml'), profileYaml(loaded.profile, loaded.base))
  expect(await staleNotes(await open('system.hostname=one'))).toEqual([])
  // What belongs to the virtual machine needs no build.
  expect(
    await staleNotes(await open('system.hostname=one', 'machine.memory=128M', 'machine.forward=[8080:80]')),
  ).toEqual([])
  const other = await open('system.hostname=two', 'machine.links=[{ name: lan, address: 10.9.9.1/24 }]')
  expect(await staleSettings(other)).toEqual(['machine.links', 'system.hostname'])
  expect((await staleNotes(other))[0]).toContain('machine.links, system.hostname')
})
