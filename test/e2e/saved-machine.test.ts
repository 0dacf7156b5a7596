/** A machine that was saved must go on exactly where it stood, once, whatever is pressed meanwhile; and be gone when it is deleted. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../src/system/files.ts'
import { processesUsing } from './processes.ts'
import { Terminal } from './terminal.ts'

const machinesOf = (folder: string) => processesUsing(folder).filter((line) => line.includes('qemu-system'))

/** From the console of a machine that is off to its settings, with the cursor on the first of them. */
async function toSettings(terminal: Terminal): Promise<void> {
  await terminal.press('Escape')
  await terminal.until(/Start +with a boot/, 60)
  await terminal.press('g', 'Space')
  await terminal.until(/Start +where it was saved/, 30)
}

describe('a running machine', () => {
  it('is saved, goes on with all it had in memory and on its disk, and is deleted', async () => {
    await using folder = await temporaryFolder('smart-os-saved-')
    const states = join(folder.path, 'out', 'minimal', 'machine', 'states')
    await using terminal = new Terminal({
      cwd: folder.path,
      env: { XDG_STATE_HOME: `${folder.path}/state`, XDG_CONFIG_HOME: `${folder.path}/config` },
    })
    await terminal.until(/Which system/, 60)
    await terminal.until(/minimal/, 60)
    await terminal.press('x')
    if (/to build, \d+ reused/.test(await terminal.until(/to build, \d+ reused|root@smart-os/, 120)))
      await terminal.press('Enter')
    await terminal.until(/root@smart-os/, 3000)
    // A word in the shell's memory, and one in a file: after a boot there is neither.
    terminal.type('word=kept; echo "as it was" >/root/file')
    await terminal.press('Enter', 'C-a', 'w')
    await terminal.until(/Saved as/, 300)
    expect(await readdir(states)).toHaveLength(1)
    terminal.type('word=lost; echo "as it became" >/root/file')
    await terminal.press('Enter', 'C-a', 'x')
    await terminal.until(/powered off|has ended/, 120)
    await toSettings(terminal)
    // Whoever presses Enter twice starts it once.
    terminal.keys('Enter', 'Enter')
    await terminal.until(/goes on/, 120)
    // It is said before the process is there; and a second one would come a moment later.
    await expect.poll(() => machinesOf(folder.path), { timeout: 30_000 }).toHaveLength(1)
    await sleep(1000)
    expect(machinesOf(folder.path)).toHaveLength(1)
    await terminal.press('Enter')
    terminal.type('echo "$word: $(cat /root/file)"')
    await terminal.press('Enter')
    await terminal.until(/^kept: as it was/m, 60)
    await terminal.press('C-a', 'x')
    await terminal.until(/powered off|has ended/, 120)
    await toSettings(terminal)
    await terminal.press('-')
    await terminal.until(/Delete the saved machine/, 30)
    expect(await readdir(states)).toHaveLength(1)
    await terminal.press('y')
    await terminal.until(/is deleted/, 30)
    expect(await readdir(states)).toEqual([])
    await terminal.until(/ready to start/, 60)
    expect(terminal.screen()).not.toContain('where it was saved')
    await terminal.press('q')
    await terminal.until(/ended with 0/, 30)
    expect(machinesOf(folder.path)).toEqual([])
  })
})
