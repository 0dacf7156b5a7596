/** Saving a machine that the disk has no room for must say so, before the machine is stopped and the disk is full. */
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { MachineSpec } from '../../src/machine/types.ts'
import { pipeline } from '../../src/pipeline/index.ts'
import type { Project } from '../../src/pipeline/types.ts'

test('a machine bigger than the disk is refused, and was not stopped', async () => {
  const out = await mkdtemp(join(tmpdir(), 'smart-os-save-'))
  try {
    const asked: string[] = []
    const machine = {
      spec: { memory: 2 ** 60, disks: [] } as unknown as MachineSpec,
      qmp: async (command: string) => void asked.push(command),
    }
    await expect(pipeline.saveState({ out } as Project, machine, 'big')).rejects.toThrow(/may take .* are free/)
    expect(asked).toEqual([])
    expect(await readdir(join(out, 'machine', 'states'))).toEqual([])
  } finally {
    await rm(out, { recursive: true })
  }
})
