/** Completion in the shell itself, and the manual page as groff reads it: made from the commands, so that they cannot fall behind. */
import { execFileSync, spawnSync } from 'node:child_process'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { shellQuoteAll } from '../../src/system/exec.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { PROGRAM, smartOs } from '../e2e/program.ts'

const has = (program: string) => spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined

let env: Record<string, string>
let script = ''
beforeAll(async () => {
  const folder = await temporaryFolder()
  // The script asks the program, by its name, for the words that only it knows.
  await mkdir(join(folder.path, 'bin'))
  const program = join(folder.path, 'bin', 'smart-os')
  await writeFile(program, `#!/bin/sh\nexec ${shellQuoteAll(PROGRAM)} "$@"\n`)
  await chmod(program, 0o755)
  env = { XDG_CONFIG_HOME: join(folder.path, 'config'), PATH: `${join(folder.path, 'bin')}:${process.env.PATH}` }
  script = (await smartOs(['completion', 'bash'], env)).stdout
  return () => folder[Symbol.asyncDispose]()
})

/** What bash offers for a line, the cursor behind its last word. */
function bash(...words: string[]): string[] {
  const quoted = words.map((word) => `'${word}'`).join(' ')
  const ask = `compopt() { :; }\nCOMP_WORDS=(smart-os ${quoted})\nCOMP_CWORD=${words.length}\n_smart_os\nprintf '%s\\n' "\${COMPREPLY[@]}"`
  const output = execFileSync('bash', ['--norc', '-c', `${script}\n${ask}`], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })
  return output.split('\n').filter(Boolean)
}

describe('completion in bash', () => {
  it('offers commands, their own commands, and only the flags of the command', () => {
    expect(bash('ver')).toEqual(['verify'])
    expect(bash('catalog', '')).toEqual(['list', 'show'])
    expect(bash('run', '--fo')).toEqual(['--forward'])
    expect(bash('plan', '--fo')).toEqual([])
  })

  it('offers profiles, components, boots, settings and fixed values where they belong', () => {
    expect(bash('--profile', 'mini')).toEqual(['minimal'])
    expect(bash('build', '-p', 'mini')).toEqual(['minimal'])
    expect(bash('profiles', 'diff', 'gcc', 'mini')).toEqual(['minimal'])
    expect(bash('explain', '--profile', 'minimal', 'busy')).toEqual(['busybox'])
    expect(bash('shell', 'busy')).toEqual(['busybox'])
    expect(bash('catalog', 'show', 'e100')).toContain('e1000')
    expect(bash('run', '--boot', 'u')).toEqual(['uefi'])
    expect(bash('verify', '--boot', 'cont')).toEqual(['container'])
    expect(bash('build', '--set', 'system.host')).toEqual(['system.hostname='])
    expect(bash('build', '--set', 'drivers.nv')).toContain('drivers.nvme=')
    expect(bash('build', '--progress', 'j')).toEqual(['json'])
    expect(bash('completion', '')).toEqual(['bash', 'zsh', 'fish'])
  })
})

describe('completion in other shells', () => {
  it.each(['zsh', 'fish'])(
    '%s: names every command, and the shell takes the script where it is installed',
    async (shell) => {
      const { stdout, status } = await smartOs(['completion', shell], env)
      expect(status).toBe(0)
      for (const command of ['build', 'verify', 'catalog', 'complete profile']) expect(stdout).toContain(command)
      if (has(shell)) expect(spawnSync(shell, ['-n'], { input: stdout, encoding: 'utf8' }).stderr).toBe('')
    },
  )

  it('a shell that is not known is refused with those that are', async () => {
    const { stderr, status } = await smartOs(['completion', 'tcsh'], env)
    expect(status).toBe(2)
    expect(stderr).toMatch(/bash, zsh, fish/)
  })
})

describe('the manual page', () => {
  it('has every command and option', async () => {
    const { stdout } = await smartOs(['man'], env)
    const plain = stdout.replaceAll('\\-', '-')
    for (const word of ['smart-os verify', 'smart-os catalog show', '--forward', '--max-size'])
      expect(plain).toContain(word)
    expect(plain).not.toContain('smart-os complete ')
  })

  it.skipIf(!has('groff'))('is read by groff without a complaint', async () => {
    const { stdout } = await smartOs(['man'], env)
    const read = spawnSync('groff', ['-man', '-Tutf8', '-ww', '-z'], { input: stdout, encoding: 'utf8' })
    expect(read.stderr).toBe('')
    expect(read.status).toBe(0)
  })
})
