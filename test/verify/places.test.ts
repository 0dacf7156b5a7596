import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { run } from '../../src/system/exec.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { placesOf } from '../../src/verify/check-list.ts'
import { smallestProgram } from '../../src/verify/container-control.ts'

it('a check says what it holds in; one that says nothing is for machines; a misspelt mark stops, or the check would run nowhere', () => {
  expect(placesOf('# What it proves.\n#: in machine container\ntrue\n', 'f')).toEqual(['machine', 'container'])
  expect(placesOf('#: in container\n', 'f')).toEqual(['container'])
  expect(placesOf('# What it proves.\ntrue\n#: in container\n', 'f')).toEqual(['machine'])
  expect(() => placesOf('#: in contaner\n', 'f')).toThrow('“contaner”')
  expect(() => placesOf('#: in\n', 'f')).toThrow()
})

it('the program that tells a broken image from a host without containers does run', async () => {
  await using folder = await temporaryFolder('smart-os-control-')
  const file = join(folder.path, 'true')
  await writeFile(file, smallestProgram())
  await chmod(file, 0o755)
  expect((await run([file])).exitCode).toBe(0)
})
