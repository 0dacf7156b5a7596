/** The private folder of a machine: on a memory file system, so that what is left in it is memory lost for good. */
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRuntimeDir, removeRuntimeDir } from '../../src/machine/index.ts'
import { temporaryFolder } from '../../src/system/files.ts'

test('everything that a machine puts there goes with it, layers of its disks too; what is another’s stays', async () => {
  await using base = await temporaryFolder()
  const folder = await createRuntimeDir({ XDG_RUNTIME_DIR: base.path })
  for (const name of ['qmp', 'tpm-control.sock', 'snapshot.qcow2', 'data-one.qcow2', 'data-two.qcow2.part'])
    await writeFile(join(folder, name), '')
  await removeRuntimeDir(folder)
  expect(await readdir(base.path)).toEqual([])
  await mkdir(folder)
  await writeFile(join(folder, 'letter.txt'), '')
  await removeRuntimeDir(folder)
  expect(await readdir(folder)).toEqual(['letter.txt'])
})
