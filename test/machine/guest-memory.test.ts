/** The guest's own memory: a figure that is wrong is worse than none, and asking must not disturb a machine that has no answer. */
import { expect, test } from 'vitest'
import { createGuestMemoryReader } from '../../src/machine/guest-memory.ts'
import type { MachineSpec } from '../../src/machine/types.ts'
import { SmartError } from '../../src/system/error.ts'

const MB = 1024 ** 2
const NOW = 1_800_000_000
/** What QEMU sends for a figure that the guest has not told, as JSON. */
const UNTOLD = JSON.parse('18446744073709551615') as number
const BALLOON = ['-device', 'i6300esb,addr=10.0', '-device', 'virtio-balloon-pci,addr=10.1,id=balloon0']

const STATS = {
  'stat-total-memory': 56 * MB,
  'stat-available-memory': 35 * MB,
  'stat-free-memory': 30 * MB,
  'stat-swap-in': UNTOLD,
}

interface Asked {
  extra?: string[]
  stats?: Record<string, unknown>
  updated?: number
  running?: boolean
  refuses?: string
}

function readerOf({ extra = BALLOON, stats = STATS, updated = NOW - 1, running = true, refuses }: Asked) {
  const calls: unknown[] = []
  const qmp = async (command: string, args?: Record<string, unknown>): Promise<unknown> => {
    calls.push([command, args])
    if (command === refuses) throw new SmartError("QEMU refused: Device 'balloon0' not found")
    if (command === 'query-status') return { running, status: running ? 'running' : 'paused' }
    return command === 'qom-get' ? { stats, 'last-update': updated } : {}
  }
  return { calls, reader: createGuestMemoryReader({ spec: { extra } as MachineSpec, qmp }, () => NOW) }
}

test('the guest is asked every two seconds from the first look on, and told is what no program could have', async () => {
  const { reader, calls } = readerOf({})
  expect(await reader.read()).toEqual({ total: 56 * MB, used: 21 * MB })
  await reader.read()
  const path = '/machine/peripheral/balloon0'
  const look = ['qom-get', { path, property: 'guest-stats' }]
  expect(calls).toEqual([['qom-set', { path, property: 'guest-stats-polling-interval', value: 2 }], look, look])
})

test('a kernel that does not tell what is available is taken by what is free', async () => {
  const { reader } = readerOf({ stats: { ...STATS, 'stat-available-memory': UNTOLD } })
  expect(await reader.read()).toEqual({ total: 56 * MB, used: 26 * MB })
})

test.each([
  ['before the guest has answered', { 'stat-total-memory': UNTOLD, 'stat-available-memory': UNTOLD }],
  ['where QEMU writes what is untold as -1', { 'stat-total-memory': 56 * MB, 'stat-available-memory': -1 }],
  ['where there is no figure', {}],
])('nothing is told %s', async (_when, stats) => {
  expect(await readerOf({ stats, updated: 0 }).reader.read()).toBeUndefined()
})

test('an answer from before a reset is not told; one of a machine that stands still is', async () => {
  expect(await readerOf({ updated: NOW - 60 }).reader.read()).toBeUndefined()
  expect(await readerOf({ updated: NOW - 60, running: false }).reader.read()).toEqual({ total: 56 * MB, used: 21 * MB })
})

test.each([
  ['no balloon', ['-device', 'i6300esb,addr=10.0']],
  ['a balloon that has no id', ['-device', 'virtio-balloon-pci,addr=10.1']],
])('a machine with %s is left alone', async (_what, extra) => {
  const { reader, calls } = readerOf({ extra })
  expect(await reader.read()).toBeUndefined()
  expect(calls).toEqual([])
})

test('a QEMU that does not know the device is asked once; one that fails to answer is asked again', async () => {
  const without = readerOf({ refuses: 'qom-set' })
  expect([await without.reader.read(), await without.reader.read()]).toEqual([undefined, undefined])
  expect(without.calls.length).toBe(1)
  const late = readerOf({ refuses: 'qom-get' })
  expect([await late.reader.read(), await late.reader.read()]).toEqual([undefined, undefined])
  expect(late.calls.length).toBe(3)
})
