/** minimal as a container: both archives run where containers run, nothing of ours is left behind, and a command's status comes back. */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { temporaryFolder } from '../../src/system/files.ts'
import type { Proof } from '../../src/verify/types.ts'
import { smartOs, succeed } from './program.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let common: string[]
beforeAll(async () => {
  folder = await temporaryFolder('smart-os-container-e2e-')
  common = ['--profile', 'minimal', '--set', 'image.formats=[oci]', '--out', join(folder.path, 'out')]
  await succeed(['build', ...common])
})
afterAll(() => folder[Symbol.asyncDispose]())

it('passes the checks that hold in containers, loaded and imported, or says why this host runs none', async () => {
  const ended = await smartOs(['verify', ...common, '--boot', 'container', '--json'])
  const { runs } = JSON.parse(ended.stdout) as Proof
  const checks = runs.flatMap((run) => run.checks)
  expect(checks.filter(({ status }) => status === 'failed').map(({ id, reason }) => `${id}: ${reason}`)).toEqual([])
  expect(checks.find(({ id }) => id === 'archive')?.status).toBe('passed')
  const [start, imported] = ['start', 'import:start'].map((id) => checks.find((check) => check.id === id))
  expect(start?.status).toBe(imported?.status)
  for (const check of checks.filter(({ status }) => status === 'skipped')) expect(check.reason).not.toBe('')
  if (start?.status === 'passed')
    expect(checks.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['component:busybox', 'component:glibc', 'stop', 'import:component:busybox']),
    )
})

it('runs a command in whatever runtime there is, and ends with its status', async () => {
  const ended = await smartOs(['run', '--in', 'auto', ...common, '--', 'sh', '-c', 'echo inside; exit 7'])
  // 3: nothing here runs containers; then each runtime is named with what it said.
  if (ended.status === 3) expect(ended.stderr).toMatch(/podman.*\n?.*docker.*\n?.*runc/s)
  else expect(ended).toMatchObject({ status: 7, stdout: expect.stringContaining('inside') })
})

it('says what to do when no container was built, and when flags of machines are mixed in', async () => {
  const mixed = await smartOs(['run', '--in', 'auto', '--memory', '64M', ...common])
  expect(mixed).toMatchObject({ status: 2, stderr: expect.stringContaining('--memory is for machines') })
  const command = await smartOs(['run', ...common, '--', 'true'])
  expect(command).toMatchObject({ status: 2, stderr: expect.stringContaining('--in auto') })
})
