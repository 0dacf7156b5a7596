/** A built-in profile, built from one origin, booted the way that it says, and proven: what every profile has to pass. */
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect } from 'vitest'
import { openProject } from '../../src/pipeline/index.ts'
import type { Origin } from '../../src/profile/types.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import type { Proof } from '../../src/verify/types.ts'
import { ROOT, smartOs, succeed } from './program.ts'

/** Checks that a host may be unable to make, each with the reason it gives. Any other skip is a failure: it would prove nothing. */
const HOST_REASONS: readonly [id: RegExp, reason: RegExp][] = [
  [/^driver:virtiofs$/, /virtiofsd/],
  [/^driver:tpm$/, /swtpm/],
  // The distribution's busybox, not ours.
  [/^driver:tun$/, /this busybox has no tunctl/],
]

/** `minimal` has tests of its own for either origin. */
export const PROFILES = readdirSync(join(ROOT, 'profiles'))
  .map((file) => basename(file, '.yaml'))
  .filter((name) => name !== 'minimal')

/** Fails, with what the checks said, when the profile cannot be built or proven from this origin. */
export async function proveProfile(name: string, origin: Origin): Promise<void> {
  await using folder = await temporaryFolder(`smart-os-${name}-`)
  const common = ['--profile', name, '--origin', origin, '--out', join(folder.path, name)]
  const { loaded } = await openProject({ profile: name })
  await succeed(['build', ...common, '--progress', 'quiet'])
  const ended = await smartOs(['verify', ...common, '--boot', loaded.profile.machine.boot, '--json'])
  const { runs, passed } = JSON.parse(ended.stdout) as Proof
  const checks = runs.flatMap((run) => run.checks)
  const said = (status: string) =>
    checks.filter((check) => check.status === status).map((check) => `${check.id}: ${check.reason}`)
  expect(said('failed')).toEqual([])
  expect(said('skipped').filter((line) => !excused(line))).toEqual([])
  expect(passed && ended.status === 0).toBe(true)
  expect(checks.length).toBeGreaterThan(8)
}

function excused(line: string): boolean {
  return HOST_REASONS.some(([id, reason]) => id.test(line.split(': ')[0] ?? '') && reason.test(line))
}
