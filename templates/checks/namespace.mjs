/**
 * Runs inside the network namespace of a verify run, where 127.0.0.1 is all there is: answers DNS for the names it was
 * given, joins connections from a unix socket to ports on 127.0.0.1, and runs QEMU and scripts that look at it from outside. Only Node's own modules.
 *
 *   node namespace.mjs '{"control": PATH, "names": {NAME: ADDRESS}}' QEMU ARGUMENTS…
 */
import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { closeSync, openSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'

const [settings, program, ...programArguments] = process.argv.slice(2)
const { control, names } = JSON.parse(settings)

/** DNS (RFC 1035): type A and class IN, the codes used in answers, and the seconds a name may be remembered. */
const TYPE_A = 1
const CLASS_IN = 1
const NAME_ERROR = 3
const TTL = 5

/** The reply to one query; undefined for what is not one. */
function answer(query) {
  if (query.length < 17 || query[2] & 0x80 || query.readUInt16BE(4) !== 1) return undefined
  const labels = []
  let at = 12
  while (query[at]) {
    const length = query[at]
    if (length > 63 || at + length >= query.length) return undefined
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += length + 1
  }
  const end = at + 5
  if (end > query.length) return undefined
  const name = labels.join('.').toLowerCase()
  const known = Object.hasOwn(names, name)
  const wanted = known && query.readUInt16BE(at + 1) === TYPE_A && query.readUInt16BE(at + 3) === CLASS_IN
  const header = Buffer.from(query.subarray(0, 12))
  // Response, authoritative, recursion as asked and available.
  header.writeUInt16BE(0x8480 | (query[2] & 1 ? 0x100 : 0) | (known ? 0 : NAME_ERROR), 2)
  header.writeUInt16BE(wanted ? 1 : 0, 6)
  header.writeUInt32BE(0, 8)
  const parts = [header, query.subarray(12, end)]
  if (wanted) {
    const record = Buffer.alloc(16)
    record.writeUInt16BE(0xc00c, 0)
    record.writeUInt16BE(TYPE_A, 2)
    record.writeUInt16BE(CLASS_IN, 4)
    record.writeUInt32BE(TTL, 6)
    record.writeUInt16BE(4, 10)
    record.set(names[name].split('.').map(Number), 12)
    parts.push(record)
  }
  return Buffer.concat(parts)
}

function serveNames() {
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    const reply = answer(query)
    if (reply) socket.send(reply, from.port, from.address)
  })
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(53, '127.0.0.1', resolve)
  })
}

/** Runs a program in here, its output going to a file; its exit status is the answer. A closed connection ends it. */
function runProgram(outer, { argv, env, cwd, output }) {
  const log = openSync(output, 'w')
  const child = spawn(argv[0], argv.slice(1), { env, cwd, stdio: ['ignore', log, log], detached: true })
  closeSync(log)
  const killAll = () => {
    try {
      process.kill(-child.pid, 'SIGKILL')
    } catch {
      // Nothing of it is left.
    }
  }
  outer.on('close', killAll)
  outer.resume()
  child.on('error', () => outer.end('127\n'))
  child.on('exit', (code) => outer.end(`${code ?? 137}\n`))
}

/** A connection's first line is a port number, and all that follows goes to that port and back; or it is a program to run, as JSON. */
function serveConnections() {
  const server = createServer({ allowHalfOpen: true }, (outer) => {
    outer.on('error', () => undefined)
    let line = ''
    const begin = () => {
      for (let byte = outer.read(1); byte; byte = outer.read(1)) {
        if (byte[0] === 0x0a) return outer.off('readable', begin) && serve()
        line += byte.toString('latin1')
      }
    }
    outer.on('readable', begin)
    const serve = () => {
      if (line.startsWith('{')) return runProgram(outer, JSON.parse(Buffer.from(line, 'latin1').toString('utf8')))
      const inner = createConnection({ host: '127.0.0.1', port: Number(line), allowHalfOpen: true })
      inner.on('error', () => outer.destroy())
      outer.pipe(inner)
      inner.pipe(outer)
    }
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(control, resolve)
  })
}

await Promise.all([serveNames(), serveConnections()])
const child = spawn(program, programArguments, { stdio: ['ignore', 'ignore', 'inherit'] })
child.on('error', (error) => {
  process.stderr.write(`${error.message}\n`)
  process.exit(127)
})
child.on('exit', (code) => process.exit(code ?? 128))
