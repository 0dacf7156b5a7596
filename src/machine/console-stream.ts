/** The guest's serial line as a stream. Nobody has to read it: what is not read is dropped in time, the log file has it all. */
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'

/** Bytes kept for a reader that comes late. */
const UNREAD_LIMIT = 1 << 20

/** Wraps the serial socket; `onBytes` sees everything first. The stream ends when the socket does. */
export function createConsoleStream(socket: Socket, onBytes: (bytes: Buffer) => void): Duplex {
  const stream = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      if (socket.destroyed) done()
      else socket.write(chunk, () => done())
    },
    destroy(error, done) {
      socket.destroy()
      done(error)
    },
  })
  socket.on('data', (bytes) => {
    onBytes(bytes)
    if (stream.readableLength > UNREAD_LIMIT) stream.read()
    stream.push(bytes)
  })
  socket.on('error', () => undefined)
  socket.on('close', () => stream.push(null))
  return stream
}
