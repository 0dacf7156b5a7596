/** Live figures of a machine: a person who sees them decides by them whether it is stuck, or too big for the host. */
import { expect, test } from 'vitest'
import { createUsageReader } from '../../src/machine/usage.ts'

test('memory in bytes, and the share of a processor between two looks', async () => {
  let at = 10
  let ticks = 500
  const reader = createUsageReader(7, {
    now: () => at,
    read: async (path) =>
      path === '/proc/7/stat'
        ? `7 (qemu) system) x) S 1 7 7 0 -1 4194304 9 0 0 0 ${ticks} 20 0 0 20 0 4 0 99 1 2 3\n`
        : 'Name:\tqemu\nVmPeak:\t  900000 kB\nVmRSS:\t   85000 kB\nThreads:\t4\n',
  })
  expect(await reader.read()).toEqual({ memory: 85_000 * 1024 })
  at += 2
  ticks += 50
  expect(await reader.read()).toEqual({ memory: 85_000 * 1024, cpu: 0.25 })
})

test('a real process is seen, one that is gone is not', async () => {
  const { memory } = (await createUsageReader(process.pid).read()) ?? { memory: 0 }
  expect(memory).toBeGreaterThan(5_000_000)
  expect(memory).toBeLessThan(process.memoryUsage.rss() * 10)
  // Above the largest process id that Linux gives.
  expect(await createUsageReader(2 ** 22 + 1).read()).toBeUndefined()
})
