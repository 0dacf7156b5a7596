/**
 * The engine killed with SIGKILL at twenty moments spread over one cold build, from the first unpacking to the last packing:
 * no program of it runs two seconds later, and the images of the build that goes on from there equal those of an
 * undisturbed build in another cache.
 */
import { spawn } from 'node:child_process'
import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { BuildEvent } from '../../src/build/types.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { sha256File } from '../../src/system/hash.ts'
import { cacheRoot } from '../../src/system/paths.ts'
import { processesUsing } from '../e2e/processes.ts'
import { PROGRAM, ROOT, succeed } from '../e2e/program.ts'

/** Step, whether it has to have started or finished, and seconds after that. Finished steps stay, so each moment is reached. */
const MOMENTS: readonly [step: string, when: 'started' | 'finished', seconds: number][] = [
  ['unpack:linux', 'started', 1],
  ['unpack:glibc', 'started', 2],
  ['unpack:linux', 'started', 8],
  ['unpack:linux', 'finished', 0.5],
  ['build:linux-headers', 'started', 3],
  ['build:linux-headers', 'finished', 0],
  ['build:glibc', 'started', 10],
  ['build:glibc', 'started', 40],
  ['build:linux', 'started', 60],
  ['build:linux', 'started', 100],
  ['build:linux', 'finished', 1],
  ['build:glibc', 'started', 80],
  ['build:glibc', 'finished', 0],
  ['build:busybox', 'started', 5],
  ['build:busybox', 'started', 20],
  ['build:busybox', 'finished', 0],
  ['compose:rootfs', 'started', 0],
  ['pack:initramfs-installed', 'started', 0.3],
  ['pack:initramfs', 'started', 0],
  ['pack:disk', 'started', 0.1],
]
const IMAGES = ['bzImage', 'initramfs', 'disk.img']

it(`survives ${MOMENTS.length} kills and ends with the same bits`, async () => {
  await using folder = await temporaryFolder('smart-os-kills-')
  const env = { XDG_CACHE_HOME: join(folder.path, 'cache') }
  const calm = join(folder.path, 'calm')
  const out = join(folder.path, 'killed')
  await succeed(['build', '--profile', 'minimal', '--out', calm, '--progress', 'quiet'])
  await mkdir(join(folder.path, 'cache', 'smart-os'), { recursive: true })
  await cp(join(cacheRoot(), 'sources'), join(folder.path, 'cache', 'smart-os', 'sources'), { recursive: true })
  const build = ['build', '--profile', 'minimal', '--offline', '--out', out]
  for (const [index, moment] of MOMENTS.entries()) {
    const reached = await killAt(moment, [...build, '--progress', 'json'], env)
    await sleep(2000)
    const name = `kill ${index + 1}, ${moment.join(' ')}`
    expect(processesUsing(folder.path), name).toEqual([])
    expect(reached, `${name}: the moment came before the build ended`).toBe(true)
    console.log(name)
  }
  await succeed([...build, '--progress', 'quiet'], env)
  for (const image of IMAGES)
    expect(await sha256File(join(out, image)), image).toBe(await sha256File(join(calm, image)))
})

/** False when the build ended before the moment came. */
async function killAt(
  [step, when, seconds]: (typeof MOMENTS)[number],
  args: readonly string[],
  env: Record<string, string>,
): Promise<boolean> {
  const [command, ...rest] = [...PROGRAM, ...args]
  const engine = spawn(command, rest, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  })
  const exited = new Promise<void>((resolve) => engine.once('exit', () => resolve()))
  let reached = false
  for await (const line of createInterface({ input: engine.stdout })) {
    if (!line.startsWith('{')) continue
    const event = JSON.parse(line) as BuildEvent
    if (!('id' in event) || event.type !== `step:${when}` || event.id !== step) continue
    await Promise.race([sleep(seconds * 1000), exited])
    reached = engine.exitCode === null
    break
  }
  engine.kill('SIGKILL')
  await exited
  return reached
}
