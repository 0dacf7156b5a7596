/** A machine must neither fail on ports that another one or another program has, nor take them away, nor move without need. */
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { settleForwards } from '../../src/machine/free-forwards.ts'
import type { Forward } from '../../src/profile/types.ts'

const open: { close: () => unknown }[] = []
afterEach(() => {
  for (const one of open.splice(0)) one.close()
})

/** A port of 127.0.0.1 (or of all addresses) that somebody listens on. */
async function takenTcp(host = '127.0.0.1'): Promise<number> {
  const server = createServer()
  open.push(server)
  return new Promise((resolve) =>
    server.listen(0, host, () => resolve(Number((server.address() as { port: number }).port))),
  )
}

async function takenUdp(): Promise<number> {
  const socket = createSocket('udp4')
  open.push(socket)
  return new Promise((resolve) => socket.bind(0, '127.0.0.1', () => resolve(socket.address().port)))
}

const tcp = (host: number, guest = 22): Forward => ({ host, guest, protocol: 'tcp' })

test('what is free stays where it was wanted', async () => {
  const port = await takenTcp()
  for (const one of open.splice(0)) one.close()
  expect(await settleForwards([tcp(port)])).toEqual({ forwards: [tcp(port)], moved: [] })
})

test.each(['127.0.0.1', '0.0.0.0', '::'])(
  'what listens on %s is not fought for: the forward moves up, and says so',
  async (host) => {
    const port = await takenTcp(host)
    const { forwards, moved } = await settleForwards([tcp(port)])
    expect(forwards[0]?.host).toBeGreaterThan(port)
    expect(moved).toEqual([{ from: tcp(port), to: forwards[0] }])
  },
)

test('a taken port of UDP moves only what is UDP', async () => {
  const port = await takenUdp()
  const udp: Forward = { host: port, guest: 53, protocol: 'udp' }
  const { moved } = await settleForwards([udp])
  expect(moved.map(({ from }) => from)).toEqual([udp])
})

test('who has to move takes no port that another forward wants or a starting machine was promised', async () => {
  const port = await takenTcp()
  const { forwards } = await settleForwards([tcp(port), tcp(port + 1, 80)], [tcp(port + 2)])
  const [ssh, web] = forwards.map(({ host }) => host)
  expect(ssh).toBeGreaterThan(port)
  expect([port + 1, port + 2]).not.toContain(ssh)
  expect(web === port + 1 || Number(web) > port + 2).toBe(true)
  expect(web).not.toBe(ssh)
  expect(forwards.map(({ guest }) => guest)).toEqual([22, 80])
})

test('a promised port is left to whom it was promised, though nobody listens there yet', async () => {
  const port = await takenTcp()
  for (const one of open.splice(0)) one.close()
  const { moved } = await settleForwards([tcp(port)], [tcp(port, 80)])
  expect(moved).toHaveLength(1)
})

test('where no port is left it says so, before QEMU is started', async () => {
  await expect(settleForwards([tcp(65_535)], [tcp(65_535)])).rejects.toThrow('no free one was found')
})
