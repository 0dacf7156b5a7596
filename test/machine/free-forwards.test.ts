/** A second machine must neither fail on the first one's ports nor take them away. */
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { freeForwards } from '../../src/machine/free-forwards.ts'

test('each forward moves to a higher port that nobody has, and no two share one', async () => {
  const busy = createServer()
  const taken = await new Promise<number>((resolve) => {
    busy.listen(0, '127.0.0.1', () => resolve(Number((busy.address() as { port: number }).port)))
  })
  try {
    const host = taken - 1
    const moved = await freeForwards([
      { host, guest: 22, protocol: 'tcp' },
      { host, guest: 53, protocol: 'udp' },
      { host: host + 2, guest: 80, protocol: 'tcp' },
    ])
    const [ssh, dns, web] = moved.map((forward) => forward.host)
    expect(ssh).toBeGreaterThan(taken)
    expect(ssh).not.toBe(host + 2)
    expect(dns).toBeGreaterThan(host)
    expect(web).toBeGreaterThan(host + 2)
    expect(web).not.toBe(ssh)
    expect(moved.map(({ guest }) => guest)).toEqual([22, 53, 80])
  } finally {
    busy.close()
  }
})

test('where no port is left it says so, before QEMU is started', async () => {
  await expect(freeForwards([{ host: 65_535, guest: 22, protocol: 'tcp' }])).rejects.toThrow('No free port')
})
