import { describe, expect, test } from 'vitest'
import { loadCatalog } from '../../src/catalog/index.ts'
import { applyChanges, proposeFixes, proposeProblemFixes, resolve } from '../../src/configure/index.ts'
import { defaultProfile, loadProfile } from '../../src/profile/index.ts'
import type { Profile } from '../../src/profile/types.ts'
import { fakeCatalog } from '../tui/fake-catalog.ts'

const MIB = 1024 * 1024
const base = defaultProfile('x')
const profileWith = (parts: Partial<Profile>): Profile => ({ ...base, ...parts })
const configured = (parts: Partial<Profile>) => resolve(profileWith(parts), fakeCatalog)

// A problem without a way out leaves a person alone with a sentence.
describe.each<[string, Partial<Profile>]>([
  ['too little memory', { machine: { ...base.machine, memory: 16 * MIB } }],
  ['a CD boot without a CD', { machine: { ...base.machine, boot: 'iso-bios' } }],
  ['an initrd that is a squashfs', { image: { ...base.image, root: 'initrd', rootfs: 'squashfs' } }],
  ['changes kept on a disk of an ext4 root', { image: { ...base.image, overlay: 'disk' } }],
  ['no disk image for a root on disk', { image: { ...base.image, formats: [] } }],
  [
    'forwards without a network',
    { machine: { ...base.machine, network: 'none', forward: [{ host: 80, guest: 80, protocol: 'tcp' }] } },
  ],
  ['nobody can log in', { system: { ...base.system, login: 'password' } }],
  [
    'a disk too small for its file system',
    { machine: { ...base.machine, disks: [{ size: MIB, bus: 'virtio', filesystem: 'ext4' }] } },
  ],
  ['the same user twice', { system: { ...base.system, users: [{ name: 'ada' }, { name: 'ada' }] } }],
  ['two that conflict', { components: { openssh: true, dropbear: true } }],
  [
    'masquerade without forward',
    {
      system: { ...base.system, firewall: { policy: 'drop', open: [], trusted: [], forward: false, masquerade: true } },
    },
  ],
])('ways out of: %s', (_, parts) => {
  const configuration = configured(parts)
  test.each(configuration.problems.filter(({ about }) => fakeCatalog.entries.has(about) || about.includes('.')))(
    '$message',
    (problem) => {
      const fixes = proposeProblemFixes(configuration, problem)
      expect(fixes.length).toBeGreaterThan(0)
      for (const fix of fixes) {
        const after = resolve(applyChanges(configuration.profile, fix), fakeCatalog)
        expect(after.problems.map(({ message }) => message)).not.toContain(problem.message)
      }
    },
  )
})

test('what a setting makes necessary goes with another value of that setting', () => {
  const configuration = configured({ system: { ...base.system, timezone: 'Europe/Berlin' } })
  expect(proposeFixes(configuration, 'tzdata', false)).toEqual([
    [{ type: 'set', path: 'system.timezone', value: 'UTC' }],
  ])
})

test('what several need because of settings goes when each of them is moved', async () => {
  const catalog = await loadCatalog()
  const profile = (await loadProfile('minimal')).profile
  const configuration = resolve(profile, catalog)
  const [fix = []] = proposeFixes(configuration, 'virtio-pci', false)
  expect(fix).toContainEqual({ type: 'set', path: 'machine.nic', value: 'e1000' })
  expect(fix).toContainEqual({ type: 'set', path: 'image.root', value: 'initramfs' })
  const after = resolve(applyChanges(profile, fix), catalog)
  expect(after.states.get('virtio-pci')?.selected).toBe(false)
  expect(after.problems.filter(({ severity }) => severity === 'error')).toEqual([])
})

test('the essential has no way out, and none is made up', () => {
  expect(proposeFixes(configured({}), 'linux', false)).toEqual([])
})
