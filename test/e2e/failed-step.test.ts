/** A step that fails, and the shell in its sandbox: the person's terminal is lent and comes back, in a real terminal and a real sandbox. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../src/system/files.ts'
import { Terminal } from './terminal.ts'

const COMPONENT = `id: bad
title: A component that fails
summary: Fails while it is built
help: For looking at a failure.
licence: MIT
requires: []
buildRequires: []
estimates: { bytes: 1000, cpuSeconds: 1 }
`

const PROFILE = `schema: 1
name: failing
title: Failing
extends: minimal
origin: package
components: { bad: true }
`

it('the shell in a failed step takes keys, survives Ctrl-C, and gives the terminal back', async () => {
  await using folder = await temporaryFolder('smart-os-failed-step-')
  const component = join(folder.path, 'catalog', 'components', 'bad')
  await mkdir(component, { recursive: true })
  await writeFile(join(component, 'component.yaml'), COMPONENT)
  await writeFile(join(component, 'build.sh'), 'echo left-behind > here\necho this cannot work >&2\nfalse\n')
  const profiles = join(folder.path, 'config', 'smart-os', 'profiles')
  await mkdir(profiles, { recursive: true })
  await writeFile(join(profiles, 'failing.yaml'), PROFILE)
  await using terminal = new Terminal({
    cwd: folder.path,
    env: { XDG_STATE_HOME: `${folder.path}/state`, XDG_CONFIG_HOME: `${folder.path}/config` },
    args: ['--catalog', join(folder.path, 'catalog')],
  })
  await terminal.until(/failing/, 60)
  await terminal.press('/')
  terminal.type('failing')
  await terminal.until(/1 .*failing/, 30)
  await terminal.press('Enter')
  await terminal.until(/A component that|Failing/, 30)
  await terminal.press('b')
  await terminal.until(/Build A component that fails +never built/, 120)
  await terminal.press('Enter')
  await terminal.until(/failed[\s\S]*this cannot work/, 300)
  await terminal.press('x')
  await terminal.until(/bad:\/\S*\$/, 60)
  terminal.type('cat here; sleep 60')
  await terminal.press('Enter')
  await terminal.until(/^left-behind/m, 30)
  await terminal.press('C-c')
  terminal.type('echo still "here"')
  await terminal.press('Enter')
  await terminal.until(/^still here/m, 30)
  terminal.type('exit')
  await terminal.press('Enter')
  // Back: the failure is shown again, and keys arrive.
  await terminal.until(/› Build/, 30)
  await terminal.press('?')
  const help = await terminal.until(/A shell in the sandbox of the failed step/, 30)
  expect(help).not.toContain('tty')
})
