/** The whole walk in a real terminal with real keys: from the list of profiles to a shell in the machine that was built, and out again. */
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../src/system/files.ts'
import { processesUsing } from './processes.ts'
import { Terminal } from './terminal.ts'

describe.each([
  [80, 24, /^19 80\b/m],
  [160, 50, /^46 129\b/m],
])('the configurator at %i columns and %i rows', (columns, rows, pane) => {
  it('walks from the profiles to a shell in the machine, and leaves nothing running', async () => {
    await using folder = await temporaryFolder('smart-os-walk-')
    await using terminal = new Terminal({ cwd: folder.path, columns, rows })
    await terminal.until(/minimal/, 30)
    await terminal.press('Enter')
    await terminal.until(/Components/, 10)
    await terminal.press('b')
    await terminal.until(/› Plan/, 60)
    await terminal.until(/Pack the initramfs/, 60)
    await terminal.press('Enter')
    await terminal.until(/Built minimal/, 3000)
    await terminal.press('Enter')
    expect(await terminal.until(/minimal is built/, 20)).toMatch(/disk\.img\s+[\d.]+ MB/)
    await terminal.press('Enter')
    expect(await terminal.until(/ready to start/, 60)).toContain('qemu-system-x86_64')
    await terminal.press('Enter')
    await terminal.until(/root@smart-os/, 180)
    terminal.type('echo "it is $((6 * 7))"')
    await terminal.press('Enter')
    await terminal.until(/it is 42/, 30)
    // The shell has asked the pane how big it is: otherwise the head of top is off the screen.
    terminal.type('stty size')
    await terminal.press('Enter')
    await terminal.until(pane, 30)
    terminal.type('top')
    await terminal.press('Enter')
    expect(await terminal.until(/PID +PPID/, 30)).toMatch(/Mem: [\s\S]*Load average/)
    await terminal.press('q')
    // Its own kernel tells through the balloon what it has in use.
    await terminal.until(/64 MB \([\d.]+ MB used\)/, 30)
    await terminal.press('C-a', 'x')
    await terminal.until(/powered off|has ended/, 60)
    await terminal.press('Escape', 'q')
    expect(await terminal.until(/ended with 0/, 30)).toMatch(/minimal/)
    await sleep(500)
    expect(processesUsing(folder.path).filter((line) => !/tmux|sh -c/.test(line))).toEqual([])
  })
})
