/** The XFCE desktop, as its help says to choose it: booted, looked at, used by keys. Its proof takes too long for the quick tests. */
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../src/system/files.ts'
import type { Proof } from '../../src/verify/types.ts'
import { smartOs, succeed } from '../e2e/program.ts'

const DESKTOP = [
  'components.xfce=true',
  'drivers.ps2-mouse=builtin',
  'drivers.virtio-input=builtin',
  'image.budget=384M',
  'image.size=384M',
  'machine.memory=256M',
]

it('comes up, and a terminal that is opened by keys takes what is typed and is gone when it is closed', async () => {
  await using folder = await temporaryFolder('smart-os-desktop-')
  const sets = DESKTOP.flatMap((set) => ['--set', set])
  const common = ['--profile', 'minimal', '--origin', 'package', ...sets, '--out', folder.path]
  await succeed(['build', ...common, '--progress', 'quiet'])
  const ended = await smartOs(['verify', ...common, '--boot', 'bios', '--json'])
  const checks = (JSON.parse(ended.stdout) as Proof).runs.flatMap((run) => run.checks)
  expect(checks.filter(({ status }) => status !== 'passed').map(({ id, reason }) => `${id}: ${reason}`)).toEqual([])
  expect(checks.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['component:xorg', 'component:xfce', 'screen:component:xfce']),
  )
})
