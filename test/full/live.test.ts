/** minimal as a CD and for clouds: it boots live under both firmwares, and the same image as a stick; the qcow2 disk is the disk. */
import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { BuildRecord } from '../../src/image/types.ts'
import { createRuntimeDir, machineSpec, prepareFirmware, startMachine } from '../../src/machine/index.ts'
import { defaultProfile } from '../../src/profile/index.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import type { Proof } from '../../src/verify/types.ts'
import { smartOs, succeed } from '../e2e/program.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let out: string
let common: string[]
beforeAll(async () => {
  folder = await temporaryFolder('smart-os-live-')
  out = join(folder.path, 'out')
  common = ['--profile', 'minimal', '--set', 'image.formats=[iso,qcow2]', '--out', out]
  await succeed(['build', ...common])
})
afterAll(() => folder[Symbol.asyncDispose]())

it('boots from the CD under both firmwares with every check, and the qcow2 disk equals the disk', async () => {
  const ended = await smartOs(['verify', ...common, '--boot', 'iso-bios', '--boot', 'iso-uefi', '--json'])
  const { runs } = JSON.parse(ended.stdout) as Proof
  const checks = runs.flatMap((run) => run.checks)
  expect(checks.filter(({ status }) => status === 'failed').map(({ id, reason }) => `${id}: ${reason}`)).toEqual([])
  expect(runs.map(({ boot }) => boot)).toEqual(['iso-bios', 'iso-uefi'])
  expect(checks.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['driver:cdrom', 'driver:loop', 'image:qcow2', 'snapshot']),
  )
})

it.each(['bios', 'uefi'] as const)('boots from the same image as a stick, under %s', async (boot) => {
  const stick = join(folder.path, `${boot}.img`)
  await copyFile(join(out, 'disk.iso'), stick)
  const runtimeDir = await createRuntimeDir()
  const record = JSON.parse(await readFile(join(out, 'config/build.json'), 'utf8')) as BuildRecord
  const spec = machineSpec({
    name: 'stick',
    settings: { ...defaultProfile('stick').machine, boot, network: 'none' },
    network: 'none',
    dns: [],
    acceleration: 'tcg',
    images: {
      kernel: join(out, 'bzImage'),
      initramfs: join(out, 'initramfs'),
      cmdline: record.cmdline,
      disk: { file: stick, format: 'raw' },
    },
    ...(boot === 'uefi' ? { firmware: await prepareFirmware(runtimeDir) } : {}),
    runtimeDir,
    serialLog: join(folder.path, `${boot}.log`),
  })
  await using machine = await startMachine(spec)
  await machine.reached('login', 240)
  expect(await readFile(spec.serialLog, 'latin1')).toContain('switching root to LABEL=SMART_OS_')
})
