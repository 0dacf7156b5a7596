/** A root that cannot be found is the commonest of all boot failures: it must end in a shell that explains, not in a panic. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { temporaryFolder } from '../../src/system/files.ts'
import { startGuest } from '../e2e/guest.ts'
import { succeed } from '../e2e/program.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  folder = await temporaryFolder('smart-os-root-')
  await succeed(['build', '--profile', 'minimal', '--out', folder.path])
})
afterAll(() => folder[Symbol.asyncDispose]())

it('gives a shell with the devices, the drivers that may be missing, and what to type; exit looks again', async () => {
  await using guest = await startGuest({
    profile: 'minimal',
    out: folder.path,
    words: (line) => `${line.replace(/root=\S+/g, '')} root=PARTLABEL=nowhere rootfstype=ext4`,
  })
  const said = await guest.ask('', /built again\.[\s\S]*# $/)
  expect(said).not.toContain('Kernel panic')
  expect(said).toContain('no block device with PARTLABEL=nowhere')
  expect(said).toContain('Devices without a driver')
  expect(said).toContain('poweroff -f')
  await guest.ask('echo alive >/tmp/x; cat /tmp/x\n', /\nalive/)
  expect(await guest.ask('exit\n', /could not be used[\s\S]*# $/)).toContain('nowhere')
})

it('with --debug shows the kernel’s first words and every command of /init', async () => {
  await using guest = await startGuest({
    profile: 'minimal',
    out: folder.path,
    words: (line) => `${line} debug earlyprintk=serial,ttyS0,115200 loglevel=8 ignore_loglevel`,
  })
  const said = await guest.ask('', /\+ exec \/sbin\/init|\+ exec switch_root/)
  expect(said).toMatch(/earlyser0|bootconsole|early console/)
  expect(said).toContain('+ . /etc/init.d/modules')
})
