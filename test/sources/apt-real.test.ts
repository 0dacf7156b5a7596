/** One small source package from the distribution itself: the private configuration works on the host that runs this, as it is. */
import { readdir, stat } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { obtainSource, openTarball } from '../../src/sources/index.ts'
import { run } from '../../src/system/exec.ts'
import { sha256File } from '../../src/system/hash.ts'
import { emptyCache } from './server.ts'

test('a tarball comes from the host’s own mirror, with an empty cache, and the host’s apt stays untouched', {
  timeout: 300_000,
}, async () => {
  await using cache = await emptyCache()
  const hostState = async () => [await readdir('/var/lib/apt/lists'), (await stat('/etc/apt/sources.list.d')).mtimeMs]
  const before = await hostState()
  const fetched = await obtainSource('hello', [{ type: 'apt-source', package: 'hello' }], cache.context)
  expect(fetched.file).toMatch(/^hello_.*\.orig\.tar\./)
  expect(await sha256File(fetched.path)).toBe(fetched.sha256)
  const { stdout } = await run(['tar', '-tf', await openTarball(fetched, cache.context)])
  expect(stdout).toMatch(/\/src\/hello\.c/)
  expect(await hostState()).toEqual(before)
})
