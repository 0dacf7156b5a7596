/** A real QEMU with a guest of a few bytes: start, read, type, power off, and never a QEMU left behind. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { startMachine } from '../../src/machine/machine.ts'
import type { MachineEvent } from '../../src/machine/types.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { GUEST_LINES, guestSpec } from './guest.ts'

const SECONDS = 30

test('a machine boots, its milestones are seen, keys reach it, and the power button ends it (else run shows nothing)', async () => {
  await using folder = await temporaryFolder()
  const spec = await guestSpec(folder.path)
  const events: MachineEvent[] = []
  await using machine = await startMachine(spec, { onEvent: (event) => events.push(event) })
  const login = await machine.reached('login', SECONDS)
  expect(login.at).toBeGreaterThan(0)
  expect(machine.timeline.map((entry) => entry.milestone)).toEqual([
    'power-on',
    'firmware',
    'kernel',
    'init',
    'services',
    'login',
  ])

  let typed = ''
  machine.console.on('data', (bytes: Buffer) => {
    typed += bytes.toString('latin1')
  })
  machine.console.write('hello')
  await expect.poll(() => typed, { timeout: SECONDS * 1000 }).toContain('hello')

  await machine.screenshot(join(folder.path, 'screen.png'))
  expect((await readFile(join(folder.path, 'screen.png'))).subarray(1, 4).toString()).toBe('PNG')

  await machine.powerOff(SECONDS)
  expect(await machine.exited).toEqual({ exitCode: 0, reason: 'powered-off' })
  expect(await readFile(spec.serialLog, 'latin1')).toContain(GUEST_LINES)
  expect(existsSync(spec.runtimeDir)).toBe(false)
  expect(events.map((event) => event.type)).toContain('machine:exited')
})

test('a reset begins a new timeline (else the second boot would seem to take minutes)', async () => {
  await using folder = await temporaryFolder()
  await using machine = await startMachine(await guestSpec(folder.path))
  await machine.reached('login', SECONDS)
  await machine.reset()
  await expect.poll(() => machine.timeline.length).toBe(2)
  await machine.reached('login', SECONDS)
})

test('cancelling kills QEMU and rejects what waits (else Ctrl-C would leave a machine running)', async () => {
  await using folder = await temporaryFolder()
  const cancel = new AbortController()
  await using machine = await startMachine(await guestSpec(folder.path), { signal: cancel.signal })
  const never = machine.reached('switch-root', SECONDS)
  cancel.abort()
  await expect(never).rejects.toThrow('before the machine ended')
  expect((await machine.exited).reason).toBe('killed')
  expect(existsSync(`/proc/${machine.pid}`)).toBe(false)
})

test('a SIGKILL of the engine takes QEMU along', async () => {
  await using folder = await temporaryFolder()
  const spec = await guestSpec(folder.path)
  const program = `
    import { startMachine } from '${new URL('../../src/machine/machine.ts', import.meta.url).pathname}'
    const machine = await startMachine(${JSON.stringify(spec)})
    console.log(machine.pid)
    setInterval(() => {}, 1000)`
  const engine = spawn(process.execPath, ['--input-type=module', '--import', 'tsx', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const pid = await new Promise<string>((resolve) =>
    engine.stdout.once('data', (bytes: Buffer) => resolve(bytes.toString().trim())),
  )
  expect(existsSync(`/proc/${pid}`)).toBe(true)
  engine.kill('SIGKILL')
  await expect.poll(() => existsSync(`/proc/${pid}`), { timeout: 10_000 }).toBe(false)
})

test('a port in use, too little memory and a missing file are told in a sentence with a way on', async () => {
  await using folder = await temporaryFolder()
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const busy = await guestSpec(folder.path, {
    nics: [{ model: 'e1000', backend: 'user', forward: [{ host: port, guest: 80, protocol: 'tcp' }] }],
  })
  await expect(startMachine(busy)).rejects.toMatchObject({
    message: `Port ${port} (tcp) on 127.0.0.1 is in use by another program`,
    hint: expect.stringContaining('machine.forward'),
  })
  server.close()
  const missing = await guestSpec(folder.path, {
    disks: [{ file: '/nowhere/disk.img', format: 'raw', bus: 'virtio', readonly: false }],
  })
  await expect(startMachine(missing)).rejects.toMatchObject({
    message: expect.stringContaining('/nowhere/disk.img: No such file'),
  })
  const odd = await guestSpec(folder.path, { extra: ['-device', 'no-such-device'] })
  await expect(startMachine(odd)).rejects.toMatchObject({
    message: 'This QEMU has no device no-such-device',
    exitStatus: 3,
  })
  expect(existsSync(odd.runtimeDir)).toBe(false)
})

test('a console that nobody reads does not stop the guest or eat the memory', async () => {
  await using folder = await temporaryFolder()
  await using machine = await startMachine(await guestSpec(folder.path))
  await machine.reached('login', SECONDS)
  for (let round = 0; round < 20; round++) machine.console.write('x'.repeat(1000))
  await sleep(300)
  expect(machine.console.readableLength).toBeLessThan(2 << 20)
  expect(machine.console.readableLength).toBeGreaterThan(0)
})
