/** Links between machines: without their switch nothing could be tried between two guests, and nothing may be left of it. */
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createConnection, type Socket } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { joinLinks, linkSocket } from '../../src/machine/links.ts'
import { qemuArgv } from '../../src/machine/qemu-argv.ts'
import type { LinkCard } from '../../src/machine/types.ts'
import { linkMac, linkMacPattern } from '../../src/profile/link-mac.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { guestSpec } from './guest.ts'

const MANY = 'ff:ff:ff:ff:ff:ff'

function card(folder: string): LinkCard {
  return { folder, profile: 'tiny', card: 1, instance: 0, args: ['-device', 'e1000,netdev={{card}}'] }
}

/** As QEMU frames it: length, then destination, source, type and text. */
function frame(to: string, from: string, text: string): Buffer {
  const hex = (address: string): Buffer => Buffer.from(address.replaceAll(':', ''), 'hex')
  const body = Buffer.concat([hex(to), hex(from), Buffer.from([0x88, 0xb5]), Buffer.from(text)])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  return Buffer.concat([length, body])
}

async function port(folder: string): Promise<{ socket: Socket; texts: string[] }> {
  const socket = createConnection(linkSocket({ folder }))
  const texts: string[] = []
  socket.on('data', (bytes: Buffer) => texts.push(bytes.subarray(18).toString()))
  await new Promise((resolve) => socket.once('connect', resolve))
  return { socket, texts }
}

test('frames reach whom they are for, machines get different numbers, and the switch ends with its last machine', async () => {
  await using folder = await temporaryFolder('link-test-')
  const path = join(folder.path, 'link')
  const [one, two] = await Promise.all([joinLinks([card(path)]), joinLinks([card(path)])])
  expect([one, two].map(({ links }) => links[0]?.instance).sort()).toEqual([0, 1])
  const [a, b, c] = [await port(path), await port(path), await port(path)]
  const [macA, macB] = [linkMac('tiny', 1, 0), linkMac('tiny', 1, 1)]
  // Asked until all hear it: a port that is open may not have been taken up yet.
  await expect
    .poll(() => {
      a.socket.write(frame(MANY, macA, 'who is there'))
      return [b.texts[0], c.texts[0]]
    })
    .toEqual(['who is there', 'who is there'])
  // Cut in the middle, as a stream may be.
  const answer = frame(macA, macB, 'it is me')
  b.socket.write(answer.subarray(0, 9))
  await new Promise((resolve) => setTimeout(resolve, 50))
  b.socket.write(answer.subarray(9))
  await expect.poll(() => a.texts).toEqual(['it is me'])
  expect(c.texts).not.toContain('it is me')
  for (const { socket } of [a, b, c]) socket.destroy()
  one.leave()
  two.leave()
  await expect.poll(() => existsSync(linkSocket({ folder: path })), { timeout: 5000 }).toBe(false)
  // And comes up again for the next one.
  const again = await joinLinks([card(path)])
  expect(again.links[0]?.instance).toBe(0)
  again.leave()
})

test('a folder that others can write to is not trusted', async () => {
  await using folder = await temporaryFolder('link-test-')
  const path = join(folder.path, 'open')
  await mkdir(path, { mode: 0o755 })
  await expect(joinLinks([card(path)])).rejects.toThrow('not a private folder')
})

test('cards have addresses of their own that the system inside recognises', async () => {
  await using folder = await temporaryFolder('link-test-')
  const argv = qemuArgv({ ...(await guestSpec(folder.path)), links: [{ ...card('/l'), instance: 3 }] })
  expect(argv).toContain('stream,id=link0,server=off,addr.type=unix,addr.path=/l/frames')
  const mac = /mac=(.*)$/.exec(argv.at(-1) ?? '')?.[1] ?? ''
  expect(mac).toMatch(/^52:5f:[\da-f]{2}:[\da-f]{2}:03:01$/)
  expect(new RegExp(`^${linkMacPattern('tiny', 1).replace('*', '..')}$`).test(mac)).toBe(true)
  expect(linkMac('tiny', 1, 4)).not.toBe(mac)
  expect(linkMac('other', 1, 3)).not.toBe(mac)
})
