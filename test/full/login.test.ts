/** A console that asks: whoever has the password comes in, as root and as a user, and nobody else. */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { run } from '../../src/system/exec.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import type { Proof } from '../../src/verify/types.ts'
import { startGuest } from '../e2e/guest.ts'
import { smartOs, succeed } from '../e2e/program.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  folder = await temporaryFolder('smart-os-login-')
})
afterAll(() => folder[Symbol.asyncDispose]())

const hashOf = async (password: string) =>
  (await run(['openssl', 'passwd', '-6', '-salt', 'smartos', password])).stdout.trim()

it('logs root and a user in with their passwords, in the time zone of the profile, and passes its checks on a second console', async () => {
  const sets = [
    'system.login=password',
    `system.rootPassword=${await hashOf('root secret')}`,
    `system.users=[{name: ada, password: "${await hashOf('ada secret')}"}]`,
    'system.timezone=Asia/Kolkata',
  ]
  const flags = ['--profile', 'minimal', ...sets.flatMap((set) => ['--set', set]), '--out', join(folder.path, 'out')]
  await succeed(['build', ...flags])
  {
    await using guest = await startGuest({ profile: 'minimal', sets, out: join(folder.path, 'out') })
    await guest.ask('', /login: $/)
    await guest.ask('root\n', /Password: ?$/)
    await guest.ask('root secret\n', /# $/)
    expect(await guest.ask('id -un; date +%z\n', /root\r?\n\+0530[\s\S]*# $/)).toContain('+0530')
    await guest.ask('exit\n', /login: $/)
    await guest.ask('ada\n', /Password: ?$/)
    await guest.ask('ada secret\n', /\$ $/)
    await guest.ask('id -un; pwd\n', /ada\r?\n\/home\/ada[\s\S]*\$ $/)
    await guest.ask('cat /etc/shadow\n', /denied/)
    await guest.ask('exit\n', /login: $/)
    await guest.ask('ada\n', /Password: ?$/)
    await guest.ask('root secret\n', /incorrect/)
  }
  const ended = await smartOs(['verify', ...flags, '--boot', 'direct', '--boot', 'bios', '--json'])
  const { runs } = JSON.parse(ended.stdout) as Proof
  const [direct, bios] = runs
  // A proof knows no password, and so nothing that it could type after going back to a snapshot.
  expect(
    direct?.checks.filter(({ status }) => status !== 'passed').map(({ id, reason }) => `${id}: ${reason}`),
  ).toEqual(['snapshot: the console asks for a password, and a proof knows none'])
  expect(bios?.checks.find(({ id }) => id === 'login')?.status).toBe('passed')
  expect(bios?.checks.find(({ id }) => id === 'component:base')?.reason).toContain('the direct boot makes this check')
})
