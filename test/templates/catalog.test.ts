/** The built-in catalog and the minimal profile as data: what would only be noticed minutes into a build is noticed here. */
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { loadCatalog } from '../../src/catalog/index.ts'
import type { Catalog } from '../../src/catalog/types.ts'
import { resolve } from '../../src/configure/index.ts'
import { loadProfile } from '../../src/profile/index.ts'

let catalog: Catalog
beforeAll(async () => {
  catalog = await loadCatalog()
})

const present = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

test('a component with a source says how it is built, and teaches what it is', () => {
  for (const entry of catalog.entries.values()) {
    expect(entry.help.length, `${entry.id} needs a help text`).toBeGreaterThan(80)
    if (entry.kind === 'component' && entry.sources.length > 0)
      expect(entry.build, `${entry.id} has no build.sh`).toBeDefined()
  }
})

test('every driver that can be plugged into a machine has a check that uses it', () => {
  for (const entry of catalog.entries.values()) {
    if (entry.kind !== 'driver') continue
    expect(entry.check, `${entry.id} has no check.sh`).toBeDefined()
    if (entry.modes.includes('module')) expect(entry.modules, `${entry.id} names no module to load`).not.toEqual([])
    const args = entry.qemu?.args.join(' ') ?? ''
    for (const drive of entry.qemu?.drives ?? []) expect(args).toContain(`{{drive:${drive.name}}}`)
    for (const net of entry.qemu?.netdevs ?? []) expect(args).toContain(`{{netdev:${net}}}`)
  }
})

test('components and drivers that a system cannot do without prove themselves in the machine', async () => {
  for (const id of ['linux', 'glibc', 'busybox', 'base']) {
    const entry = catalog.entries.get(id)
    expect(entry !== undefined && (await present(join(entry.folder, 'check.sh'))), `${id} has no check.sh`).toBe(true)
  }
})

test('the minimal profile resolves without a problem and brings what boots it from a disk', async () => {
  const { profile } = await loadProfile('minimal')
  const configuration = resolve(profile, catalog)
  expect(configuration.problems).toEqual([])
  expect(configuration.components).toEqual(expect.arrayContaining(['base', 'busybox', 'glibc', 'linux']))
  for (const symbol of ['VIRTIO_BLK', 'VIRTIO_NET', 'HW_RANDOM_VIRTIO', 'EXT4_FS'])
    expect(configuration.kernel.get(symbol)?.value).toBe('y')
})
