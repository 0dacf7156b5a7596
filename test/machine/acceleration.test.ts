/** Acceleration by trial: a KVM that hangs must cost seconds once, not a machine that never boots. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { probeAcceleration, runProbeGuest } from '../../src/machine/acceleration.ts'
import { temporaryFolder } from '../../src/system/files.ts'

test('the probe guest proves life under plain emulation', async () => {
  expect(await runProbeGuest('tcg', 30_000)).toBeGreaterThan(0)
})

test('a guest that does not answer in time is given up', async () => {
  expect(await runProbeGuest('tcg', 1)).toMatch(/did nothing within 0.001 s/)
})

test('the answer has a reason and is remembered', async () => {
  await using folder = await temporaryFolder()
  const cache = folder.path
  const first = await probeAcceleration(cache)
  expect(first.reason).toMatch(first.acceleration === 'kvm' ? /^KVM works/ : /^Plain emulation/)
  const started = performance.now()
  expect(await probeAcceleration(cache)).toEqual(first)
  expect(performance.now() - started).toBeLessThan(500)
  if (first.reason.includes('test guest'))
    expect(await readFile(join(cache, 'acceleration.json'), 'utf8')).toContain(first.reason)
})
