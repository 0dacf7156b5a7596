/** What make would tell the configuration programs, without asking make. */
import { describe, expect, test } from 'vitest'
import { defaultDefconfig } from '../../src/kconfig/defconfig-name.ts'
import { kernelEnvironment, probeEnvironment } from '../../src/kconfig/environment.ts'

const MAKEFILE = '# SPDX\nVERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 140\nEXTRAVERSION = -rc1\nNAME = Curry\n'

function environment(arch: string, variables: Record<string, string> = {}, given: Record<string, string> = {}) {
  return kernelEnvironment({
    arch,
    treeDir: '/tree',
    makefile: MAKEFILE,
    given: new Map(Object.entries(given)),
    outside: { variables, machine: 'x86_64' },
  })
}

describe('variables', () => {
  test('of the tree and the architecture', () => {
    expect(Object.fromEntries(environment('i386'))).toMatchObject({
      ARCH: 'i386',
      SRCARCH: 'x86',
      KERNELVERSION: '6.1.140-rc1',
      srctree: '/tree',
      CC: 'gcc',
      LD: 'ld',
    })
    expect(environment('um').get('HEADER_ARCH')).toBe('x86')
    expect(environment('sparc64').get('SRCARCH')).toBe('sparc')
  })

  test.each([
    [{ CROSS_COMPILE: 'aarch64-linux-gnu-' }, 'aarch64-linux-gnu-gcc', 'aarch64-linux-gnu-ld'],
    [{ LLVM: '1' }, 'clang', 'ld.lld'],
    [{ LLVM: '-15' }, 'clang-15', 'ld.lld-15'],
    [{ LLVM: '/opt/llvm/bin/' }, '/opt/llvm/bin/clang', '/opt/llvm/bin/ld.lld'],
    // As with make, only its command line has the last word about the compiler.
    [{ CC: 'tcc' }, 'gcc', 'ld'],
  ])('of the tools with %j', (variables, compiler, linker) => {
    const tools = environment('arm64', variables)
    expect([tools.get('CC'), tools.get('LD')]).toEqual([compiler, linker])
    expect(environment('arm64', variables, { CC: 'mine' }).get('CC')).toBe('mine')
  })

  test('for a command: what it names, not what else there is', () => {
    const outside = { PATH: '/bin', USER: 'me', SECRET: 'x', LC_ALL: 'de_DE', HOME: '/home' }
    const given = probeEnvironment(new Map([['CC', 'gcc']]), outside, 'echo $' + '{USER} $CC')
    expect(given).toEqual({ PATH: '/bin', HOME: '/home', USER: 'me', CC: 'gcc' })
  })
})

describe('the default configuration', () => {
  const find = (arch: string, makefile: string, available: string[]) =>
    defaultDefconfig({ arch, machine: 'x86_64', makefile, available })
  const x86 =
    'ifeq\n        KBUILD_DEFCONFIG := x86_64_defconfig\nelse\n        KBUILD_DEFCONFIG := i386_defconfig\nendif\n        KBUILD_DEFCONFIG := $(ARCH)_defconfig\n'

  test.each([
    ['arm64', '', ['defconfig', 'virt.config'], 'defconfig'],
    ['xtensa', 'KBUILD_DEFCONFIG := iss_defconfig\n', ['iss_defconfig', 'smp_defconfig'], 'iss_defconfig'],
    ['i386', x86, ['i386_defconfig', 'x86_64_defconfig'], 'i386_defconfig'],
    ['x86', x86, ['i386_defconfig', 'x86_64_defconfig'], 'x86_64_defconfig'],
  ])('of %s', (arch, makefile, available, expected) => {
    expect(find(arch, makefile, available)).toBe(expected)
  })

  test('that cannot be told is asked for, with the names there are', () => {
    const makefile = 'KBUILD_DEFCONFIG := $(if $(filter ppc%,$(uname)),$(uname),ppc64)_defconfig\n'
    expect(() => find('powerpc', makefile, ['ppc64_defconfig', 'pmac32_defconfig'])).toThrow(/cannot be told/)
  })
})
