/**
 * The switch of one link between machines: QEMU's stream network back ends connect to the socket `frames` in the given
 * folder, and every Ethernet frame goes where its address was last seen, or to all. Whoever starts a machine connects to
 * `holders` for as long as it runs, and is told the lowest number that nobody else on the link has. The switch ends by
 * itself once nobody is left. Only Node's own modules.
 *
 *   flock --nonblock FOLDER/lock node switch.mjs FOLDER
 */
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

const folder = process.argv[2]

/** Milliseconds that an empty switch waits: a machine that is about to start may be on its way. */
const LINGER = 1000
/** Larger than any frame that a card sends (64 KB with segmentation left to it), and a sign of a broken stream. */
const FRAME_LIMIT = 128 * 1024
/** A port that takes nothing loses frames, as on a real switch; bytes. */
const QUEUE_LIMIT = 4 * 1024 * 1024
const TABLE_LIMIT = 4096

const ports = new Set()
const holders = new Map()
/** Hardware address → the port that it was last seen on. */
const table = new Map()

function forward(from, packet) {
  const frame = packet.subarray(4)
  if (frame.length < 14) return
  const source = frame.toString('hex', 6, 12)
  if (table.has(source) || table.size < TABLE_LIMIT) table.set(source, from)
  // The lowest bit of the first byte: to many.
  const known = frame[0] & 1 ? undefined : table.get(frame.toString('hex', 0, 6))
  for (const to of known ? [known] : ports) if (to !== from && to.writableLength < QUEUE_LIMIT) to.write(packet)
}

/** QEMU's framing: four bytes of length, most significant first, then the frame. */
function addPort(port) {
  ports.add(port)
  let rest = Buffer.alloc(0)
  port.on('data', (bytes) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
    while (rest.length >= 4) {
      const length = rest.readUInt32BE(0)
      if (length > FRAME_LIMIT) return port.destroy()
      if (rest.length < 4 + length) return
      forward(port, rest.subarray(0, 4 + length))
      rest = rest.subarray(4 + length)
    }
  })
  port.on('error', () => undefined)
  port.on('close', () => {
    ports.delete(port)
    for (const [address, holder] of table) if (holder === port) table.delete(address)
    endIfEmpty()
  })
}

function addHolder(holder) {
  const taken = new Set(holders.values())
  let number = 0
  while (taken.has(number)) number++
  holders.set(holder, number)
  holder.write(`${number}\n`)
  holder.on('data', () => undefined)
  holder.on('error', () => undefined)
  holder.on('close', () => {
    holders.delete(holder)
    endIfEmpty()
  })
}

let ending
function endIfEmpty() {
  clearTimeout(ending)
  if (ports.size === 0 && holders.size === 0) ending = setTimeout(end, LINGER)
}

function end() {
  if (ports.size > 0 || holders.size > 0) return
  for (const name of ['frames', 'holders']) rmSync(join(folder, name), { force: true })
  process.exit(0)
}

for (const [name, add] of [
  ['frames', addPort],
  ['holders', addHolder],
]) {
  // Whoever holds the lock is the only one: a socket that is there belongs to a switch that was killed.
  rmSync(join(folder, name), { force: true })
  createServer(add).listen(join(folder, name))
}
endIfEmpty()
