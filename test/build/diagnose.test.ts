/** The first real error of realistic logs, and not what merely looks like one. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { relevantPart } from '../../src/build/config-log.ts'
import { diagnoseFailure, type FailedStep } from '../../src/build/diagnose.ts'
import { type Diagnosis, ProgramError, StepError } from '../../src/build/diagnosis.ts'
import { temporaryCache } from './helpers.ts'

async function diagnose(
  log: string,
  more: Partial<FailedStep> & { configLog?: string; dotConfig?: string } = {},
): Promise<Diagnosis> {
  await using folder = await temporaryCache()
  await mkdir(join(folder.path, 'scratch', 'build'), { recursive: true })
  await writeFile(join(folder.path, 'log'), log)
  if (more.configLog !== undefined) await writeFile(join(folder.path, 'scratch', 'build', 'config.log'), more.configLog)
  if (more.dotConfig !== undefined) await writeFile(join(folder.path, 'scratch', 'build', '.config'), more.dotConfig)
  const step = { id: 'build:app', title: 'Build app', component: 'app' }
  const error = new ProgramError('sh -eu /recipe/build.sh failed with status 2', 2)
  return await diagnoseFailure({
    step,
    error,
    log: join(folder.path, 'log'),
    scratch: join(folder.path, 'scratch'),
    ...more,
  })
}

const NOISE = `checking for error.h... yes
checking whether cc accepts -Werror... yes
gcc -O2 -Wall -Werror=implicit -DERROR="error: x" -c a.c
a.c:10:3: warning: unused variable 'error:' [-Wunused-variable]
  CC      drivers/error: thing.o
`

test('a compile error of a parallel make is found between the noise of the other jobs', async () => {
  const log = `${NOISE}  CC      net/core/dev.o
../src/main.c: In function 'main':
../src/main.c:42:7: error: 'struct foo' has no member named 'bar'
   42 |   x->bar = 1;
      |    ^~
make[2]: *** [Makefile:120: main.o] Error 1
  CC      net/core/sock.o
make[1]: *** Waiting for unfinished jobs....
b.c:1:1: error: a later one
make: *** [Makefile:10: all] Error 2
`
  const diagnosis = await diagnose(log)
  expect(diagnosis).toMatchObject({
    kind: 'compile',
    title: "Compiling app failed: ../src/main.c, line 42: 'struct foo' has no member named 'bar'",
    error: "../src/main.c:42:7: error: 'struct foo' has no member named 'bar'",
  })
  expect(diagnosis.excerpt).toContain('   42 |   x->bar = 1;')
  expect(diagnosis.hint).toContain('smart-os shell app')
})

test('a missing header of the host names the package; one of the system names buildRequires', async () => {
  const host = await diagnose(
    'In file included from objtool/elf.c:1:\nobjtool/elf.h:9:10: fatal error: gelf.h: No such file or directory\ncompilation terminated.\n',
  )
  expect(host).toMatchObject({ kind: 'missing-tool', hint: expect.stringContaining('apt-get install libelf-dev') })
  const target = await diagnose('sha.c:3:10: fatal error: zlib.h: No such file or directory\n')
  expect(target).toMatchObject({ kind: 'compile', hint: expect.stringContaining('buildRequires of app') })
})

test('a kernel module that does not compile or does not fit the kernel is told by file and line, or by the missing function', async () => {
  const kbuild = "make[1]: Entering directory '/sysroot/usr/src/linux'\n  CC [M]  /build/module/demo.o\n"
  const typo = await diagnose(
    `${kbuild}/build/module/demo.c: In function ‘demo_init’:
/build/module/demo.c:31:9: error: implicit declaration of function ‘pr_inof’; did you mean ‘pr_info’? [-Werror=implicit-function-declaration]
   31 |         pr_inof("hello");
cc1: some warnings being treated as errors
make[2]: *** [scripts/Makefile.build:250: /build/module/demo.o] Error 1
`,
  )
  expect(typo).toMatchObject({
    kind: 'compile',
    title: expect.stringContaining('demo.c, line 31: implicit declaration'),
  })
  const missing = await diagnose(
    `${kbuild}  MODPOST /build/module/Module.symvers\nERROR: modpost: "kallsyms_lookup_name" [/build/module/demo.ko] undefined!\nmake[2]: *** [scripts/Makefile.modpost:126: /build/module/Module.symvers] Error 1\n`,
  )
  expect(missing).toMatchObject({
    kind: 'link',
    title: 'Linking app failed: demo.ko uses kallsyms_lookup_name, which the kernel does not offer to modules',
    cause: expect.stringContaining('misspelt'),
  })
  const licence = await diagnose(
    `${kbuild}ERROR: modpost: GPL-incompatible module demo.ko uses GPL-only symbol 'device_create'\n`,
  )
  expect(licence).toMatchObject({
    title: expect.stringContaining('GPL'),
    cause: expect.stringContaining('MODULE_LICENSE'),
  })
})

test('link errors: an undefined symbol and a missing library', async () => {
  const symbol = await diagnose(
    "/usr/bin/ld: main.o: in function `main':\nmain.c:(.text+0x5): undefined reference to `crypt'\ncollect2: error: ld returned 1 exit status\n",
  )
  expect(symbol).toMatchObject({ kind: 'link', title: 'Linking app failed: undefined reference to crypt' })
  const library = await diagnose(
    '/usr/bin/ld: cannot find -lssl: No such file or directory\ncollect2: error: ld returned 1 exit status\n',
  )
  expect(library).toMatchObject({ kind: 'link', title: expect.stringContaining('the library ssl was not found') })
})

const CONFIG_LOG = `This file contains any messages produced by compilers while
configure:3990: checking for gcc
configure:4020: result: x86_64-linux-gnu-gcc
configure:5010: checking for libfoo >= 2
configure:5020: x86_64-linux-gnu-gcc -o conftest conftest.c -lfoo
/usr/bin/ld: cannot find -lfoo: No such file or directory
collect2: error: ld returned 1 exit status
configure:5020: $? = 1
configure: failed program was:
| /* confdefs.h */
| #define PACKAGE "app"
| int main (void) { return foo (); }
configure:5040: result: no
configure:5050: error: libfoo 2 or newer is required

## ---------------- ##
## Cache variables. ##
## ---------------- ##
ac_cv_env_CC_set=set
`

test('a configure failure comes with the part of config.log that says why', async () => {
  const diagnosis = await diagnose(
    `${NOISE}checking for libfoo >= 2... no\nconfigure: error: libfoo 2 or newer is required\n`,
    { configLog: CONFIG_LOG },
  )
  expect(diagnosis).toMatchObject({ kind: 'configure', title: 'Configuring app failed: libfoo 2 or newer is required' })
  expect(diagnosis.configLog?.[0]).toBe('configure:5010: checking for libfoo >= 2')
  expect(diagnosis.configLog).toContain('/usr/bin/ld: cannot find -lfoo: No such file or directory')
  expect(diagnosis.configLog?.join('\n')).not.toMatch(/ac_cv_env|#define/)
})

test('a config.log that ends without an error line gives its last test', () => {
  expect(relevantPart(['configure:1: checking for a', 'configure:2: checking for b', 'b.c:1: boom']).at(0)).toBe(
    'configure:2: checking for b',
  )
})

test.each([
  ['/recipe/build.sh: 12: flex: not found', 'flex', 'apt-get install flex'],
  ['make[1]: bison: No such file or directory', 'bison', 'apt-get install bison'],
  ['./build: line 7: python3: command not found', 'python3', 'apt-get install python3'],
  ['tar (child): zstd: Cannot exec: No such file or directory', 'zstd', 'apt-get install zstd'],
])('a missing program is named with its package: %s', async (line, program, hint) => {
  expect(await diagnose(`checking for nothing... not found\n${line}\n`)).toMatchObject({
    kind: 'missing-tool',
    title: expect.stringContaining(program),
    hint: expect.stringContaining(hint),
    excerpt: expect.arrayContaining([line]),
  })
})

test('a full disk and a killed compiler are told as such, whatever else the log says', async () => {
  const full = await diagnose('a.c:1:1: error: x\ncc1: error: could not write: No space left on device\n')
  expect(full).toMatchObject({ kind: 'disk-full', hint: expect.stringContaining('smart-os clean') })
  const killed = await diagnose(
    'x86_64-linux-gnu-gcc: fatal error: Killed signal terminated program cc1\ncompilation terminated.\n',
  )
  expect(killed).toMatchObject({ kind: 'out-of-memory', hint: expect.stringContaining('--jobs 1') })
  expect(await diagnose('quiet\n', { error: new ProgramError('sh was killed', 137) })).toMatchObject({
    kind: 'out-of-memory',
  })
})

test('kernel symbols that the configuration dropped are all named, with what stands in their way', async () => {
  const log =
    'smart-os: kernel symbol E1000: requested y, got n\nsmart-os: kernel symbol NVME: requested m, got y\nmake: *** [x] Error 1\n'
  const asked: unknown[] = []
  const diagnosis = await diagnose(log, {
    source: '/tree',
    dotConfig: '# CONFIG_NET is not set\n',
    explainDropped: async (request) => {
      asked.push([request.tree, request.dropped])
      return ['E1000 needs NET_VENDOR_INTEL, which is n.']
    },
  })
  expect(diagnosis).toMatchObject({
    kind: 'kernel-symbol',
    title: expect.stringContaining('E1000=y (it got n), NVME=m (it got y)'),
    cause: 'E1000 needs NET_VENDOR_INTEL, which is n.',
  })
  expect(asked).toEqual([
    [
      '/tree',
      [
        { symbol: 'E1000', requested: 'y', got: 'n' },
        { symbol: 'NVME', requested: 'm', got: 'y' },
      ],
    ],
  ])
})

test('a log without any known error shows its end, free of escapes and overwritten text', async () => {
  const diagnosis = await diagnose('\x1b[31mstep one\x1b[0m\n10 %\r50 %\r100 %\nit just stopped\n')
  expect(diagnosis).toMatchObject({ kind: 'unknown', error: 'it just stopped' })
  expect(diagnosis.excerpt).toEqual(expect.arrayContaining(['step one', '100 %']))
})

test("a step's own verdict is shown as it is, whatever its log says", async () => {
  const error = new StepError('budget', 'The image is 5 bytes over its budget\nBiggest: glibc', {
    hint: 'Raise image.budget',
  })
  expect(await diagnose('x.c:1:1: error: not this one\n', { error })).toMatchObject({
    ...{
      kind: 'budget',
      title: 'The image is 5 bytes over its budget',
      excerpt: ['Biggest: glibc'],
      hint: 'Raise image.budget',
    },
  })
})
