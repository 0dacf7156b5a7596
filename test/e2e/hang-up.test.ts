/** The terminal goes away in the middle of things (a lost connection, a crash): nothing that was started runs on, nothing that was changed is lost. */
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../src/system/files.ts'
import { processesUsing } from './processes.ts'
import { Terminal } from './terminal.ts'

/** Processes that were started with this folder in their environment, and what those started with it in their command line. */
function processesOf(folder: string): { pid: number; command: string }[] {
  const started = readdirSync('/proc').filter(
    (name) => /^\d+$/.test(name) && read(`/proc/${name}/environ`).includes(folder),
  )
  const others = processesUsing(folder).map((line) => line.split(' ')[0] ?? '')
  return [...new Set([...started, ...others])].map((pid) => ({
    pid: Number(pid),
    command: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim(),
  }))
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Waits until none is left; fails with those that are. */
async function untilGone(folder: string, seconds: number): Promise<void> {
  for (let left = seconds * 5; left > 0 && processesOf(folder).length > 0; left--) await sleep(200)
  expect(processesOf(folder)).toEqual([])
}

function terminalIn(folder: string): Terminal {
  return new Terminal({ cwd: folder, env: { XDG_STATE_HOME: `${folder}/state`, XDG_CONFIG_HOME: `${folder}/config` } })
}

/** Opens minimal and switches tzdata on. */
async function change(terminal: Terminal): Promise<void> {
  await terminal.until(/minimal/, 60)
  await terminal.press('Enter')
  await terminal.until(/Components/, 60)
  await terminal.press('/')
  terminal.type('tzdata')
  await terminal.until(/1 \[ \] tzdata/, 30)
  await terminal.press('Enter')
  await terminal.until(/\[ \] tzdata/, 30)
  await terminal.press('y')
  await terminal.until(/● unsaved/, 30)
}

/** The next session offers what was changed, and has it after that. */
async function offered(folder: string): Promise<void> {
  await using terminal = terminalIn(folder)
  await terminal.until(/Unsaved changes of minimal[\s\S]*components\.tzdata .*on/, 60)
  await terminal.press('r')
  await terminal.until(/● unsaved/, 30)
  await terminal.press('/')
  terminal.type('tzdata')
  await terminal.press('Enter')
  await terminal.until(/\[\*\] tzdata/, 30)
}

describe('a session that is cut off', () => {
  it('by a hang-up, with a machine running: the machine ends, the change is offered', async () => {
    await using folder = await temporaryFolder('smart-os-hang-up-')
    await using terminal = terminalIn(folder.path)
    await terminal.until(/minimal/, 60)
    await terminal.press('x')
    // Where nothing has to be built it goes straight to the machine.
    if (/to build, \d+ reused/.test(await terminal.until(/to build, \d+ reused|root@smart-os/, 120)))
      await terminal.press('Enter')
    await terminal.until(/root@smart-os/, 3000)
    expect(processesOf(folder.path).some(({ command }) => command.startsWith('qemu-system'))).toBe(true)
    await terminal.press('C-a', 'd')
    await terminal.until(/The machine/, 30)
    await terminal.press(':')
    terminal.type('To the configuration')
    await terminal.press('Enter')
    await terminal.until(/Components/, 30)
    await terminal.press('/')
    terminal.type('tzdata')
    await terminal.press('Enter')
    await terminal.until(/\[ \] tzdata/, 30)
    await terminal.press('y')
    await terminal.until(/● unsaved/, 30)
    terminal.hangUp()
    await untilGone(folder.path, 20)
    await offered(folder.path)
  })

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'by %s: the change is offered, and only once it is discarded it is gone',
    async (signal) => {
      await using folder = await temporaryFolder('smart-os-cut-off-')
      {
        await using terminal = terminalIn(folder.path)
        await change(terminal)
        const program = processesOf(folder.path).find(({ command }) => /main\.js$/.test(command))
        expect(program).toBeDefined()
        if (program) process.kill(program.pid, signal)
        await terminal.until(/ended with/, 30)
      }
      await untilGone(folder.path, 20)
      {
        await using terminal = terminalIn(folder.path)
        await terminal.until(/look later/, 60)
        await terminal.press('Escape')
        await terminal.until(/u shows them/, 30)
        await terminal.press('u')
        await terminal.until(/throw them away/, 30)
        await terminal.press('d')
        await terminal.until(/The unsaved changes are gone/, 30)
      }
      await untilGone(folder.path, 20)
      await using terminal = terminalIn(folder.path)
      await terminal.until(/Which system/, 60)
      await terminal.until(/to build|up to date|all in the cache|First build/, 60)
      expect(terminal.screen()).not.toContain('Unsaved changes')
    },
  )
})
