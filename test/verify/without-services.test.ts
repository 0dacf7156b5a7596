import { execFileSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../src/system/files.ts'
import { withoutServices } from '../../src/verify/without-services.ts'

it('services that a check names step aside for it and come back, also when it fails; others are left alone', async () => {
  await using folder = await temporaryFolder('smart-os-aside-')
  const notes = join(folder.path, 'notes')
  const service = join(folder.path, 'service')
  // A machine on which `session` and `display` run, and `other` is not known.
  writeFileSync(service, `#!/bin/sh\n[ "$2" != other ] || exit 2\n[ $1 = status ] || echo $1 $2 >>${notes}\n`)
  chmodSync(service, 0o755)
  const script = `# A check.\n#: without session other display\necho the check >>${notes}\nexit 3\n`
  const run = () =>
    execFileSync('sh', ['-c', withoutServices(script)], { env: { PATH: `${folder.path}:/usr/bin:/bin` } })
  expect(run).toThrow(expect.objectContaining({ status: 3 }))
  expect(execFileSync('cat', [notes], { encoding: 'utf8' }).trim().split('\n')).toEqual([
    'stop session',
    'stop display',
    'the check',
    'start display',
    'start session',
  ])
  expect(withoutServices('#: in machine\ntrue\n')).toBe('#: in machine\ntrue\n')
})
