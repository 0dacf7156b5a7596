/** A machine whose port somebody has must start all the same, by `run` as from the configurator, and say where it is reached. */
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { dirname, join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { removeRuntimeDir } from '../../src/machine/runtime.ts'
import type { MachineSpec } from '../../src/machine/types.ts'
import { pipeline } from '../../src/pipeline/index.ts'
import { recordPath } from '../../src/pipeline/outputs.ts'
import type { LaunchOptions, Project } from '../../src/pipeline/types.ts'
import type { Forward } from '../../src/profile/types.ts'
import { temporaryFolder } from '../../src/system/files.ts'

// Where KVM is, a guest would be run to try it.
vi.mock(import('../../src/machine/acceleration.ts'), async (original) => ({
  ...(await original()),
  probeAcceleration: async () => ({ acceleration: 'tcg', reason: 'a test' }),
}))

function specWith(forward: Forward[]): MachineSpec {
  return {
    name: 'web',
    memory: 64 * 1024 ** 2,
    cpus: 1,
    acceleration: 'tcg',
    boot: { type: 'bios' },
    disks: [],
    nics: [{ model: 'virtio-net', backend: 'user', forward }],
    display: 'none',
    extra: [],
    runtimeDir: '/tmp/x',
    serialLog: '/tmp/x/serial.log',
  }
}

/** The port of 127.0.0.1 on which it listens from now on: `wanted`, or any. */
function listen(server: Server, wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(wanted, '127.0.0.1', () => resolve(Number((server.address() as { port: number }).port)))
  })
}

/** A port that nobody has just now, for TCP. */
async function freePort(): Promise<number> {
  await using server = createServer()
  return await listen(server)
}

/** A built-in profile with forwards from other host ports, built as far as a machine has to know. */
async function built(profile: string, folder: string, forward: string): Promise<Project> {
  const out = join(folder, profile)
  const project = await pipeline.openProject({
    profile,
    sets: ['machine.boot=direct', `machine.forward=${forward}`],
    out,
  })
  const record = { schema: 1, profile, steps: {}, files: {}, initramfs: 'whole', cmdline: '', components: {} }
  await mkdir(dirname(recordPath(project)), { recursive: true })
  await writeFile(recordPath(project), JSON.stringify(record))
  return project
}

/** The machine that would start now; what it needs while it runs is taken away again. */
async function prepared(project: Project, options: LaunchOptions = {}) {
  const { spec, argv, notes } = await pipeline.prepareMachine(project, options)
  await removeRuntimeDir(spec.runtimeDir)
  return { forwards: spec.nics.flatMap(({ forward }) => forward), argv, notes }
}

test('the command has the port that was found, and a sentence says which moved where', async () => {
  await using server = createServer()
  const port = await listen(server)
  const { spec, argv, moved } = await pipeline.settlePorts(specWith([{ host: port, guest: 80, protocol: 'tcp' }]))
  const found = spec.nics[0]?.forward[0]?.host ?? 0
  expect(found).toBeGreaterThan(port)
  expect(argv.join(' ')).toContain(`hostfwd=tcp:127.0.0.1:${found}-:80`)
  expect(moved).toEqual([`Port ${port} is taken: 127.0.0.1:${found} leads to 80/tcp`])
})

test('a machine without a clash is started exactly as it was prepared', async () => {
  const spec = specWith([])
  expect(await pipeline.settlePorts(spec)).toMatchObject({ moved: [] })
  expect((await pipeline.settlePorts(spec)).spec).toBe(spec)
})

// cloud beside streaming, both wanting one port: the second must neither fail to start nor take it without a word.
test('a machine of another profile moves only what the running one has, and says so; off, the port is its own again', async () => {
  await using folder = await temporaryFolder('smart-os-ports-')
  const port = await freePort()
  const wanted = [{ host: port, guest: 1935, protocol: 'tcp' as const }]
  const streaming = await built('streaming', folder.path, `["${port}:1935"]`)
  const cloud = await built('cloud', folder.path, `["${port}:22", "${port}:53/udp"]`)
  expect((await prepared(streaming)).forwards).toEqual(wanted)
  {
    // What QEMU does for the first machine.
    await using running = createServer()
    await listen(running, port)
    const { forwards, notes, argv } = await prepared(cloud)
    const [ssh, dns] = forwards
    expect(ssh?.host).toBeGreaterThan(port)
    expect(dns).toEqual({ host: port, guest: 53, protocol: 'udp' })
    expect(notes).toEqual([`Port ${port} is taken: 127.0.0.1:${ssh?.host} leads to 22/tcp`])
    expect(argv.join(' ')).toContain(`hostfwd=tcp:127.0.0.1:${ssh?.host}-:22`)
    await using second = createServer()
    expect(await listen(second, ssh?.host)).toBe(ssh?.host)
  }
  // The first one is starting, and has not bound its port yet.
  expect((await prepared(cloud, { promised: wanted })).notes).toEqual([
    expect.stringContaining(`Port ${port} is taken`),
  ])
  expect(await prepared(cloud)).toMatchObject({ notes: [], forwards: [{ host: port }, { host: port }] })
})
