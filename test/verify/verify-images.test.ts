/** Verifying as a whole, with a guest of a few bytes that fails on purpose: a failure has to be told, and nothing left behind. */
import { spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Configuration } from '../../src/configure/types.ts'
import { defaultProfile } from '../../src/profile/index.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { sha256File } from '../../src/system/hash.ts'
import { readProof, type VerifyInput, verifyImages, writeProof } from '../../src/verify/index.ts'
import type { VerifyEvent } from '../../src/verify/types.ts'
import { writeGuestDisk } from '../machine/guest.ts'

const PANIC = 'Linux version 6\r\nKernel panic - not syncing: VFS: Unable to mount root fs\r\n'
const HANG = 'Linux version 6\r\nsmart-os: init\r\n'

async function input(folder: string, lines: string): Promise<VerifyInput> {
  const file = await writeGuestDisk(folder, lines, 'disk.img')
  const configuration: Configuration = {
    profile: defaultProfile('tiny'),
    catalog: { entries: new Map(), folders: [] },
    states: new Map(),
    components: [],
    drivers: [],
    kernel: new Map(),
    memory: 64 * 1024 ** 2,
    problems: [],
  }
  const files = { 'disk.img': { bytes: 1 << 20, sha256: await sha256File(file) } }
  return { configuration, out: folder, record: { files, initramfs: 'boot', cmdline: 'console=ttyS0' } }
}

async function leftovers(): Promise<string[]> {
  const own = new RegExp(`^smart-os-(?:verify-)?${process.pid}-`)
  return (await readdir(tmpdir())).filter((name) => own.test(name))
}

test('a kernel panic is a failed boot with its cause, known at once; what could not be tried is skipped, the image untouched', async () => {
  await using folder = await temporaryFolder('verify-test-')
  const given = await input(folder.path, PANIC)
  const events: VerifyEvent[] = []
  const started = performance.now()
  const proof = await verifyImages(given, {
    acceleration: 'tcg',
    boots: ['bios'],
    onEvent: (event) => events.push(event),
  })
  expect(performance.now() - started).toBeLessThan(60_000)
  expect(proof).toMatchObject({ passed: false, image: 'disk.img', sha256: given.record.files['disk.img']?.sha256 })
  const run = proof.runs[0]
  expect(run?.checks[0]).toMatchObject({
    id: 'boot',
    status: 'failed',
    reason: expect.stringContaining('found no root file system'),
  })
  expect(run?.checks.slice(1, -1).every((check) => check.status === 'skipped')).toBe(true)
  expect(run?.checks.at(-1)).toMatchObject({ id: 'image:unchanged', status: 'passed' })
  expect(run?.timeline).toHaveProperty('kernel')
  const announced = events.flatMap((event) => (event.type === 'verify:run' ? event.checks : []))
  expect(run?.checks.map(({ id }) => id)).toEqual([...announced, 'image:unchanged'])
  expect(await readFile(join(folder.path, 'logs', 'serial-bios.log'), 'latin1')).toContain('Kernel panic')

  await writeProof(folder.path, proof)
  expect(await readProof(folder.path)).toEqual(proof)
  expect(await leftovers()).toEqual([])
})

test('a boot that hangs is given up after its time, with the last milestone', async () => {
  await using folder = await temporaryFolder('verify-test-')
  const proof = await verifyImages(await input(folder.path, HANG), {
    acceleration: 'tcg',
    boots: ['bios'],
    bootSeconds: 3,
  })
  expect(proof.runs[0]?.checks[0]?.reason).toContain('the last milestone was “init”')
})

test('cancelling ends the run with nothing left behind', async () => {
  await using folder = await temporaryFolder('verify-test-')
  const cancel = new AbortController()
  const run = verifyImages(await input(folder.path, HANG), {
    acceleration: 'tcg',
    boots: ['bios'],
    signal: cancel.signal,
    onEvent: (event) => event.type === 'verify:check' && setTimeout(() => cancel.abort(), 500),
  })
  await expect(run).rejects.toMatchObject({ exitStatus: 130 })
  expect(await leftovers()).toEqual([])
})

test('a way of booting that the build has no files for is said to be so', async () => {
  await using folder = await temporaryFolder('verify-test-')
  const run = verifyImages(await input(folder.path, HANG), { acceleration: 'tcg', boots: ['direct'] })
  await expect(run).rejects.toThrow('nothing for a direct boot')
})

test('a SIGKILL of the engine in the middle of a verify run takes QEMU and its namespace along', async () => {
  await using folder = await temporaryFolder('verify-test-')
  const given = await input(folder.path, HANG)
  const program = `
    import { verifyImages } from '${new URL('../../src/verify/index.ts', import.meta.url).pathname}'
    const input = ${JSON.stringify(given)}
    input.configuration.states = new Map()
    await verifyImages(input, { acceleration: 'tcg', boots: ['bios'] })`
  const engine = spawn(process.execPath, ['--input-type=module', '--import', 'tsx', '--eval', program], {
    stdio: 'ignore',
  })
  const log = join(folder.path, 'logs', 'serial-bios.log')
  await expect.poll(() => readFile(log, 'latin1').catch(() => ''), { timeout: 30_000 }).toContain('init')
  expect(await processesNaming(log)).not.toEqual([])
  engine.kill('SIGKILL')
  await expect.poll(() => processesNaming(log), { timeout: 2000 }).toEqual([])
})

/** Pids of processes with this text in their arguments: QEMU's own, bubblewrap's and its helper's. */
async function processesNaming(text: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const named = await Promise.all(
    pids.map(async (pid) => (await readFile(join('/proc', pid, 'cmdline'), 'utf8').catch(() => '')).includes(text)),
  )
  return pids.filter((_pid, index) => named[index])
}
