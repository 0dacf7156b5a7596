/**
 * What only a machine of its own shows: a root that grows to a larger disk while in use, a name and keys from a seed disk, and a
 * watchdog that ends a hang.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRuntimeDir, startMachine } from '../../src/machine/index.ts'
import type { Machine, MachineSpec } from '../../src/machine/types.ts'
import { openProject, prepareMachine } from '../../src/pipeline/index.ts'
import { Cleanup } from '../../src/system/cleanup.ts'
import { run } from '../../src/system/exec.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { openGuestShell } from '../../src/verify/guest-shell.ts'
import { succeed } from '../e2e/program.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  folder = await temporaryFolder('smart-os-cloud-')
})
afterAll(() => folder[Symbol.asyncDispose]())

/** Builds a profile and gives the machine that `run` would start. */
async function machineOf(profile: string, change: (spec: MachineSpec) => Promise<MachineSpec> = async (spec) => spec) {
  const out = join(folder.path, profile)
  await succeed(['build', '--profile', profile, '--out', out])
  const { spec } = await prepareMachine(await openProject({ profile, out }), {
    boot: 'bios',
    snapshot: true,
    forward: [],
  })
  return startMachine(await change({ ...spec, runtimeDir: await createRuntimeDir() }))
}

async function ask(machine: Machine, command: string, cleanup: Cleanup): Promise<string> {
  const shell = cleanup.use(await openGuestShell(machine.console, {}))
  return (await shell.run(command, { seconds: 120 })).output.trim()
}

describe('cloud', () => {
  it('takes name and keys from a seed disk, and its root grows to the end of a larger disk', async () => {
    const seed = join(folder.path, 'seed')
    await mkdir(seed)
    await writeFile(join(seed, 'meta-data'), 'instance-id: i-1\nlocal-hostname: from-the-seed\n')
    await writeFile(
      join(seed, 'user-data'),
      '#cloud-config\nssh_authorized_keys:\n  - ssh-ed25519 AAAAC3NzaSeed me@example\n  - not a key\n',
    )
    const iso = join(folder.path, 'seed.iso')
    await run(['xorriso', '-as', 'mkisofs', '-quiet', '-V', 'cidata', '-J', '-r', '-o', iso, seed])
    await using cleanup = new Cleanup()
    const machine = cleanup.use(
      await machineOf('cloud', async (spec) => {
        const [disk] = spec.disks
        if (disk === undefined) throw new Error('the cloud profile has no disk')
        await run(['qemu-img', 'resize', '-q', '-f', disk.format, disk.file, '512M'])
        const cd = { file: iso, format: 'raw' as const, bus: 'virtio' as const, readonly: true }
        return { ...spec, disks: [disk, cd] }
      }),
    )
    await machine.reached('login', 240)
    const answer = await ask(
      machine,
      'hostname; cat /root/.ssh/authorized_keys; df -m / | tail -n 1; cat /var/log/cloud-seed.log; touch /var/lib/after && echo written',
      cleanup,
    )
    expect(answer).toMatch(/^from-the-seed$/m)
    expect(answer).toMatch(/^ssh-ed25519 AAAAC3NzaSeed me@example$/m)
    expect(answer).toContain('not a public key')
    expect(answer).toMatch(/^written$/m)
    const megabytes = Number(/^\/dev\/\S+\s+(\d+)/m.exec(answer)?.[1])
    expect(megabytes).toBeGreaterThan(400)
  })
})

describe('iot', () => {
  it('is reset by its watchdog when nobody feeds it any more', async () => {
    await using cleanup = new Cleanup()
    const machine = cleanup.use(await machineOf('iot'))
    await machine.reached('login', 240)
    expect(await ask(machine, 'pidof watchdog >/dev/null && echo fed', cleanup)).toContain('fed')
    // Stopped, not ended: an ended one would be started again by its supervisor.
    const again = new Promise<void>((resolve) => {
      let text = ''
      machine.console.on('data', (bytes: Buffer) => {
        text += bytes.toString('latin1')
        if (text.includes('smart-os: init')) resolve()
      })
    })
    machine.console.write(' kill -STOP $(pidof watchdog)\n')
    await Promise.race([
      again,
      new Promise((_resolve, reject) => setTimeout(() => reject(new Error('no reset within 120 s')), 120_000)),
    ])
  })
})
