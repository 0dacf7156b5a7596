/** Two real profiles that want one port of this computer: with all that is real but QEMU, whose listeners stand in for it. */
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { removeRuntimeDir } from '../../src/machine/runtime.ts'
import { pipeline } from '../../src/pipeline/index.ts'
import { recordPath } from '../../src/pipeline/outputs.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { open } from './open.ts'

// Where KVM is, a guest would be run to try it.
vi.mock(import('../../src/machine/acceleration.ts'), async (original) => ({
  ...(await original()),
  probeAcceleration: async () => ({ acceleration: 'tcg', reason: 'a test' }),
}))

test('the second machine starts all the same, and the person reads where it is reached', async () => {
  await using folder = await temporaryFolder('smart-os-clash-')
  await using some = createServer()
  const port = await new Promise<number>((resolve) =>
    some.listen(0, '127.0.0.1', () => resolve(Number((some.address() as { port: number }).port))),
  )
  await new Promise((resolve) => some.close(resolve))
  const guest: Record<string, number> = { streaming: 1935, cloud: 22 }
  await using cleanup = new AsyncDisposableStack()
  const opened = await open({ columns: 100, rows: 30, built: ['cloud', 'streaming'] })
  const { terminal, fake } = opened
  fake.core.listProfiles = async () =>
    Object.keys(guest).map((name) => ({ name, file: `/profiles/${name}.yaml`, builtin: true }))
  const { startMachine } = fake.pipeline
  Object.assign(fake.pipeline, {
    reconfigure: pipeline.reconfigure,
    prepareMachine: pipeline.prepareMachine,
    settlePorts: pipeline.settlePorts,
    openProject: async ({ profile = '' }) => {
      const sets = ['machine.boot=direct', `machine.forward=["${port}:${guest[profile]}"]`]
      const project = await pipeline.openProject({ profile, sets, out: join(folder.path, profile) })
      const record = { schema: 1, profile, steps: {}, files: {}, initramfs: 'whole', cmdline: '', components: {} }
      await mkdir(dirname(recordPath(project)), { recursive: true })
      await writeFile(recordPath(project), JSON.stringify(record))
      return project
    },
    startMachine: async (...[spec, options]: Parameters<typeof startMachine>) => {
      cleanup.defer(() => removeRuntimeDir(spec.runtimeDir))
      for (const { host } of spec.nics.flatMap(({ forward }) => forward)) {
        const server = cleanup.use(createServer())
        await new Promise<void>((resolve, reject) => {
          server.once('error', reject)
          server.listen(host, '127.0.0.1', resolve)
        })
      }
      return startMachine(spec, options)
    },
  })
  cleanup.use(opened)
  await terminal.shows('steps to build')
  await terminal.keys('/streaming<enter>')
  await terminal.shows(/▌ streaming/)
  await terminal.keys('<enter>')
  await terminal.shows('› streaming › Configure')
  await terminal.keys('L')
  await terminal.shows(new RegExp(`Forwards +127.0.0.1:${port} to 1935`))
  await terminal.shows('ready to start')
  await terminal.keys('<enter>')
  await terminal.shows('~ #')
  await terminal.keys('<c-a>d')
  await terminal.shows('The machine')
  await terminal.keys('<esc><esc>')
  await terminal.shows('Which system?')
  await terminal.keys('/cloud<enter>')
  await terminal.shows(/▌ cloud/)
  await terminal.keys('<enter>')
  await terminal.shows('› cloud › Configure')
  await terminal.keys('L')
  await terminal.shows('The machine')
  await terminal.keys('+')
  const said = await terminal.shows(/Port \d+ is taken: 127\.0\.0\.1:\d+ leads to 22\/tcp/)
  const [, from, to] = /Port (\d+) is taken: 127\.0\.0\.1:(\d+)/.exec(said) ?? []
  expect(Number(from)).toBe(port)
  expect(Number(to)).toBeGreaterThan(port)
  await terminal.shows(new RegExp(`Forwards +127.0.0.1:${to} to 22`))
  await terminal.keys('<enter>')
  await terminal.shows('[2] of 2')
  expect(fake.calls.filter((call) => call.startsWith('start '))).toEqual(['start streaming', 'start cloud'])
  // Once it runs, its page has the port that really leads there.
  await terminal.keys('<c-a>d')
  await terminal.shows(new RegExp(`forwards +127.0.0.1:${to} to 22`))
})
