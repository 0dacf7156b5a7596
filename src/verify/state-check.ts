/** The check that a machine can be saved and taken up again: what was changed after saving is as it was before. */
import { join } from 'node:path'
import { createRuntimeDir, readState, resumeSpec, saveState, startMachine } from '../machine/index.ts'
import { prepareFirmware } from '../machine/ovmf.ts'
import type { Machine, MachineSpec } from '../machine/types.ts'
import { SmartError } from '../system/error.ts'
import { openGuestShell } from './guest-shell.ts'
import type { CheckResult } from './types.ts'
import { untilPrompt } from './until-prompt.ts'

export interface StatePlan {
  /** A lean machine of the image, on a throw-away disk of its own. */
  start(): Promise<MachineSpec>
  /** Folder for the saved machine. */
  scratch: string
  bootSeconds: number
  signal?: AbortSignal
}

/** One file in memory, one where the root is. */
const FILES = ['/run/smart-os-state', '/root/smart-os-state']

/** Boots, writes, saves, writes something else, starts anew from what was saved, and reads. */
export async function checkState(plan: StatePlan): Promise<Pick<CheckResult, 'status' | 'reason'>> {
  const options = plan.signal ? { signal: plan.signal } : {}
  const folder = join(plan.scratch, 'state')
  {
    await using machine = await startMachine(await plan.start(), options)
    await untilPrompt(machine, plan.bootSeconds)
    await write(machine, 'earlier', options)
    await saveState(machine, folder, plan.signal)
    await write(machine, 'later', options)
  }
  const state = await readState(folder)
  if (!state) throw new SmartError('The saved machine cannot be read back')
  const runtimeDir = await createRuntimeDir()
  if (state.spec.boot.type === 'uefi') await prepareFirmware(runtimeDir)
  const spec = await resumeSpec(folder, state, {
    runtimeDir,
    place: ({ file }) => `${file}.resumed`,
    serialLog: state.spec.serialLog.replace(/\.log$/, '-resumed.log'),
    ...options,
  })
  await using machine = await startMachine(spec, options)
  const found = await guest(machine, `echo 3 >/proc/sys/vm/drop_caches; cat ${FILES.join(' ')}`, options)
  const expected = FILES.map(() => 'earlier').join('\n')
  return found.trim().replaceAll('\r', '') === expected
    ? { status: 'passed', reason: '' }
    : { status: 'failed', reason: `after going back, the files say ${JSON.stringify(found.trim())}` }
}

async function write(machine: Machine, text: string, options: { signal?: AbortSignal }): Promise<void> {
  const said = await guest(
    machine,
    `for file in ${FILES.join(' ')}; do echo ${text} >$file; done; sync; cat ${FILES[0]}`,
    options,
  )
  if (said.trim() !== text) throw new SmartError(`The machine does not keep what is written: ${JSON.stringify(said)}`)
}

async function guest(machine: Machine, script: string, options: { signal?: AbortSignal }): Promise<string> {
  using shell = await openGuestShell(machine.console, options)
  const { exitCode, output } = await shell.run(script)
  if (exitCode !== 0) throw new SmartError(`${script} failed in the machine: ${output}`)
  return output
}
