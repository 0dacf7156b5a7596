/**
 * `--origin package`: the same profile from the distribution's binaries, for those who will not wait for a compiler. It is built from
 * an empty cache, boots three ways, passes every check, and does nothing twice.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BuildEvent } from '../../src/build/types.ts'
import type { BuildRecord } from '../../src/image/types.ts'
import type { LockFile } from '../../src/sources/types.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import type { Proof } from '../../src/verify/types.ts'
import { smartOs, succeed } from './program.ts'

const ORIGIN = ['--profile', 'minimal', '--origin', 'package']
let folder: Awaited<ReturnType<typeof temporaryFolder>>
let out: string
let env: Record<string, string>
let first: BuildEvent[]

const events = (stdout: string) =>
  stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as BuildEvent)
const done = (list: BuildEvent[]) =>
  list.flatMap((event) => (event.type === 'step:finished' && event.outcome === 'done' ? [event.id] : []))

beforeAll(async () => {
  folder = await temporaryFolder('smart-os-e2e-')
  out = join(folder.path, 'minimal')
  env = { XDG_CACHE_HOME: join(folder.path, 'cache') }
  first = events((await succeed(['build', ...ORIGIN, '--out', out, '--progress', 'json'], env)).stdout)
})
afterAll(() => folder[Symbol.asyncDispose]())

describe('minimal, from packages', () => {
  it('compiles nothing, and pins every package that it took', async () => {
    expect(
      done(first)
        .filter((id) => id.startsWith('build:'))
        .sort(),
    ).toEqual(['build:busybox', 'build:glibc', 'build:linux'])
    const lock = JSON.parse(await readFile(join(out, 'config', 'sources.lock'), 'utf8')) as LockFile
    expect(lock.sources.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['package:busybox', 'package:libc6', 'package:linux-image-amd64']),
    )
    // Nothing that only makes an initramfs on an installed Debian.
    expect(lock.sources.map(({ name }) => name).filter((name) => /initramfs-tools|perl|debconf/.test(name))).toEqual([])
  })

  it('holds only the modules that its drivers need', async () => {
    const record = JSON.parse(await readFile(join(out, 'config', 'build.json'), 'utf8')) as BuildRecord
    expect(record.components.linux).toBeLessThan(6 * 1024 ** 2)
  })

  it('boots directly, under BIOS and under UEFI, and passes every check', async () => {
    const ended = await smartOs(['verify', ...ORIGIN, '--out', out, '--json', '--progress', 'quiet'], env)
    const proof = JSON.parse(ended.stdout) as Proof
    const failed = proof.runs.flatMap((run) =>
      run.checks
        .filter((check) => check.status === 'failed')
        .map((check) => `${run.boot} ${check.id}: ${check.reason}`),
    )
    expect(failed).toEqual([])
    expect(proof.runs.map((run) => run.boot)).toEqual(expect.arrayContaining(['bios', 'direct', 'uefi']))
    // The profile says 64 MB, with which this kernel dies.
    for (const run of proof.runs) if ('memory' in run) expect(run.memory).toBeGreaterThanOrEqual(128 * 1024 ** 2)
    expect(ended.status).toBe(0)
  })

  it('runs nothing a second time, without the network', async () => {
    const again = await succeed(['build', ...ORIGIN, '--out', out, '--progress', 'json', '--offline'], env)
    expect(done(events(again.stdout))).toEqual([])
  })

  it('says where each component comes from and why, and what a wrong wish would need', async () => {
    const { stdout } = await succeed(['explain', 'glibc', ...ORIGIN])
    expect(stdout).toContain('origin package')
    const wrong = await smartOs(['plan', '--profile', 'minimal', '--set', 'components.base.origin=package'])
    expect(wrong.status).toBe(2)
    expect(wrong.stderr).toContain('components.base.origin')
  })
})
