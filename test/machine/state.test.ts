/** Going on from a saved machine must never cost the disks that are there now: the copies take their places whole, all of them or none. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { resumeSpec, type SavedState, saveState } from '../../src/machine/state.ts'
import type { DiskAttachment } from '../../src/machine/types.ts'
import { temporaryFolder } from '../../src/system/files.ts'

const disk = (file: string, readonly = false): DiskAttachment => ({ file, format: 'raw', bus: 'virtio', readonly })

async function saved(folder: string, copies: Record<string, string>): Promise<SavedState> {
  await mkdir(join(folder, 'state'))
  await mkdir(join(folder, 'machine'))
  for (const [name, text] of Object.entries(copies)) await writeFile(join(folder, 'state', name), text)
  for (const name of ['one', 'two']) await writeFile(join(folder, 'machine', name), `${name} of now`)
  return {
    schema: 1,
    created: '2026-01-01T00:00:00Z',
    spec: {
      name: 'box',
      memory: 64 * 1024 ** 2,
      cpus: 1,
      acceleration: 'tcg',
      boot: { type: 'bios' },
      disks: [disk('/cd.iso', true), disk(join(folder, 'machine', 'one')), disk(join(folder, 'machine', 'two'))],
      nics: [],
      display: 'none',
      extra: [],
      runtimeDir: '/tmp/gone',
      serialLog: '/tmp/serial.log',
    },
    disks: { 1: 'disk1', 2: 'disk2' },
  }
}

test('each disk goes back to its place, after what is there was put aside', async () => {
  await using folder = await temporaryFolder()
  const state = await saved(folder.path, { disk1: 'one saved', disk2: 'two saved' })
  const aside: string[] = []
  const spec = await resumeSpec(join(folder.path, 'state'), state, {
    runtimeDir: '/tmp/new',
    place: ({ file }) => file,
    replace: async (file) => void aside.push(await readFile(file, 'utf8')),
  })
  expect(aside).toEqual(['one of now', 'two of now'])
  expect(spec.disks).toEqual(state.spec.disks)
  expect(await readFile(join(folder.path, 'machine', 'two'), 'utf8')).toBe('two saved')
  expect(await readdir(join(folder.path, 'machine'))).toEqual(['one', 'two'])
})

test('where the second disk cannot be copied, the first stays as it is, and nothing is left half done', async () => {
  await using folder = await temporaryFolder()
  const state = await saved(folder.path, { disk1: 'one saved' })
  const aside: string[] = []
  await expect(
    resumeSpec(join(folder.path, 'state'), state, {
      runtimeDir: '/tmp/new',
      place: ({ file }) => file,
      replace: async (file) => void aside.push(file),
    }),
  ).rejects.toThrow()
  expect(aside).toEqual([])
  expect(await readFile(join(folder.path, 'machine', 'one'), 'utf8')).toBe('one of now')
  expect(await readdir(join(folder.path, 'machine'))).toEqual(['one', 'two'])
})

test('a machine that somebody lets go on while its disks are copied is no saved machine', async () => {
  await using folder = await temporaryFolder()
  const { spec } = await saved(folder.path, {})
  const asked: string[] = []
  const states = ['postmigrate', 'running']
  const machine = {
    spec: { ...spec, disks: [disk(join(folder.path, 'machine', 'one'))] },
    qmp: async (command: string) => {
      asked.push(command)
      if (command === 'query-migrate') return { status: 'completed' }
      return command === 'query-status' ? { status: states.shift() } : {}
    },
  }
  const target = join(folder.path, 'kept')
  await expect(saveState(machine as Parameters<typeof saveState>[0], target)).rejects.toThrow('went on while')
  expect(asked.at(-1)).toBe('cont')
  expect(await readdir(folder.path)).not.toContain('kept')
  states.push('postmigrate', 'postmigrate')
  await saveState(machine as Parameters<typeof saveState>[0], target)
  expect(await readFile(join(target, 'disk0'), 'utf8')).toBe('one of now')
})
