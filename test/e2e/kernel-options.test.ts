/** The kernel's own options in a real terminal: searched for, made possible by a fix, saved, built, and seen in the machine that boots. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../src/system/files.ts'
import { Terminal } from './terminal.ts'

it('goes from a search through a fix to a kernel that has the option in /proc/config.gz', async () => {
  await using folder = await temporaryFolder('smart-os-kernel-')
  const env = { XDG_CONFIG_HOME: join(folder.path, 'config'), XDG_STATE_HOME: join(folder.path, 'state') }
  await using terminal = new Terminal({ cwd: folder.path, columns: 100, rows: 30, env })
  await terminal.until(/minimal/, 30)
  await terminal.press('Enter')
  await terminal.until(/Components/, 30)
  await terminal.press('/')
  terminal.type('kernel options')
  await terminal.until(/1 +Kernel options/, 30)
  await terminal.press('Enter')
  await terminal.until(/▌ Kernel options --->/, 10)
  await terminal.press('Enter')
  // On a machine that never built a kernel its source is fetched from here.
  if (/not unpacked/.test(await terminal.until(/General setup|not unpacked/, 60))) {
    await terminal.press('Enter')
    await terminal.until(/General setup/, 1800)
  }
  await terminal.press('/')
  terminal.type('ikconfig_proc')
  await terminal.until(/1 - - +IKCONFIG_PROC/, 60)
  await terminal.press('Enter')
  await terminal.until(/▌ +- - Enable access to \.config/, 20)
  await terminal.press('y')
  expect(await terminal.until(/The way to IKCONFIG_PROC=y|Ways to IKCONFIG_PROC=y/, 20)).toMatch(/IKCONFIG=y \(was n\)/)
  await terminal.press('f')
  expect(await terminal.until(/▌ +\[\*\] Enable access to \.config/, 20)).toMatch(/\[\*\] Kernel \.config support/)
  await terminal.press('s')
  await terminal.until(/IKCONFIG_PROC: y/, 20)
  await terminal.press('C-u')
  terminal.type('shown')
  await terminal.press('Enter')
  await terminal.until(/Saved/, 20)
  const profile = await readFile(join(folder.path, 'config', 'smart-os', 'profiles', 'shown.yaml'), 'utf8')
  expect(profile).toMatch(/kernel:\n +config:\n +IKCONFIG: y\n +IKCONFIG_PROC: y\n$/)
  await terminal.press('b')
  await terminal.until(/› Plan/, 60)
  await terminal.until(/Build Linux kernel/, 60)
  await terminal.press('Enter')
  await terminal.until(/Built shown/, 3000)
  await terminal.press('Enter')
  await terminal.until(/shown is built/, 20)
  await terminal.press('Enter')
  await terminal.until(/ready to start/, 60)
  await terminal.press('Enter')
  await terminal.until(/root@smart-os/, 180)
  terminal.type('zcat /proc/config.gz | grep IKCONFIG')
  await terminal.press('Enter')
  expect(await terminal.until(/CONFIG_IKCONFIG_PROC=y/, 30)).toMatch(/CONFIG_IKCONFIG=y/)
  await terminal.press('C-a', 'x')
  await terminal.until(/powered off|has ended/, 60)
  await terminal.press('Escape', 'q')
  await terminal.until(/ended with 0/, 30)
})
