/** Other forms of minimal, for which the kernel is compiled again in part: every driver of the catalog, other roots. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../src/system/files.ts'
import type { Proof } from '../../src/verify/types.ts'
import { smartOs, succeed } from '../e2e/program.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  folder = await temporaryFolder('smart-os-forms-')
})
afterAll(() => folder[Symbol.asyncDispose]())

describe('other forms of minimal', () => {
  it('drives every device of the catalog, built in and as a module', async () => {
    const drivers = [
      'virtio-console=builtin',
      'e1000=module',
      'ahci=builtin',
      'nvme=module',
      'usb-storage=module',
      'vfat=module',
      'iso9660=builtin',
      'squashfs=module',
    ]
    const sets = [...drivers.map((driver) => `drivers.${driver}`), 'system.timezone=Europe/Berlin'].flatMap((set) => [
      '--set',
      set,
    ])
    const every = join(folder.path, 'every')
    await succeed(['build', '--profile', 'minimal', ...sets, '--out', every])
    const ended = await smartOs(['verify', '--profile', 'minimal', ...sets, '--out', every, '--boot', 'bios', '--json'])
    const proof = JSON.parse(ended.stdout) as Proof
    const checks = proof.runs.flatMap((run) => run.checks)
    expect(
      checks
        .filter((check) => check.status !== 'passed')
        .map((check) => `${check.id}: ${check.status} ${check.reason}`),
    ).toEqual([])
    expect(checks.map((check) => check.id)).toEqual(
      expect.arrayContaining(drivers.map((driver) => `driver:${driver.split('=')[0]}`)),
    )
  })

  it.each([
    ['everything in the initramfs', ['image.root=initramfs']],
    [
      'a squashfs root and a static address',
      ['image.rootfs=squashfs', 'system.network={address: 10.0.2.77/24, gateway: 10.0.2.2}', 'system.dns=[10.0.2.3]'],
    ],
  ])('boots and passes its checks with %s', async (_what, settings) => {
    const sets = settings.flatMap((set) => ['--set', set])
    const other = join(folder.path, `other-${settings.length}`)
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
