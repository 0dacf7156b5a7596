/**
 * The promise of the README on real input: `minimal` is compiled from source, booted three ways and proven; nothing is done
 * twice; images are the same to the bit wherever and by whomever they are made. From an empty cache this takes minutes.
 */
import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BuildEvent } from '../../src/build/types.ts'
import type { BuildRecord } from '../../src/image/types.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { sha256File } from '../../src/system/hash.ts'
import { cacheRoot } from '../../src/system/paths.ts'
import type { Proof } from '../../src/verify/types.ts'
import { smartOs, succeed } from './program.ts'
import { copyTree, seedCache } from './seed-cache.ts'

const IMAGES = ['bzImage', 'initramfs', 'disk.img'] as const
let folder: Awaited<ReturnType<typeof temporaryFolder>>
let out: string

beforeAll(async () => {
  folder = await temporaryFolder('smart-os-e2e-')
  await chmod(folder.path, 0o755)
  out = join(folder.path, 'minimal')
  await succeed(['--profile', 'minimal', '--out', out])
})
afterAll(() => folder[Symbol.asyncDispose]())

const hashes = async (dir: string) => Promise.all(IMAGES.map((file) => sha256File(join(dir, file))))
const events = (stdout: string) =>
  stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as BuildEvent)
const built = (stdout: string) =>
  events(stdout).flatMap((event) => (event.type === 'step:finished' && event.outcome === 'done' ? [event.id] : []))

describe('minimal, from source', () => {
  it('leaves what the README promises, within its budget', async () => {
    const record = JSON.parse(await readFile(join(out, 'config', 'build.json'), 'utf8')) as BuildRecord
    for (const file of IMAGES)
      expect(record.files[file]).toEqual({
        bytes: (await stat(join(out, file))).size,
        sha256: await sha256File(join(out, file)),
      })
    expect((await stat(join(out, 'config', 'sources.lock'))).size).toBeGreaterThan(100)
  })

  // One machine and one job keep a processor busy each.
  describe.concurrent('proven, and made again beside it', () => {
    it('boots directly, under BIOS and under UEFI, and passes every check, unchanged by it', async () => {
      const before = await hashes(out)
      const ended = await smartOs(['verify', '--profile', 'minimal', '--out', out, '--json'])
      const proof = JSON.parse(ended.stdout) as Proof
      const failed = proof.runs.flatMap((run) =>
        run.checks
          .filter((check) => check.status !== 'passed')
          .map((check) => `${run.boot} ${check.id}: ${check.status} ${check.reason}`),
      )
      expect(failed).toEqual([])
      expect(proof.runs.map((run) => run.boot).sort()).toEqual(['bios', 'direct', 'uefi'])
      expect(proof.passed && ended.status === 0).toBe(true)
      expect(proof.sha256).toBe(before[2])
      expect(await hashes(out)).toEqual(before)
      for (const run of proof.runs) expect(run.checks.length).toBeGreaterThan(8)
    })

    it('makes the same bits in another cache, as another user, with another TMPDIR, umask and number of jobs', async () => {
      await using own = await temporaryFolder('smart-os-e2e-bits-')
      const cache = join(own.path, 'cache')
      const elsewhere = join(own.path, 'elsewhere')
      const tmp = join(own.path, 'tmp')
      await mkdir(join(cache, 'smart-os'), { recursive: true })
      await mkdir(tmp)
      // The kernel and glibc take too long to compile again here (npm run test:full does); all later steps run anew.
      await seedCache(join(cache, 'smart-os'), out, ['linux', 'linux-headers', 'toolchain', 'glibc'])
      const asNobody = process.getuid?.() === 0
      if (asNobody) await openTo65534(own.path)
      const prefix = asNobody
        ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'sh', '-c', 'umask 077; exec "$@"', 'sh']
        : ['sh', '-c', 'umask 077; exec "$@"', 'sh']
      const env = {
        XDG_CACHE_HOME: cache,
        TMPDIR: tmp,
        HOME: tmp,
        TZ: 'Asia/Tokyo',
        LANG: 'C.UTF-8',
      }
      const { stdout } = await succeed(
        ['build', '--profile', 'minimal', '--out', elsewhere, '--progress', 'json', '--offline', '--jobs', '1'],
        env,
        prefix,
      )
      expect(built(stdout)).toContain('build:busybox')
      expect(await hashes(elsewhere)).toEqual(await hashes(out))
    })
  })

  it('runs nothing a second time', async () => {
    const again = await succeed(['build', '--profile', 'minimal', '--out', out, '--progress', 'json', '--offline'])
    expect(built(again.stdout)).toEqual([])
  })

  it('makes new images for a new host name without compiling anything, and the machine has that name', async () => {
    const other = join(folder.path, 'hostname')
    // A name that no earlier run can have left in the store.
    const set = ['--set', `system.hostname=fresh-${Date.now().toString(36)}`, '--out', other]
    const { stdout } = await succeed(['build', '--profile', 'minimal', '--progress', 'json', '--offline', ...set])
    expect(built(stdout).filter((id) => id.startsWith('build:'))).toEqual([])
    expect(built(stdout).length).toBeGreaterThan(0)
    const ended = await smartOs(['verify', '--profile', 'minimal', ...set, '--boot', 'direct', '--json'])
    expect(ended.status, ended.stdout).toBe(0)
  })

  it('rebuilds the kernel incrementally: one driver in, and out again to the same bits', async () => {
    const cache = join(folder.path, 'incremental-cache')
    const target = join(cache, 'smart-os')
    await mkdir(target, { recursive: true })
    await seedCache(target, out, ['linux-headers', 'toolchain', 'glibc', 'busybox'])
    // What the last build of the kernel left here is the start; npm run test:full compares with a kernel built clean.
    const scratch = join(cacheRoot(), 'scratch')
    if (existsSync(scratch)) await copyTree(scratch, join(target, 'scratch'))
    const rebuilt = async (name: string, ...sets: string[]) => {
      const args = ['build', '--profile', 'minimal', ...sets, '--out', join(folder.path, name)]
      const { stdout } = await succeed([...args, '--progress', 'json', '--offline'], { XDG_CACHE_HOME: cache })
      expect(built(stdout)).toContain('build:linux')
      const started = events(stdout).find((event) => event.type === 'step:started' && event.id === 'build:linux')
      return {
        incremental: started?.type === 'step:started' && started.incremental,
        kernel: await sha256File(join(folder.path, name, 'bzImage')),
      }
    }
    const before = await sha256File(join(out, 'bzImage'))
    const driverIn = await rebuilt('driver-in', '--set', 'drivers.nvme=builtin')
    expect(driverIn.kernel).not.toBe(before)
    expect(await rebuilt('driver-out')).toEqual({ incremental: true, kernel: before })
  })
})

async function openTo65534(path: string): Promise<void> {
  const { execFileSync } = await import('node:child_process')
  execFileSync('chown', ['-R', '65534:65534', path])
}
