/** The machine's supervisor, run here by the distribution's busybox: a service that dies in the night has to come back by itself. */
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { builtinCatalogFolder } from '../../src/catalog/index.ts'
import { renderTemplate } from '../../src/image/render.ts'
import { orderedServices } from '../../src/image/services.ts'
import type { ServiceSettings } from '../../src/profile/types.ts'
import { run } from '../../src/system/exec.ts'

const ROOTFS = join(builtinCatalogFolder(), 'components/base/rootfs')
/** All that the script may use, so that a machine with the distribution's busybox can run it. */
const APPLETS =
  'sh cat chown chmod dd echo grep kill mkdir mkfifo mv rm seq setsid sleep tail timeout touch true'.split(' ')

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smart-os-service-'))
  for (const name of ['bin', 'run', 'log', 'init']) await mkdir(join(folder, name))
  const { stdout } = await run(['sh', '-c', 'command -v busybox'])
  for (const applet of APPLETS) await symlink(stdout.trim(), join(folder, 'bin', applet))
})
afterEach(async () => {
  await service('shutdown')
  // The supervisors stay: in a machine, all that is left is killed after this. What writes their logs ends with them.
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (words.includes(`${folder}/service`) && isAlive(Number(pid))) process.kill(Number(pid), 'SIGKILL')
  }
  await rm(folder, { recursive: true, force: true })
})

/** Lays the script and its table into the folder, every path moved there. */
async function machine(services: ServiceSettings[]): Promise<void> {
  const table = await renderTemplate(join(ROOTFS, 'etc/init.d/services.liquid'), {
    services: orderedServices([], services),
  })
  await writeFile(join(folder, 'init/services'), table)
  const script = await readFile(join(ROOTFS, 'usr/sbin/service'), 'utf8')
  const moved = script
    .replace('#!/bin/sh', `#!${folder}/bin/sh`)
    .replace(/^export PATH=.*$/m, `export PATH=${folder}/bin`)
    .replace('RUN=/run/service', `RUN=${folder}/run`)
    .replace('LOG=/var/log', `LOG=${folder}/log`)
    .replace('INIT=/etc/init.d', `INIT=${folder}/init`)
    .replace('/dev/kmsg', `${folder}/kmsg`)
  await writeFile(join(folder, 'service'), moved)
  await chmod(join(folder, 'service'), 0o755)
}

const service = (...args: [string, ...string[]]) => run([join(folder, 'service'), ...args], { allowFailure: true })
const state = async (name: string) => (await service('status', name)).stdout.trim()
const pidOf = async (name: string) => Number((await state(name)).split(' ')[2])
async function until(what: string, true_: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (await true_()) return
    await sleep(100)
  }
  throw new Error(`${what} did not happen: ${(await service('list')).stdout}`)
}
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('a service that is killed comes back as another process, and what it said before is still in its log', async () => {
  await machine([{ name: 'clock', after: [], command: 'sh -c "echo hello; exec sleep 1000"' }])
  await service('boot')
  await until('start', async () => (await state('clock')).startsWith('clock running'))
  const before = await pidOf('clock')
  process.kill(before, 'SIGKILL')
  await until('restart', async () => {
    const now = await pidOf('clock')
    return now > 0 && now !== before
  })
  await until(
    'second greeting',
    async () => ((await service('log', 'clock')).stdout.match(/^hello$/gm) ?? []).length === 2,
  )
  const { stdout } = await service('log', 'clock')
  expect(stdout).toMatch(/ended with status 137/)
})

test('a service that always fails is tried ever more slowly', async () => {
  await machine([{ name: 'broken', after: [], command: 'sh -c "exit 3"' }])
  await service('boot')
  await until('third try', async () => ((await service('log', 'broken')).stdout.match(/ended/g) ?? []).length >= 2)
  const { stdout } = await service('log', 'broken')
  expect(stdout).toMatch(/status 3 after \d s, starts again in 1 s/)
  expect(stdout).toMatch(/status 3 after \d s, starts again in 2 s/)
  expect((await service('status', 'broken')).exitCode).toBe(3)
})

test('those that come after wait until the first is ready; stopping goes the other way round', async () => {
  const note = (what: string) => `echo ${what} >>${folder}/order`
  const first = `sh -c 'sleep 1; touch ${folder}/up; trap "${note('first down')}; exit" TERM; while :; do sleep 0.1; done'`
  const second = `sh -c '[ -e ${folder}/up ] && ${note('second up')}; trap "${note('second down')}; exit" TERM; while :; do sleep 0.1; done'`
  await writeFile(join(folder, 'init/third'), `#!/bin/sh\n${note('third $1')}\n`)
  await chmod(join(folder, 'init/third'), 0o755)
  await machine([
    { name: 'second', after: ['first'], command: second },
    { name: 'third', after: ['second'] },
    { name: 'first', after: [], command: first, ready: `[ -e ${folder}/up ]` },
  ])
  await service('boot')
  await until('the last start', async () =>
    (await readFile(join(folder, 'order'), 'utf8').catch(() => '')).includes('third'),
  )
  await service('shutdown')
  expect((await readFile(join(folder, 'order'), 'utf8')).trim().split('\n')).toEqual([
    'second up',
    'third start',
    'third stop',
    'second down',
    'first down',
  ])
})

test('stop ends everything that a service started, also what ignores being asked', async () => {
  await machine([
    { name: 'stubborn', after: [], command: `sh -c 'trap "" TERM; echo $$ >${folder}/pid; while :; do sleep 1; done'` },
  ])
  expect((await service('start', 'stubborn')).exitCode).toBe(0)
  await until('the number', async () => (await stat(join(folder, 'pid')).catch(() => undefined)) !== undefined)
  const pid = Number(await readFile(join(folder, 'pid'), 'utf8'))
  expect(isAlive(pid)).toBe(true)
  await service('stop', 'stubborn')
  expect(isAlive(pid)).toBe(false)
  expect(await state('stubborn')).toBe('stubborn stopped')
}, 30_000)

test('a service that never stops talking does not fill the disk', async () => {
  await machine([
    { name: 'loud', after: [], command: 'sh -c "while :; do echo 0123456789012345678901234567890123456789; done"' },
  ])
  await service('boot')
  await until(
    'a second log',
    async () => (await stat(join(folder, 'log/loud.log.1')).catch(() => undefined)) !== undefined,
  )
  await sleep(1000)
  for (const name of ['loud.log', 'loud.log.1']) {
    // Between two files there is none for a moment.
    const found = await stat(join(folder, 'log', name)).catch(() => ({ size: 0 }))
    expect(found.size).toBeLessThanOrEqual(256_000)
  }
}, 30_000)

test('an unknown name is refused and the known ones are named', async () => {
  await machine([{ name: 'clock', after: [], command: 'sleep 1000' }])
  const { exitCode, stderr } = await service('restart', 'clokc')
  expect(exitCode).toBe(2)
  expect(stderr).toContain('clock')
})
