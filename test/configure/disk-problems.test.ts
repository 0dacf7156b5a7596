/** Disks that could not be made, found or mounted are told before anything is built. */
import { expect, test } from 'vitest'
import { diskProblems } from '../../src/configure/disk-problems.ts'
import { defaultProfile } from '../../src/profile/defaults.ts'
import type { DiskSettings } from '../../src/profile/types.ts'

const MIB = 1024 ** 2
const messages = (...disks: Partial<DiskSettings>[]) => {
  const profile = defaultProfile('p')
  const complete = disks.map((disk) => ({
    size: 64 * MIB,
    bus: 'virtio' as const,
    filesystem: 'ext4' as const,
    ...disk,
  }))
  return diskProblems({ ...profile, machine: { ...profile.machine, disks: complete } }).map(
    ({ about, message }) => `${about}: ${message}`,
  )
}

test('disks on every bus with folders of their own are no problem', () => {
  expect(
    messages(
      { mount: '/data' },
      { bus: 'nvme', filesystem: 'vfat', label: 'stick', mount: '/mnt/stick' },
      { filesystem: 'none' },
    ),
  ).toEqual([])
})

test.each<[string, Partial<DiskSettings>[]]>([
  ['smaller than its file system', [{ size: MIB }]],
  ['a label twice', [{ label: 'a' }, { label: 'a' }]],
  ['a label that another disk has by its place', [{}, { label: 'disk1' }]],
  ['the system’s own label', [{ label: 'smart-os-root' }]],
  ['a label too long for vfat', [{ label: 'twelve-chars', filesystem: 'vfat' }]],
  ['a mount without a file system', [{ filesystem: 'none', mount: '/data' }]],
  ['a mount that hides the system', [{ mount: '/usr' }]],
  ['one folder for two disks', [{ mount: '/data' }, { mount: '/data' }]],
])('%s is one error at its place', (_what, disks) => {
  const found = messages(...disks)
  expect(found).toHaveLength(1)
  expect(found[0]).toMatch(/^machine\.disks\[\d\]: /)
})
