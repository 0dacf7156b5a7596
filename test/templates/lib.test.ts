/** The shell functions that build scripts share: they are what makes a build fail instead of lie. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { builtinCatalogFolder } from '../../src/catalog/index.ts'
import { run } from '../../src/system/exec.ts'

const LIB = join(builtinCatalogFolder(), 'lib')
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smart-os-lib-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Runs a line of shell with one of the libraries loaded, in the test's folder. */
const shell = (library: string, line: string) =>
  run(['sh', '-euc', `. "$0"; ${line}`, join(LIB, library)], { cwd: folder, allowFailure: true })

test('of two wishes for one kernel symbol the later one counts', async () => {
  await writeFile(join(folder, 'base'), 'CONFIG_A=y\n# a comment\nCONFIG_TEXT="a b"\n# CONFIG_B is not set\n')
  await writeFile(join(folder, 'own'), 'CONFIG_B=m\nCONFIG_A=n\nCONFIG_N=12\n')
  const { stdout } = await shell('kernel-config.sh', 'merge_config base own')
  expect(stdout.split('\n')).toEqual(['CONFIG_A=n', 'CONFIG_TEXT="a b"', 'CONFIG_B=m', 'CONFIG_N=12'])
})

test('a wish that Kconfig dropped fails the build and is named with what it became', async () => {
  await writeFile(join(folder, 'wanted'), 'CONFIG_A=y\nCONFIG_B=m\nCONFIG_C=n\nCONFIG_D=n\nCONFIG_E=y\n')
  await writeFile(join(folder, 'got'), 'CONFIG_A=y\nCONFIG_B=y\n# CONFIG_C is not set\nCONFIG_D=y\n')
  const { stdout, exitCode } = await shell('kernel-config.sh', "require_config wanted got 'kernel symbol'")
  expect(exitCode).toBe(1)
  expect(stdout.split('\n')).toEqual([
    'smart-os: kernel symbol B: requested m, got y',
    'smart-os: kernel symbol D: requested n, got y',
    'smart-os: kernel symbol E: requested y, got n',
  ])
})

test('a header of the build host in a dependency file fails the build; the sysroot and named host programs do not', async () => {
  await mkdir(join(folder, 'scripts'))
  await writeFile(join(folder, 'good.o.d'), 'good.o: /src/good.c /sysroot/usr/include/stdio.h\n')
  await writeFile(join(folder, 'scripts/tool.d'), 'tool.o: /usr/include/stdio.h\n')
  expect((await shell('guard.sh', 'refuse_host_headers . /scripts/')).exitCode).toBe(0)
  await writeFile(join(folder, '.bad.o.cmd'), 'deps_bad.o := \\\n  /usr/include/stdio.h \\\n')
  const { stdout, exitCode } = await shell('guard.sh', 'refuse_host_headers . /scripts/')
  expect(exitCode).toBe(1)
  expect(stdout).toContain('.bad.o.cmd')
  expect(stdout).not.toContain('tool.d')
})

test('every recipe and check is a script that the shell can read', async () => {
  const { stdout } = await run(['find', builtinCatalogFolder(), '-name', '*.sh'])
  const files = stdout.split('\n').filter(Boolean)
  expect(files.length).toBeGreaterThan(20)
  for (const file of files) {
    const result = await run(['sh', '-n', file], { allowFailure: true })
    expect(result.exitCode, `${file}: ${result.stderr}`).toBe(0)
  }
})
