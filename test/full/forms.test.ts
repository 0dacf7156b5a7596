/** Other forms of minimal, for which the kernel is compiled again in part: every driver of the catalog, other roots. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadCatalog } from '../../src/catalog/index.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import type { Proof } from '../../src/verify/types.ts'
import { smartOs, succeed } from '../e2e/program.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  folder = await temporaryFolder('smart-os-forms-')
})
afterAll(() => folder[Symbol.asyncDispose]())

describe('other forms of minimal', () => {
  it.each(['builtin', 'module'] as const)(
    'drives every device of the catalog, each driver %s where it can be, and the demo modules load and unload',
    async (mode) => {
      const entries = [...(await loadCatalog()).entries.values()]
      const drivers = entries.filter((entry) => entry.kind === 'driver')
      const demos = entries.filter((entry) => entry.kind === 'component' && entry.category === 'demo')
      const sets = [
        ...drivers.map(({ id, modes }) => `drivers.${id}=${modes.includes(mode) ? mode : modes[0]}`),
        ...demos.map(({ id }) => `components.${id}=true`),
        'image.budget=256M',
        'machine.memory=384M',
        'system.timezone=Europe/Berlin',
      ].flatMap((set) => ['--set', set])
      const every = join(folder.path, `every-${mode}`)
      await succeed(['build', '--profile', 'minimal', ...sets, '--out', every])
      const verify = ['verify', '--profile', 'minimal', ...sets, '--out', every, '--boot', 'bios', '--json']
      const proof = JSON.parse((await smartOs(verify)).stdout) as Proof
      const checks = proof.runs.flatMap((run) => run.checks)
      // What this host does not have is no fault of the drivers'; everything else has to pass.
      const known = /has no device|is not on this host|needs root|program that is kept running/
      expect(
        checks
          .filter(({ status, reason }) => status !== 'passed' && !(status === 'skipped' && known.test(reason)))
          .map((check) => `${check.id}: ${check.status} ${check.reason}`),
      ).toEqual([])
      expect(checks.map((check) => check.id)).toEqual(
        expect.arrayContaining([
          ...drivers.map(({ id }) => `driver:${id}`),
          ...demos.map(({ id }) => `component:${id}`),
        ]),
      )
    },
  )

  it.each([
    ['everything in the initramfs, as tmpfs', ['image.root=initramfs']],
    ['everything in the initramfs, as ramfs', ['image.root=initramfs', 'image.memoryFs=ramfs']],
    ['an initrd, the image of a disk in memory', ['image.root=initrd', 'machine.memory=96M']],
    ['a squashfs root whose changes are kept', ['image.rootfs=squashfs', 'image.overlay=disk', 'image.size=32M']],
    [
      'modules loaded by what the devices ask for',
      [
        'system.modules=auto',
        'drivers.virtio-blk=module',
        'drivers.virtio-net=module',
        'drivers.ext4=module',
        'drivers.e1000=module',
      ],
    ],
    [
      'disks on four buses, mounted by their labels',
      [
        'machine.disks=[{ size: 32M, bus: virtio, label: one, mount: /data/one }, { size: 32M, bus: ahci, label: two, mount: /data/two }, { size: 32M, bus: nvme, label: three, filesystem: vfat, mount: /data/three }, { size: 32M, bus: usb, mount: /data/four }]',
      ],
    ],
    [
      'a service of its own',
      [
        'system.services=[{ name: pulse, command: "sh -c \'while :; do date; sleep 5; done\'", after: [network], user: nobody }]',
      ],
    ],
    [
      'a squashfs root and a static address',
      ['image.rootfs=squashfs', 'system.network={address: 10.0.2.77/24, gateway: 10.0.2.2}', 'system.dns=[10.0.2.3]'],
    ],
  ])('boots and passes its checks with %s', async (what, settings) => {
    const sets = settings.flatMap((set) => ['--set', set])
    const other = join(folder.path, what.replaceAll(' ', '-'))
    await succeed(['build', '--profile', 'minimal', ...sets, '--out', other])
    const ended = await smartOs(['verify', '--profile', 'minimal', ...sets, '--out', other, '--boot', 'bios', '--json'])
    const { runs } = JSON.parse(ended.stdout) as Proof
    expect(
      runs.flatMap((run) =>
        run.checks.filter((check) => check.status === 'failed').map((check) => `${check.id}: ${check.reason}`),
      ),
    ).toEqual([])
    expect(ended.status).toBe(0)
  })
})
