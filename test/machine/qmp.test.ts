/** The QMP client against a server that misbehaves on purpose: no command may hang for ever or be answered by another's reply. */
import { createConnection, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { connectQmp } from '../../src/machine/qmp.ts'
import { temporaryFolder } from '../../src/system/files.ts'

const GREETING = '{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}}, "capabilities": []}}\r\n'

type Handler = (command: { execute: string; id: number }, socket: Socket) => void

async function withServer(handle: Handler, use: (socket: Socket) => Promise<void>, greeting = GREETING): Promise<void> {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'qmp')
  const server = createServer((socket) => {
    socket.write(greeting)
    socket.on('data', (data) => {
      for (const line of data.toString().trim().split('\n')) handle(JSON.parse(line), socket)
    })
    socket.on('error', () => undefined)
  }).listen(path)
  await new Promise((resolve) => server.once('listening', resolve))
  const socket = createConnection(path)
  try {
    await use(socket)
  } finally {
    socket.destroy()
    server.close()
  }
}

const ok = (id: number, value: unknown = {}): string => `${JSON.stringify({ return: value, id })}\n`

test('replies find their command although they come in pieces and out of order, with events between', async () => {
  const later: string[] = []
  const events: string[] = []
  await withServer(
    ({ execute, id }, socket) => {
      if (execute === 'qmp_capabilities') return void socket.write(ok(id))
      later.push(ok(id, execute))
      if (later.length < 2) return
      const text = `{"event": "STOP", "data": {}}\n${later.reverse().join('')}`
      socket.write(text.slice(0, 20))
      setTimeout(() => socket.write(text.slice(20)), 10)
    },
    async (socket) => {
      using qmp = await connectQmp(socket, (event) => events.push(event.event))
      expect(qmp.version).toBe('7.2.22')
      expect(await Promise.all([qmp.execute('one'), qmp.execute('two')])).toEqual(['one', 'two'])
      expect(events).toEqual(['STOP'])
    },
  )
})

test("QEMU's refusal is passed on in its words", async () => {
  await withServer(
    ({ execute, id }, socket) =>
      socket.write(
        execute === 'qmp_capabilities'
          ? ok(id)
          : `{"id": ${id}, "error": {"class": "GenericError", "desc": "no such thing"}}\n`,
      ),
    async (socket) => {
      using qmp = await connectQmp(socket)
      await expect(qmp.execute('x')).rejects.toThrow('QEMU refused: no such thing')
    },
  )
})

test('silence and hanging up reject the command that waits', async () => {
  await withServer(
    ({ execute, id }, socket) => {
      if (execute === 'qmp_capabilities') socket.write(ok(id))
      if (execute === 'die') socket.destroy()
    },
    async (socket) => {
      using qmp = await connectQmp(socket)
      await expect(qmp.execute('sleep', {}, 50)).rejects.toThrow('did not answer sleep within 0.05 s')
      await expect(qmp.execute('die')).rejects.toThrow('control connection has ended')
      await qmp.closed
      await expect(qmp.execute('more')).rejects.toThrow('QEMU is gone')
    },
  )
})

test('something that is not QMP is said to be so', async () => {
  await withServer(
    () => undefined,
    (socket) => expect(connectQmp(socket)).rejects.toThrow('not QMP'),
    'SSH-2.0-x\n',
  )
})
