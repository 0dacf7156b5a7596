/** The CD image with the fixture's machine: that it boots is for the end-to-end tests; here it is read as firmware and kernel would. */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type IsoReport, type IsoRequest, writeIso } from '../../src/image/iso.ts'
import { run } from '../../src/system/exec.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { sha256File } from '../../src/system/hash.ts'
import { type Built, buildDisk } from './disk-fixture.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let built: Built
let report: IsoReport
const iso = () => join(folder.path, 'disk.iso')
const request = (changes: Partial<IsoRequest> = {}): IsoRequest => ({
  output: iso(),
  kernel: built.kernel,
  initramfs: built.initramfs,
  loader: built.loader,
  grubConfig: async (cmdline) => `linux16 /bzimage ${cmdline}\n`,
  root: { manifest: built.manifest, compression: 'zstd' },
  run,
  scratch: join(folder.path, 'scratch'),
  processors: 2,
  ...changes,
})

beforeAll(async () => {
  folder = await temporaryFolder('smart-os-iso-')
  built = await buildDisk(folder.path, { root: 'none' })
  report = await writeIso(request())
}, 120_000)
afterAll(() => folder[Symbol.asyncDispose]())

it('has a start for a BIOS and one for UEFI, as a CD and as a stick', async () => {
  const { stdout } = await run([
    'xorriso',
    '-no_rc',
    '-indev',
    iso(),
    '-report_el_torito',
    'plain',
    '-report_system_area',
    'plain',
  ])
  expect(stdout).toMatch(/boot img : +1 +BIOS/)
  expect(stdout).toMatch(/boot img : +2 +UEFI/)
  expect(stdout).toMatch(/System area summary: MBR .*GPT/)
  expect(stdout).toMatch(/GPT partition path : +\d+ +\/efi.img/)
})

it('is found by a name of its own, with which its command lines and its volume descriptor agree', async () => {
  const volume = (await readFile(iso()))
    .subarray(16 * 2048 + 40, 16 * 2048 + 72)
    .toString('latin1')
    .trim()
  expect(volume).toBe(report.label)
  expect(report.label).toMatch(/^SMART_OS_[0-9A-F]{8}$/)
  const read = async (path: string, to: string) => {
    await run(['xorriso', '-no_rc', '-osirrox', 'on', '-indev', iso(), '-extract', path, join(folder.path, to)])
    return join(folder.path, to)
  }
  expect(await readFile(await read('/grub/grub.cfg', 'menu'), 'utf8')).toContain(`root=LABEL=${report.label} `)
  const { stdout } = await run(['mtype', '-i', await read('/efi.img', 'esp'), '::/cmdline'])
  expect(stdout).toContain(`root=LABEL=${report.label} rootfstype=iso9660 rootimage=/system.squashfs`)
  const listed = await run(['unsquashfs', '-lln', await read('/system.squashfs', 'root')])
  expect(listed.stdout).toMatch(/^-rw------- 1000\/1000 .*authorized_keys$/m)
})

it('is the same to the bit each time, and another for another system', async () => {
  const output = join(folder.path, 'again.iso')
  const scratch = join(folder.path, 'another scratch')
  await run(['mkdir', scratch])
  await run(['sleep', '1.1'])
  expect(await writeIso(request({ output, scratch }))).toEqual(report)
  expect(await sha256File(output)).toBe(await sha256File(iso()))
  const entries = built.manifest.entries.filter(({ path }) => path !== '/etc/motd')
  const other = await writeIso(
    request({ output, scratch: join(scratch, 'other'), root: { manifest: { entries }, compression: 'zstd' } }),
  )
  expect(other.label).not.toBe(report.label)
})

it('holds nothing but what boots where everything is in the initramfs', async () => {
  const { root: _none, ...rest } = request({
    output: join(folder.path, 'whole.iso'),
    scratch: join(folder.path, 'whole'),
  })
  const whole = await writeIso(rest)
  expect(whole.rootUsedBytes).toBe(0)
  expect(whole.bytes).toBeLessThan((await stat(iso())).size)
})
