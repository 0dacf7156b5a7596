import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../src/system/files.ts'
import { smartOs } from '../e2e/program.ts'

let env: Record<string, string>
beforeAll(async () => {
  const folder = await temporaryFolder()
  env = { XDG_CONFIG_HOME: join(folder.path, 'config'), XDG_CACHE_HOME: join(folder.path, 'cache'), NO_COLOR: '1' }
  await mkdir(join(folder.path, 'config', 'smart-os', 'profiles'), { recursive: true })
  return () => folder[Symbol.asyncDispose]()
})

describe('the command line', () => {
  it('tells its commands and version without loading anything else', async () => {
    const help = await smartOs(['--help'], env)
    expect(help.status).toBe(0)
    for (const command of [
      'build',
      'run',
      'verify',
      'plan',
      'explain',
      'profiles',
      'catalog',
      'doctor',
      'sources',
      'clean',
      'shell',
    ])
      expect(help.stdout).toContain(`  ${command}`)
    expect((await smartOs(['--version'], env)).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it.each([
    [['--profile', 'minimla'], /There is no profile "minimla"/, /Did you mean minimal\?/],
    [['build'], /No profile is named/, /--profile NAME/],
    [['build', '--profile', 'minimal', '--set', 'system.hostname=$(reboot)'], /expected a host name/, /./],
    [
      ['build', '--profile', 'minimal', '--set', 'components.busibox=true'],
      /There is no component busibox/,
      /Did you mean busybox\?/,
    ],
    [['build', '--profile', 'minimal', '--set', 'drivers.nvem=true'], /There is no driver nvem/, /nvme/],
    [['build', '--profile', 'minimal', '--set', 'machine.memory=20M'], /nothing boots/, /Set machine\.memory/],
    [['build', '--profile', 'minimal', '--set', 'origin=binary'], /expected source/, /./],
    [['build', '--profile', 'minimal', '--jobs', '0'], /expected a whole number/, /./],
    [['biuld'], /too many arguments|unknown command/, /./],
    [['build', '--profil', 'minimal'], /unknown option '--profil'/, /Did you mean --profile/],
    [['explain', '--profile', 'minimal', 'busibox'], /Nothing is called "busibox"/, /Did you mean busybox/],
    [['catalog', 'show', 'e100'], /There is no component or driver "e100"/, /Did you mean e1000\?/],
    [['profiles', 'save', 'minimal', '../evil'], /./, /./],
  ])('%j is refused with status 2, a sentence and a hint', async (args, message, hint) => {
    const ended = await smartOs(args, env)
    expect(ended.stderr).toMatch(message)
    expect(ended.stderr).toMatch(hint)
    expect(ended.stderr).not.toContain('    at ')
    expect(ended.status).toBe(2)
  })

  it('explains why something is on and what it would take to change that', async () => {
    const { stdout, status } = await smartOs(['explain', '--profile', 'minimal', 'glibc'], env)
    expect(status).toBe(0)
    expect(stdout).toMatch(/component glibc: on/)
    expect(stdout).toMatch(/cannot be switched off/)
  })

  it('lists, shows, saves, compares and validates profiles', async () => {
    expect((await smartOs(['profiles', 'list'], env)).stdout).toMatch(/^minimal\s/m)
    const saved = await smartOs(['profiles', 'save', 'minimal', 'tiny', '--set', 'system.hostname=tiny'], env)
    expect(saved.stdout).toContain('hostname: tiny')
    expect((await smartOs(['profiles', 'diff', 'minimal', 'tiny'], env)).stdout).toMatch(
      /system\.hostname\s+.*→\s+"tiny"/,
    )
    expect((await smartOs(['profiles', 'validate', 'tiny', 'minimal'], env)).status).toBe(0)
    expect((await smartOs(['profiles', 'show', 'tiny', '--own'], env)).stdout).toContain('extends: minimal')
  })

  it('names file, line and column of a mistake in a profile', async () => {
    const file = join(String(env.XDG_CONFIG_HOME), 'broken.yaml')
    await writeFile(file, 'schema: 1\nname: broken\nmachine:\n  memry: 64M\n')
    const ended = await smartOs(['profiles', 'validate', file], env)
    expect(ended.status).toBe(2)
    expect(ended.stderr).toMatch(/broken\.yaml:4:3: machine\.memry: unknown key/)
    expect(ended.stderr).toContain('Did you mean memory?')
  })

  it('without a terminal says how to go on instead of drawing a screen', async () => {
    // On a dumb terminal it would ask line by line instead.
    const ended = await smartOs([], { ...env, TERM: 'xterm' })
    expect(ended.status).toBe(2)
    expect(ended.stderr).toMatch(/terminal/)
    expect(ended.stderr).toMatch(/--profile/)
  })

  it('a cache or output folder that cannot be made is one sentence, also where Node would try for ever', async () => {
    const args = ['build', '--profile', 'minimal', '--offline', '--progress', 'quiet']
    for (const ended of [
      await smartOs([...args, '--out', '/proc/nope/out'], env),
      await smartOs(args, { ...env, XDG_CACHE_HOME: '/proc/nope' }),
    ]) {
      expect(ended.stderr).toMatch(/The folder \/proc\/nope.* cannot be made[\s\S]*--out DIR/)
      expect(ended.status).toBe(1)
    }
  })

  it('run, verify, exec, trace and cc of something that was never built say how to build it', async () => {
    const source = join(String(env.XDG_CACHE_HOME), 'hello.c')
    await mkdir(dirname(source), { recursive: true })
    await writeFile(source, 'int main(void) { return 0; }\n')
    for (const [command, ...words] of [['run'], ['verify'], ['exec', 'ls'], ['trace', 'ls'], ['cc', source]]) {
      const out = join(String(env.XDG_CACHE_HOME), 'nothing')
      const ended = await smartOs([command ?? '', '--profile', 'minimal', '--out', out, ...words], env)
      expect(ended.status).toBe(1)
      expect(ended.stderr).toMatch(/has not been built[\s\S]*smart-os build --profile minimal/)
    }
  })

  it('cc says which file is not there, or is of no language that it knows, before anything is prepared', async () => {
    for (const [file, sentence] of [
      ['nope.c', 'There is no file nope.c'],
      ['package.json', 'package.json is neither C nor C++'],
    ] as const) {
      const ended = await smartOs(['cc', '--profile', 'minimal', file], env)
      expect(ended.status).toBe(2)
      expect(ended.stderr).toContain(sentence)
    }
  })
})
