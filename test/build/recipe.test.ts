import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { libraryFiles, recipeFiles, usedLibraryFiles } from '../../src/build/recipe.ts'
import { temporaryFolder } from '../../src/system/files.ts'

it('a build sees the shared functions that its recipe names, and those that these need: a new one compiles nothing again', async () => {
  await using folder = await temporaryFolder('smart-os-recipe-')
  await mkdir(join(folder.path, 'lib'))
  await mkdir(join(folder.path, 'hello'))
  const write = (file: string, text: string) => writeFile(join(folder.path, file), text)
  await write('hello/build.sh', '. "$LIB/guard.sh"\n. "$LIB/strip.sh"\n')
  await write('hello/package.sh', '. "$LIB/package-run.sh"\n')
  await write('lib/guard.sh', 'true\n')
  await write('lib/strip.sh', '. "$LIB/deep.sh"\n')
  for (const name of ['deep', 'stranger', 'package-run']) await write(`lib/${name}.sh`, 'true\n')
  const library = await libraryFiles({ folders: [folder.path] })
  const used = async (origin: 'source' | 'package') =>
    (await usedLibraryFiles(library, await recipeFiles({ folder: join(folder.path, 'hello') }, origin))).map(
      ({ path }) => path,
    )
  expect(await used('source')).toEqual(['deep.sh', 'guard.sh', 'strip.sh'])
  expect(await used('package')).toEqual(['package-run.sh'])
})
