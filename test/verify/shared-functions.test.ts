import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../src/system/files.ts'
import { checksFolder, secondsOf } from '../../src/verify/check-list.ts'
import { readWithFunctions } from '../../src/verify/shared-functions.ts'

it('functions that a check names stand before what it does and after how it is run', async () => {
  await using folder = await temporaryFolder('smart-os-functions-')
  const file = join(folder.path, 'check.sh')
  await writeFile(file, '# A check.\n#: with painting\n#: seconds 300\n\nfind_frame_buffer one\n')
  const script = await readWithFunctions({ file })
  const painting = await readFile(join(checksFolder(), 'functions', 'painting.sh'), 'utf8')
  expect(script).toBe(`# A check.\n#: with painting\n#: seconds 300\n\n${painting}find_frame_buffer one\n`)
  expect(secondsOf(script)).toBe(300)
})

it('a check without the line is as it was written, and an unknown name is refused with those there are', async () => {
  await using folder = await temporaryFolder('smart-os-functions-')
  const file = join(folder.path, 'check.sh')
  await writeFile(file, '#: without session\ntrue\n')
  expect(await readWithFunctions({ file })).toBe('#: without session\ntrue\n')
  await writeFile(file, '#: with drawing\ntrue\n')
  const known = (await readdir(join(checksFolder(), 'functions'))).map((name) => name.replace('.sh', '')).join(', ')
  await expect(readWithFunctions({ file })).rejects.toMatchObject({
    message: 'There are no functions “drawing” for checks',
    where: file,
    hint: `Known after #: with are ${known}`,
  })
})
