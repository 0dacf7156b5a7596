/** A machine whose port somebody has must start all the same, by `run` as from the configurator, and say where it is reached. */
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import type { MachineSpec } from '../../src/machine/types.ts'
import { pipeline } from '../../src/pipeline/index.ts'
import type { Forward } from '../../src/profile/types.ts'

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

test('the command has the port that was found, and a sentence says which moved where', async () => {
  await using server = createServer()
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve(Number((server.address() as { port: number }).port))),
  )
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
