/** The parts of verifying that need no machine: lists, results, environment, causes, devices and drives. */
import { readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Driver } from '../../src/catalog/types.ts'
import { explainBootFailure, printable } from '../../src/machine/boot-failure.ts'
import { driverDevices } from '../../src/machine/driver-devices.ts'
import type { MachineSpec } from '../../src/machine/types.ts'
import { defaultProfile } from '../../src/profile/index.ts'
import { run } from '../../src/system/exec.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { checksFolder, listChecks } from '../../src/verify/check-list.ts'
import { checkEnvironment } from '../../src/verify/environment.ts'
import { resultOf } from '../../src/verify/result.ts'
import { makeScratch } from '../../src/verify/scratch-drives.ts'

const SPEC = { memory: 32 << 20 } as MachineSpec

const NO_DEVICES = { args: [], drives: [], netdevs: [], folders: [], sockets: [], host: [] }
const PLACES = {
  drive: (id: string, name: string) => `/s/${id},${name}`,
  folder: (id: string, name: string) => `/f/${id}-${name}`,
  socket: (id: string, name: string) => `/r/${id}-${name}.sock`,
  memory: 64 << 20,
}

function driver(changes: Partial<Driver>): Driver {
  return {
    kind: 'driver',
    id: 'nvme',
    title: '',
    summary: '',
    help: '',
    category: '',
    requires: [],
    conflicts: [],
    provides: [],
    kernel: {},
    folder: '/catalog/nvme',
    estimates: { cpuSeconds: 0, bytes: 0, downloadBytes: 0 },
    symbol: 'BLK_DEV_NVME',
    modes: ['builtin'],
    modules: [],
    along: [],
    ...changes,
  }
}

test('exit status and last line of a check are its result; escape codes cannot reach the terminal through it', () => {
  expect(resultOf({ exitCode: 0, output: 'fine\n' })).toEqual({ status: 'passed', reason: '' })
  expect(resultOf({ exitCode: 77, output: 'no network\n' })).toEqual({ status: 'skipped', reason: 'no network' })
  expect(resultOf({ exitCode: 1, output: 'one\n\x1b[31mtwo\x1b[0m\x07\n\n' })).toEqual({
    status: 'failed',
    reason: 'two',
  })
  expect(resultOf({ exitCode: 1, output: '' }).reason).toContain('status 1')
  expect(resultOf({ exitCode: undefined, output: 'x' }).reason).toContain('did not end in time')
  expect(printable('a\x1b]0;evil\x07b\r\n\x9b1mc')).toBe('ab\n1mc')
})

test('general checks come first, those of the kernel log after the entries’ own, checks after a reboot last', async () => {
  await using folder = await temporaryFolder('smart-os-checks-')
  const check = join(folder.path, 'check.sh')
  const checkReboot = join(folder.path, 'check-reboot.sh')
  for (const file of [check, checkReboot]) await writeFile(file, 'true\n')
  const entry = driver({ check, checkReboot })
  const state = { entry, selected: true, reason: { type: 'chosen' as const }, options: {}, blocks: [], neededBy: [] }
  const checks = await listChecks({
    profile: defaultProfile('tiny'),
    catalog: { entries: new Map(), folders: [] },
    states: new Map([['nvme', state]]),
    components: [],
    drivers: ['nvme'],
    kernel: new Map(),
    memory: 64 * 1024 ** 2,
    problems: [],
  })
  const ids = checks.map(({ id }) => id)
  expect(ids.slice(0, 3)).toEqual(['clock', 'processes', 'memory'])
  expect(ids).toContain('network:dns')
  expect(ids.slice(-3)).toEqual(['driver:nvme', 'kernel-log', 'reboot:driver:nvme'])
  // What a machine does not have is not a skipped check of it.
  expect(ids).not.toContain('services')
  expect(ids).not.toContain('disks')
})

test('every general check is a script that a POSIX shell can read', async () => {
  const folder = checksFolder()
  const scripts = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.sh'))
  expect(scripts.length).toBeGreaterThan(5)
  for (const script of scripts) await run(['sh', '-n', join(folder, script)])
})

test('name checks are skipped with the reason where there is no name server of our own, or the profile names others', () => {
  const profile = defaultProfile('tiny')
  const circumstances = {
    boot: 'direct' as const,
    memory: 1,
    obstacle: undefined,
    subnet: undefined,
    persistent: true,
    rootForm: 'ext4',
  }
  expect(checkEnvironment(profile, circumstances)).toMatchObject({
    CHECK_DNS_SKIP: '',
    CHECK_DNS_ADDRESS: '203.0.113.77',
  })
  expect(checkEnvironment(profile, { ...circumstances, obstacle: 'no namespaces' })).toMatchObject({
    CHECK_DNS_NAME: '',
    CHECK_DNS_SKIP: 'no namespaces',
  })
  const fixed = { ...profile, system: { ...profile.system, dns: ['8.8.8.8'] } }
  expect(checkEnvironment(fixed, circumstances).CHECK_DNS_SKIP).toContain('own name servers')
})

test.each([
  ['Kernel panic - not syncing: System is deadlocked on memory', 'ran out of memory with 32 MB'],
  ['Run /init as init process\nKernel panic - not syncing: No working init found.', 'dynamic loader'],
  ['error: no such device: smart-os-root.\ngrub rescue>', 'boot loader did not find'],
  ['Initramfs unpacking failed: write error', 'does not fit into 32 MB'],
  ['', 'nothing was printed'],
])('the likely cause of %j is told', (log, cause) => {
  expect(explainBootFailure(log, SPEC, 'kernel', false)).toContain(cause)
})

test('drivers’ devices get back ends of their own; an undeclared one is an error that names the driver', () => {
  const qemu = {
    ...NO_DEVICES,
    args: ['-device', 'nvme,drive={{drive:a}},serial=x', '-device', 'e1000,netdev={{netdev:n}}'],
    drives: [{ name: 'a', size: 1024, format: 'squashfs' as const }],
    netdevs: ['n'],
  }
  expect(driverDevices([driver({ qemu })], PLACES)).toEqual([
    '-drive',
    'if=none,id=nvme-a,format=raw,readonly=on,file=/s/nvme,,a',
    '-netdev',
    'user,id=nvme-n,net=10.0.3.0/24',
    '-device',
    'nvme,drive=nvme-a,serial=x',
    '-device',
    'e1000,netdev=nvme-n',
  ])
  const wrong = driver({ qemu: { ...qemu, drives: [] } })
  expect(() => driverDevices([wrong], PLACES)).toThrow('nvme uses a drive “a” that it does not declare')
})

test('scratch drives have the size and the file system that was asked for', async () => {
  await using folder = await temporaryFolder()
  const formats = ['raw', 'ext4', 'vfat', 'iso9660', 'squashfs'] as const
  const drives = formats.map((format) => ({ name: format, size: 4 << 20, format }))
  const { drive: fileOf } = await makeScratch(
    [driver({ qemu: { ...NO_DEVICES, drives } })],
    join(folder.path, 'drives'),
  )
  for (const format of formats) expect((await stat(fileOf('nvme', format))).size).toBe(4 << 20)
  const names = await run(['debugfs', '-R', 'ls /', fileOf('nvme', 'ext4')])
  expect(names.stdout).toContain('hello.txt')
  expect((await run(['unsquashfs', '-l', fileOf('nvme', 'squashfs')])).stdout).toContain('hello.txt')
  expect((await run(['mdir', '-b', '-i', fileOf('nvme', 'vfat'), '::'])).stdout.toLowerCase()).toContain('hello.txt')
})
