import { expect, it } from 'vitest'
import { openRuntime } from '../../src/machine/containers/index.ts'
import { nextRemedy, REMEDIES } from '../../src/machine/containers/remedies.ts'
import { temporaryFolder } from '../../src/system/files.ts'

it('a runtime’s complaint leads to the flag that answers it, then to the others, each once; docker has fewer', () => {
  const rlimit = 'error setting rlimit type 7: operation not permitted: OCI permission denied'
  expect(nextRemedy(rlimit, [], true)?.id).toBe('limits')
  expect(nextRemedy('netavark: iptables: No such file', [], true)?.id).toBe('network')
  expect(nextRemedy('crun: creating cgroup directory: read-only', [], true)?.id).toBe('runc')
  const used: (typeof REMEDIES)[number][] = []
  for (let next = nextRemedy(rlimit, used, true); next; next = nextRemedy(rlimit, used, true)) used.push(next)
  expect(new Set(used)).toEqual(new Set(REMEDIES))
  expect(nextRemedy('cgroup', [], false)?.podmanOnly).toBe(false)
})

it('a runtime that is not installed is named with its package, and the exit status says that the host lacks it', async () => {
  await using folder = await temporaryFolder('smart-os-none-')
  const path = process.env.PATH
  process.env.PATH = folder.path
  try {
    const image = { archive: { type: 'load' as const, file: '/none' }, start: '/start' }
    const opened = openRuntime(['docker'], { name: 'n', image, forward: [], scratch: folder.path, bare: '/none' })
    await expect(opened).rejects.toMatchObject({
      exitStatus: 3,
      hint: expect.stringContaining('apt-get install docker.io'),
    })
  } finally {
    process.env.PATH = path
  }
})
