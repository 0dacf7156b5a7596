import { describe, expect, it } from 'vitest'
import type { Catalog, CatalogEntry, Component, Driver } from '../../src/catalog/types.ts'
import {
  applyChange,
  applyChanges,
  calibrated,
  describeChange,
  explain,
  footprint,
  proposeFix,
  resolve,
} from '../../src/configure/index.ts'
import { defaultProfile } from '../../src/profile/index.ts'
import type { Profile } from '../../src/profile/types.ts'

const common = {
  summary: '',
  help: '',
  category: 'x',
  requires: [],
  conflicts: [],
  provides: [],
  kernel: {},
  folder: '/x',
  modules: [],
  estimates: { cpuSeconds: 1, bytes: 100, downloadBytes: 0 },
}
const component = (id: string, part: Partial<Component> = {}): Component => ({
  ...common,
  kind: 'component',
  id,
  title: id,
  licence: 'MIT',
  homepage: '',
  boot: false,
  essential: false,
  hidden: false,
  sources: [],
  sourceName: id,
  packages: [],
  packagesOnly: [],
  packagesToBuild: [],
  packageEstimates: common.estimates,
  packageRootfs: { include: [], exclude: [] },
  options: {},
  buildRequires: [],
  incremental: false,
  inputs: [],
  rootfs: { include: [], exclude: [] },
  services: [],
  users: [],
  ports: [],
  patches: [],
  ...part,
})
const driver = (id: string, symbol: string, part: Partial<Driver> = {}): Driver => ({
  ...common,
  kind: 'driver',
  id,
  title: id,
  symbol,
  modes: ['builtin', 'module'],
  along: [],
  ...part,
})
const catalogOf = (...entries: CatalogEntry[]): Catalog => ({
  entries: new Map(entries.sort((a, b) => (a.id < b.id ? -1 : 1)).map((entry) => [entry.id, entry])),
  folders: [],
})

const CATALOG = catalogOf(
  component('linux', { essential: true, boot: true, provides: ['kernel'], kernel: { PRINTK: 'y' } }),
  component('toolchain', { hidden: true }),
  component('libc', { essential: true, boot: true, buildRequires: ['toolchain'] }),
  component('openssh', {
    requires: ['libc'],
    conflicts: ['dropbear'],
    provides: ['ssh-server'],
    ports: [{ port: 22, protocol: 'tcp' }],
  }),
  component('dropbear', { requires: ['libc'], provides: ['ssh-server'], ports: [{ port: 22, protocol: 'tcp' }] }),
  component('sshfs', { requires: ['openssh'] }),
  component('remote', { requires: ['ssh-server'], kernel: { INET: 'y' } }),
  component('gcc', {
    options: { languages: { type: 'list', title: 'l', help: '', default: ['c'], values: ['c', 'c++'] } },
  }),
  component('tzdata', { options: { zone: { type: 'string', title: 'z', help: '', default: 'UTC' } } }),
  driver('virtio-blk', 'VIRTIO_BLK'),
  driver('virtio-net', 'VIRTIO_NET', { kernel: { NETDEVICES: 'y' } }),
  driver('ext4', 'EXT4_FS', { modes: ['builtin'] }),
  driver('ahci', 'SATA_AHCI'),
)

const profile = (part: Partial<Profile> = {}): Profile => ({ ...defaultProfile('test'), ...part })
const on = (configuration: ReturnType<typeof resolve>) =>
  [...configuration.states.values()].filter((state) => state.selected).map((state) => state.entry.id)
const errors = (configuration: ReturnType<typeof resolve>) =>
  configuration.problems.filter((problem) => problem.severity === 'error').map((problem) => problem.message)

describe('resolution', () => {
  it('switches on what is chosen, what every system has, what settings need and what these require, each with its reason', () => {
    const configuration = resolve(profile({ components: { sshfs: true } }), CATALOG)
    expect(on(configuration)).toEqual(['ext4', 'libc', 'linux', 'openssh', 'sshfs', 'virtio-blk', 'virtio-net'])
    expect(configuration.states.get('openssh')?.reason).toEqual({ type: 'required', by: ['sshfs'] })
    expect(configuration.states.get('ext4')?.reason).toEqual({ type: 'setting', setting: 'image.rootfs' })
    expect(configuration.states.get('libc')?.reason).toEqual({ type: 'essential' })
    expect(errors(configuration)).toEqual([])
  })

  it('orders components with dependencies first, those only needed for building among them', () => {
    const { components } = resolve(profile(), CATALOG)
    expect(components.indexOf('toolchain')).toBeLessThan(components.indexOf('libc'))
    expect(resolve(profile(), CATALOG).states.get('toolchain')?.selected).toBe(false)
  })

  it('lets a chosen entry provide what another requires, so that no second server comes along', () => {
    expect(on(resolve(profile({ components: { remote: true, openssh: true } }), CATALOG))).not.toContain('dropbear')
    expect(on(resolve(profile({ components: { remote: true } }), CATALOG))).toContain('dropbear')
  })

  it('takes another provider where the first is switched off, and lets a person switch off one that another can stand in for', () => {
    const configuration = resolve(profile({ components: { remote: true, dropbear: false } }), CATALOG)
    expect(on(configuration)).toContain('openssh')
    expect(errors(configuration)).toEqual([])
    expect(configuration.states.get('openssh')?.neededBy).toEqual(['remote'])
    expect(configuration.states.get('openssh')?.blocks).toEqual([])
  })

  it('says who needs a provider only where no other one is on', () => {
    const cards = catalogOf(
      driver('bochs', 'DRM_BOCHS', { provides: ['graphics-card'] }),
      driver('qxl', 'DRM_QXL', { provides: ['graphics-card'] }),
      component('xorg', { requires: ['graphics-card'] }),
    )
    const needed = (drivers: Profile['drivers']) =>
      resolve(profile({ components: { xorg: true }, drivers }), cards).states.get('bochs')?.neededBy
    expect(needed({})).toEqual(['xorg'])
    expect(needed({ bochs: 'builtin' })).toEqual(['xorg'])
    expect(needed({ bochs: 'builtin', qxl: 'builtin' })).toEqual([])
    expect(resolve(profile({ components: { xorg: true }, drivers: { qxl: 'builtin' } }), cards).drivers).toEqual([
      'qxl',
    ])
  })

  it('asks the kernel for what was selected, and says who asked', () => {
    const { kernel } = resolve(profile({ drivers: { ahci: 'module' }, kernel: { NUMA: 'y' } }), CATALOG)
    expect(kernel.get('SATA_AHCI')).toEqual({ symbol: 'SATA_AHCI', value: 'm', by: ['ahci'] })
    expect(kernel.get('MODULES')?.value).toBe('y')
    expect(kernel.get('NETDEVICES')?.by).toEqual(['virtio-net'])
    expect(kernel.get('NUMA')?.by).toEqual(['profile'])
  })

  it('tells conflicts, shared ports, unknown ids and wrong options before anything is built', () => {
    expect(errors(resolve(profile({ components: { openssh: true, dropbear: true } }), CATALOG))).toEqual([
      'dropbear conflicts with openssh',
      'openssh and dropbear both listen on port 22/tcp',
    ])
    const unknown = resolve(profile({ components: { opensh: true } }), CATALOG).problems[0]
    expect(unknown).toMatchObject({ message: 'There is no component opensh', hint: 'Did you mean openssh?' })
    expect(errors(resolve(profile({ components: { gcc: { languages: ['rust'] } } }), CATALOG))[0]).toContain(
      'expected a list of c, c++',
    )
    expect(errors(resolve(profile({ drivers: { ext4: 'module' } }), CATALOG))[0]).toBe(
      'The driver ext4 cannot be a module',
    )
    expect(errors(resolve(profile({ components: { ahci: true } }), CATALOG))).toContain(
      'ahci is a driver, not a component',
    )
    expect(errors(resolve(profile({ components: { libc: false } }), CATALOG))[0]).toBe(
      'libc is switched off, but every system has it',
    )
  })

  it('refuses memory in which nothing boots, with the figure', () => {
    const low = profile()
    low.machine = { ...low.machine, boot: 'uefi', memory: 32 * 1024 * 1024 }
    expect(errors(resolve(low, CATALOG))[0]).toBe('machine.memory is 32 MB, but nothing boots under UEFI below 64 MB')
  })

  it('passes the profile’s time zone on to the component that brings it', () => {
    const zoned = profile()
    zoned.system = { ...zoned.system, timezone: 'Europe/Berlin' }
    expect(resolve(zoned, CATALOG).states.get('tzdata')).toMatchObject({
      selected: true,
      options: { zone: 'Europe/Berlin' },
    })
  })
})

describe('why and fix', () => {
  it('says what blocks an entry', () => {
    const { states } = resolve(profile({ components: { sshfs: true } }), CATALOG)
    expect(states.get('dropbear')?.blocks).toEqual([{ by: 'openssh', text: 'dropbear conflicts with openssh' }])
    expect(states.get('openssh')?.blocks).toEqual([{ by: 'sshfs', text: 'sshfs needs openssh' }])
    expect(states.get('libc')?.blocks[0]?.text).toContain('needs libc')
  })

  it('finds the smallest set of changes, and they work', () => {
    const start = resolve(profile({ components: { sshfs: true, gcc: true } }), CATALOG)
    const fix = proposeFix(start, 'dropbear', true)
    expect(fix?.map(describeChange)).toEqual(['switch dropbear on', 'switch sshfs off'])
    const after = resolve(applyChanges(start.profile, fix ?? []), CATALOG)
    expect(errors(after)).toEqual([])
    expect(on(after)).toContain('dropbear')
    expect(on(after)).toContain('gcc')
  })

  it('switches off what needs an entry, and gives up where nothing helps', () => {
    const start = resolve(profile({ components: { sshfs: true } }), CATALOG)
    expect(proposeFix(start, 'openssh', false)?.map(describeChange)).toContain('switch sshfs off')
    expect(proposeFix(start, 'libc', false)).toBeUndefined()
    expect(proposeFix(start, 'ext4', false)).toBeUndefined()
  })

  it('explains an entry with the way out', () => {
    const lines = explain(resolve(profile({ components: { sshfs: true } }), CATALOG), 'dropbear').join('\n')
    expect(lines).toContain('dropbear conflicts with openssh')
    expect(lines).toContain('switch sshfs off')
  })
})

describe('changes', () => {
  it('leave the old profile as it was, so that undo is keeping it', () => {
    const before = profile()
    const after = applyChange(before, { type: 'set', path: 'system.hostname', value: 'other' })
    expect([before.system.hostname, after.system.hostname]).toEqual(['smart-os', 'other'])
  })

  it('keep a component’s options when it is switched on again', () => {
    const start = profile({ components: { gcc: { languages: ['c', 'c++'] } } })
    expect(applyChange(start, { type: 'component', id: 'gcc', value: true }).components.gcc).toEqual({
      languages: ['c', 'c++'],
    })
  })
})

describe('footprint', () => {
  it('uses measured sizes where there are any and says when it guesses', () => {
    const configuration = resolve(profile(), CATALOG)
    expect(footprint(configuration).estimated).toBe(true)
    const measured = footprint(configuration, { bytes: { libc: 5000 }, kernelBytes: 2000, initramfsBytes: 1000 })
    expect(measured).toMatchObject({ rootfsBytes: 5000, kernelBytes: 2000, imageBytes: 8000, estimated: false })
  })

  it('counts what the root file system really takes, and a change from there', () => {
    const before = resolve(profile(), CATALOG)
    const sizes = { bytes: { libc: 5000 }, kernelBytes: 2000, initramfsBytes: 1000, rootBytes: 5555 }
    const exact = footprint(before, sizes)
    expect(exact.imageBytes).toBe(2000 + 1000 + 5555)
    const estimate = footprint(before)
    expect(calibrated(estimate, { estimate, exact })).toMatchObject({ imageBytes: 8555, estimated: false })
    const after = footprint(resolve(profile({ components: { gcc: true } }), CATALOG))
    const grown = after.imageBytes - estimate.imageBytes
    expect(grown).toBeGreaterThan(0)
    expect(calibrated(after, { estimate, exact })).toMatchObject({ imageBytes: 8555 + grown, estimated: true })
  })
})
