/**
 * The promise of the README on real input: `minimal` is compiled from source, booted three ways and proven; nothing is done
 * twice; images are the same to the bit wherever and by whomever they are made. From an empty cache this takes minutes.
 */
import { chmod, cp, mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BuildEvent, BuildPlan } from '../../src/build/types.ts'
import type { BuildRecord } from '../../src/image/types.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { sha256File } from '../../src/system/hash.ts'
import { cacheRoot } from '../../src/system/paths.ts'
import type { Proof } from '../../src/verify/types.ts'
import { smartOs, succeed } from './program.ts'

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

  it('makes the same bits in another cache, as another user, with another TMPDIR, umask and number of jobs', async () => {
    const cache = join(folder.path, 'cache')
    const elsewhere = join(folder.path, 'elsewhere')
    await mkdir(join(cache, 'smart-os'), { recursive: true })
    await mkdir(join(folder.path, 'tmp'))
    // The kernel and glibc take too long to compile again here (npm run test:full does); all later steps run anew.
    await seedCache(join(cache, 'smart-os'), ['linux', 'linux-headers', 'toolchain', 'glibc'])
    const asNobody = process.getuid?.() === 0
    if (asNobody) await openTo65534(folder.path)
    const prefix = asNobody
      ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'sh', '-c', 'umask 077; exec "$@"', 'sh']
      : ['sh', '-c', 'umask 077; exec "$@"', 'sh']
    const env = {
      XDG_CACHE_HOME: cache,
      TMPDIR: join(folder.path, 'tmp'),
      HOME: join(folder.path, 'tmp'),
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

  it('rebuilds the kernel incrementally for one driver, equal to the bit to one built clean', async () => {
    const sets = ['--set', 'drivers.nvme=builtin']
    const incremental = join(folder.path, 'incremental')
    const first = await succeed([
      'build',
      '--profile',
      'minimal',
      ...sets,
      '--out',
      incremental,
      '--progress',
      'json',
      '--offline',
    ])
    const kernel = built(first.stdout).filter((id) => id.startsWith('build:'))
    // With a warm cache the kernel with this driver may be there already; then there is nothing to compare.
    expect(kernel.length === 0 || kernel.join() === 'build:linux').toBe(true)
    const cache = join(folder.path, 'clean-cache')
    await mkdir(join(cache, 'smart-os'), { recursive: true })
    await seedCache(join(cache, 'smart-os'), ['linux-headers', 'toolchain', 'glibc', 'busybox'])
    const clean = join(folder.path, 'clean')
    const second = await succeed(
      ['build', '--profile', 'minimal', ...sets, '--out', clean, '--progress', 'json', '--offline'],
      { XDG_CACHE_HOME: cache },
    )
    expect(built(second.stdout)).toContain('build:linux')
    expect(await sha256File(join(clean, 'bzImage'))).toBe(await sha256File(join(incremental, 'bzImage')))
  })
})

/** Copies sources, and the finished steps of these components, from this machine's cache. */
async function seedCache(target: string, components: readonly string[]): Promise<void> {
  const cache = cacheRoot()
  await cp(join(cache, 'sources'), join(target, 'sources'), { recursive: true })
  const { stdout } = await succeed(['plan', '--profile', 'minimal', '--out', out, '--json', '--offline'])
  const { steps } = JSON.parse(stdout) as BuildPlan
  for (const component of components) {
    const key = steps.find((step) => step.id === `build:${component}`)?.key
    if (key === undefined) throw new Error(`The plan has no step build:${component}`)
    await cp(join(cache, 'store', key), join(target, 'store', key), {
      recursive: true,
      preserveTimestamps: true,
      verbatimSymlinks: true,
    })
  }
}

async function openTo65534(path: string): Promise<void> {
  const { execFileSync } = await import('node:child_process')
  execFileSync('chown', ['-R', '65534:65534', path])
}
