/** A kernel that was rebuilt for one more driver is, to the bit, the one that is built clean with it. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../src/system/files.ts'
import { sha256File } from '../../src/system/hash.ts'
import { succeed } from '../e2e/program.ts'
import { seedCache } from '../e2e/seed-cache.ts'

it('nvme switched on in minimal', async () => {
  await using folder = await temporaryFolder('smart-os-incremental-')
  const out = join(folder.path, 'minimal')
  await succeed(['build', '--profile', 'minimal', '--out', out, '--progress', 'quiet'])
  const kernelOf = async (name: string, env: Record<string, string> = {}) => {
    const to = join(folder.path, name)
    const args = ['build', '--profile', 'minimal', '--set', 'drivers.nvme=builtin', '--out', to, '--progress', 'quiet']
    await succeed(args, env)
    return sha256File(join(to, 'bzImage'))
  }
  const incremental = await kernelOf('incremental')
  const cache = join(folder.path, 'cache')
  await mkdir(join(cache, 'smart-os'), { recursive: true })
  await seedCache(join(cache, 'smart-os'), out, ['linux-headers', 'toolchain', 'glibc', 'busybox'])
  expect(await kernelOf('clean', { XDG_CACHE_HOME: cache })).toBe(incremental)
})
