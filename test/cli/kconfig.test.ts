/** `smart-os kconfig` as a person calls it: what goes to the terminal, what to files, and what is said about wrong input. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { smartOs } from '../e2e/program.ts'
import { type TreeFolder, treeFolder } from '../kconfig/folder.ts'

let tree: TreeFolder
let env: Record<string, string>
beforeAll(async () => {
  tree = await treeFolder({
    Makefile: 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 0\nEXTRAVERSION =\n',
    Kconfig: [
      'mainmenu "Test/$(ARCH) $(KERNELVERSION)"',
      '$(warning-if,$(shell,echo y),look here)',
      '$(info,for your information)',
      'config MODULES\n\tbool "modules"\n\tmodules\n\tdefault y',
      'config A\n\ttristate "a"\n\tdefault m',
      'config B\n\tbool "b"\n\tselect C',
      'config C\n\tbool "c"\n\tdepends on A = y',
      'config S\n\tstring "s"\n\tdefault "x"',
      '',
    ].join('\n'),
    'arch/x86/configs/i386_defconfig': 'CONFIG_A=y\n',
    'arch/x86/configs/x86_64_defconfig': 'CONFIG_B=y\n',
    'arch/x86/Makefile': 'KBUILD_DEFCONFIG := $(ARCH)_defconfig\n',
  })
  env = { XDG_CACHE_HOME: join(tree.path, '..', 'xdg') }
})
afterAll(() => tree[Symbol.asyncDispose]())

const kconfig = (...args: string[]) => smartOs(['kconfig', ...args, '--tree', tree.path], env)

describe('a mode', () => {
  it('prints the configuration, and what the tree warns about apart from it', async () => {
    const { stdout, stderr, status } = await kconfig('allnoconfig', '--arch', 'i386')
    expect(stdout).toBe(
      '#\n# Automatically generated file; DO NOT EDIT.\n# Test/i386 6.1.0\n#\n# CONFIG_MODULES is not set\n# CONFIG_A is not set\n# CONFIG_B is not set\nCONFIG_S="x"\n',
    )
    expect(stderr).toBe('Kconfig:2: look here\nfor your information\n')
    expect(status).toBe(0)
  })

  it('begins with the architecture’s own configuration, or the one that is named', async () => {
    const own = await kconfig('defconfig', '--arch', 'i386')
    expect(own.stdout).toContain('CONFIG_A=y')
    expect(own.stderr).toContain(`*** Default configuration is based on '${tree.path}/arch/x86/configs/i386_defconfig'`)
    const named = await kconfig('defconfig', '--arch', 'i386', '--defconfig', 'x86_64_defconfig')
    expect(named.stdout).toContain('CONFIG_A=m\nCONFIG_B=y')
    expect(named.stderr).toContain('WARNING: unmet direct dependencies detected for C')
  })

  it('reads, warns in the words of the kernel’s programs, and writes to a file', async () => {
    const config = join(tree.path, 'given')
    await writeFile(config, 'CONFIG_A=x\nCONFIG_S="two\\"\r\nCONFIG_S="three"\nnonsense\n')
    const out = join(tree.path, 'out')
    const { stdout, stderr } = await kconfig('olddefconfig', '--config', config, '--out', out)
    expect(stdout).toBe('')
    for (const warning of [
      "1:warning: symbol value 'x' invalid for A",
      '2:warning: invalid string found',
      '4:warning: unexpected data: nonsense',
    ])
      expect(stderr).toContain(`${config}:${warning}\n`)
    expect(await readFile(out, 'utf8')).toContain('CONFIG_S="three"\n')
    const saved = await kconfig('savedefconfig', '--config', out)
    expect(saved.stdout).toBe('CONFIG_S="three"\n')
    const fresh = await kconfig('listnewconfig', '--config', saved.stdout === '' ? out : config)
    expect(fresh.stdout).toContain('CONFIG_MODULES=y\n')
  })

  it('keeps what --all-config says, and takes variables as make does', async () => {
    const seed = join(tree.path, 'seed')
    await writeFile(seed, 'CONFIG_A=m\nCONFIG_MODULES=y\n')
    const { stdout } = await kconfig('allnoconfig', '--all-config', seed, '--var', 'KERNELVERSION=9.9')
    expect(stdout).toContain('9.9')
    expect(stdout).toContain('CONFIG_A=m')
  })

  it('replays recorded answers and runs nothing', async () => {
    const file = join(tree.path, 'answers.json')
    await kconfig('allnoconfig', '--record', file)
    const recorded = await readFile(file, 'utf8')
    await writeFile(file, recorded.replace('"y\\n"', '"n\\n"'))
    const replayed = await kconfig('allnoconfig', '--replay', file)
    expect(recorded).toContain('"echo y"')
    expect(replayed.stderr).not.toContain('look here')
  })
})

describe('merge', () => {
  it('says what was redefined and what did not survive, and fails for that only when asked to', async () => {
    const [one, two] = [join(tree.path, 'one.config'), join(tree.path, 'two.config')]
    await writeFile(one, 'CONFIG_A=m\nCONFIG_S="one"\n')
    await writeFile(two, 'CONFIG_C=y\nCONFIG_S="two"\n')
    const merged = await kconfig('merge', one, two)
    expect(merged.stdout).toContain('CONFIG_A=m\n')
    expect(merged.stdout).toContain('CONFIG_S="two"\n')
    expect(merged.stderr).toContain(`${two}:2: S is two here; ${one}:2 had one\n`)
    expect(merged.stderr).toContain(`${two}:1: did not survive: C=y became n: it needs A=y (is m).\n`)
    expect(merged.status).toBe(0)
    expect((await kconfig('merge', one, two, '--strict')).status).toBe(1)
    expect((await kconfig('merge', two, '--unset', 'no')).stdout).toContain('# CONFIG_A is not set')
  })
})

describe('wrong input', () => {
  it.each([
    [['olddefconfig', '--config', '/no/such/file'], 2, 'There is no file /no/such/file'],
    [['olddefconfig', '--config', '/'], 1, '/ cannot be read'],
    [['defconfig', '--defconfig', 'none_defconfig'], 1, 'There is no default configuration none_defconfig'],
    [['defconfig', '--arch', 'vax'], 1, 'has no configurations for vax'],
    [['allnoconfig', '--var', 'CC'], 2, '--var CC: expected NAME=VALUE'],
    [['allnoconfig', '--replay', 'package.json'], 1, 'package.json is no recording of probes'],
    [['allnoconfig', '--out', '/proc/none'], 1, '/proc/none'],
    [['allnoconfig', '--probe-timeout', '0'], 2, 'expected seconds'],
  ])('%j is a sentence and a status', async (args, status, message) => {
    const ended = await kconfig(...args)
    expect(ended.stderr).toContain(message)
    expect(ended.stderr).not.toContain('failed in a way it should not')
    expect(ended.status).toBe(status)
  })

  it('in the tree is told with its place', async () => {
    const cases: [string, string][] = [
      ['config A\n\tbool "a"\n\tdepends on (B\n', 'Kconfig:3:'],
      ['config A\n\tbool "a"\n\tdepends on A\n', 'Kconfig:1'],
      ['\nsource "Kconfig"\n', 'Kconfig:2:'],
      ['source "none"\n', 'Kconfig:1:'],
      ['config A\n\tdef_bool $(shell,sleep 99)\n', 'Kconfig:2'],
      ['config A\n\tdef_bool $(shell,yes)\n', 'Kconfig:2'],
      ['$(error-if,y,not like this)\n', 'Kconfig:1:'],
    ]
    for (const [text, place] of cases) {
      await using wrong = await treeFolder({ Kconfig: text })
      const { stderr, status } = await smartOs(
        ['kconfig', 'allnoconfig', '--tree', wrong.path, '--probe-timeout', '0.5'],
        env,
      )
      expect(stderr).toMatch(/error:.* Kconfig: .*/)
      expect(stderr).toContain(place)
      expect(stderr).toContain('hint:')
      expect(status).toBe(1)
    }
  })

  it('KCONFIG_WERROR makes warnings about a configuration an error, after they were said', async () => {
    const config = join(tree.path, 'warned')
    await writeFile(config, 'nonsense\n')
    const ended = await smartOs(['kconfig', 'olddefconfig', '--tree', tree.path, '--config', config], {
      ...env,
      KCONFIG_WERROR: '1',
    })
    expect(ended.stderr).toContain('unexpected data')
    expect(ended.status).toBe(1)
    expect(ended.stdout).toBe('')
  })
})

it('is in the completion and the manual', async () => {
  const { stdout } = await smartOs(['man'])
  expect(stdout).toContain('olddefconfig')
  expect((await smartOs(['completion', 'bash'])).stdout).toContain('savedefconfig')
})
