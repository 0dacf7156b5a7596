/** The road by questions, with nothing but a pipe: whoever listens to a screen, or writes a script, must come as far as a shell in the machine. */
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../src/system/files.ts'
import { processesUsing } from './processes.ts'
import { PROGRAM } from './program.ts'

it('leads from a list of profiles to a shell in the machine by lines alone, and leaves nothing running', async () => {
  await using folder = await temporaryFolder('smart-os-plain-')
  const [command, ...args] = [...PROGRAM, '--plain']
  const child = spawn(command, args, {
    cwd: folder.path,
    env: { ...process.env, XDG_STATE_HOME: `${folder.path}/state`, XDG_CONFIG_HOME: `${folder.path}/config` },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  // All of it at once: what is not asked for yet waits, and what comes after the start is the guest's.
  child.stdin.end('minimal\nbuild\nbuild\nlaunch\nstart\necho "it is $((6 * 7))"\n')
  const said = await text(child.stdout)
  expect(said).toContain('minimal is built')
  expect(said).toMatch(/^it is 42\r?$/m)
  expect(said).toContain('The input has ended')
  expect(await ended).toBe(0)
  await sleep(500)
  expect(processesUsing(folder.path)).toEqual([])
})
