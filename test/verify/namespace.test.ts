/** The network of a verify run: without its own name server, “names resolve” would only say that the host has internet. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { createRuntimeDir, removeRuntimeDir } from '../../src/machine/index.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { namespaceObstacle, prepareNamespace } from '../../src/verify/namespace.ts'

const NAMES = { 'proof.smart-os.test': '203.0.113.77' }

/** Stands where QEMU would: asks the resolver that /etc/resolv.conf names, and says on stderr what it got. */
const ASKER = `
  const { Resolver } = require('node:dns').promises
  const resolver = new Resolver({ timeout: 3000, tries: 1 })
  const ask = (name, type) => resolver.resolve(name, type).catch((error) => error.code)
  const names = [['Proof.smart-os.test', 'A'], ['proof.smart-os.test', 'AAAA'], ['example.com', 'A'], ['constructor', 'A']]
  Promise.all(names.map(([name, type]) => ask(name, type))).then((all) => console.error(JSON.stringify(all)))`

test('inside, the given names resolve and no other; nothing of the host is reachable', async () => {
  expect(await namespaceObstacle()).toBeUndefined()
  await using scratch = await temporaryFolder()
  const runtimeDir = await createRuntimeDir()
  const { launcher } = await prepareNamespace(scratch.path, runtimeDir, NAMES)
  const [program = '', ...rest] = launcher
  const { stderr } = await promisify(execFile)(program, [...rest, process.execPath, '--eval', ASKER], {
    timeout: 20_000,
  })
  expect(JSON.parse(stderr)).toEqual([['203.0.113.77'], 'ENODATA', 'ENOTFOUND', 'ENOTFOUND'])
  await removeRuntimeDir(runtimeDir)
  expect(existsSync(runtimeDir)).toBe(false)
})

test('a connection from outside reaches a port inside, both ways, and the program’s status is passed on', async () => {
  await using scratch = await temporaryFolder()
  const runtimeDir = await createRuntimeDir()
  const namespace = await prepareNamespace(scratch.path, runtimeDir, NAMES)
  const echo = `
    const server = require('node:net').createServer({ allowHalfOpen: true }, (socket) => socket.on('data', (data) => {
      socket.end('got ' + data); setTimeout(() => process.exit(7), 200)
    })).listen(7007, '127.0.0.1', () => console.error('ready'))`
  const [program = '', ...rest] = namespace.launcher
  const child = execFile(program, [...rest, process.execPath, '--eval', echo], { timeout: 20_000 })
  const status = new Promise((resolve) => child.once('exit', resolve))
  await new Promise((resolve) => child.stderr?.once('data', resolve))
  const socket = namespace.connect(7007)
  socket.write('hello')
  const answer = await new Promise((resolve) => socket.once('data', (data) => resolve(data.toString())))
  expect(answer).toBe('got hello')
  expect(await status).toBe(7)
  socket.destroy()
  await removeRuntimeDir(runtimeDir)
})
