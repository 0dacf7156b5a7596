/** Which modules of a distribution's kernel go into the machine, and what is said when it lacks something. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { builtinCatalogFolder } from '../../src/catalog/index.ts'
import { run } from '../../src/system/exec.ts'
import { temporaryFolder } from '../../src/system/files.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  folder = await temporaryFolder('smart-os-kernel-')
  await mkdir(join(folder.path, 'modules'))
  const files = {
    'modules.dep':
      'kernel/fs/ext4/ext4.ko: kernel/lib/crc16.ko kernel/fs/jbd2/jbd2.ko\nkernel/fs/jbd2/jbd2.ko:\nkernel/lib/crc16.ko:\nkernel/crypto/crc32c_generic.ko:\nkernel/net/virtio-net.ko:\nkernel/other.ko:\n',
    'modules.softdep': 'softdep ext4 pre: crypto-crc32c\n',
    'modules.alias': 'alias crypto-crc32c crc32c_generic\n',
    'modules.builtin': 'kernel/drivers/input/serio/i8042.ko\n',
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder.path, 'modules', name), text)
})
afterAll(() => folder[Symbol.asyncDispose]())

async function shell(script: string, files: Record<string, string>) {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder.path, name), text)
  const library = join(builtinCatalogFolder(), 'lib/package-kernel.sh')
  return run(['sh', '-euc', `. "${library}"; ${script}`], { cwd: folder.path, allowFailure: true })
}

test('a module comes with all that it needs, also with what it asks for by another name; nothing else comes', async () => {
  const { stdout, exitCode } = await shell('select_modules modules wanted', {
    wanted: 'ext4 ext4\nvirtio_net virtio-net\ni8042 x\n',
  })
  expect(exitCode).toBe(0)
  expect(stdout.split('\n').sort()).toEqual([
    'kernel/crypto/crc32c_generic.ko',
    'kernel/fs/ext4/ext4.ko',
    'kernel/fs/jbd2/jbd2.ko',
    'kernel/lib/crc16.ko',
    'kernel/net/virtio-net.ko',
  ])
})

test('a module that the kernel lacks stops the build, with who wants it and where it is to be had', async () => {
  const { stderr, exitCode } = await shell('select_modules modules wanted', { wanted: 'floppy floppy,old-pc\n' })
  expect(exitCode).not.toBe(0)
  expect(stderr).toMatch(/smart-os: error: floppy and old-pc needs the kernel module floppy.*origin: source/)
})

test('y has to be y, m may be y, and what is off or missing is named with who asked for it', async () => {
  const config = 'CONFIG_A=y\nCONFIG_B=m\n# CONFIG_C is not set\nCONFIG_N=4\n'
  const asked = (wanted: string) =>
    shell('demand_config wanted config by', { wanted, config, by: 'A a\nB b\nC c,d\nN n\nX x\n' })
  expect((await asked('CONFIG_A=y\nCONFIG_B=m\nCONFIG_A=m\nCONFIG_C=n\nCONFIG_N=4\nCONFIG_X=n\n')).exitCode).toBe(0)
  for (const [wanted, said] of [
    ['CONFIG_B=y', /b needs the kernel symbol B=y.*has m/],
    ['CONFIG_C=m', /c and d needs the kernel symbol C=m.*has n/],
    ['CONFIG_X=y', /x needs the kernel symbol X=y.*has n.*components\.linux\.origin: source/],
    ['CONFIG_N=8', /N=8.*has 4/],
    ['CONFIG_A=n', /A=n.*has y/],
  ] as const) {
    const { stdout, exitCode } = await asked(`${wanted}\n`)
    expect(exitCode, wanted).not.toBe(0)
    expect(stdout).toMatch(said)
  }
})
