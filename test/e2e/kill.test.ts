/** `kill -9` of the engine alone, in the middle of compiling: nothing of it runs on, and the next build goes on from there. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../src/system/files.ts'
import { processesUsing } from './processes.ts'
import { PROGRAM, ROOT, succeed } from './program.ts'
import { copySources } from './seed-cache.ts'

describe('the engine, killed with SIGKILL while it compiles', () => {
  it('leaves no compiler behind after two seconds; the next build goes on, and dies as cleanly', async () => {
    await using folder = await temporaryFolder('smart-os-kill-')
    await succeed(['sources', '--profile', 'minimal', '--fetch', '--out', join(folder.path, 'out')])
    await copySources(join(folder.path, 'cache', 'smart-os'))
    const [command, ...args] = [
      ...PROGRAM,
      'build',
      '--profile',
      'minimal',
      '--out',
      join(folder.path, 'out'),
      '--offline',
      '--progress',
      'quiet',
    ]
    for (const seconds of [5, 30]) {
      const engine = spawn(command, args, {
        cwd: ROOT,
        stdio: 'ignore',
        env: { ...process.env, XDG_CACHE_HOME: join(folder.path, 'cache') },
      })
      try {
        await sleep(seconds * 1000)
        // Between two steps the engine is alone for a moment: it is killed when it has programs running again.
        while (processesUsing(folder.path).length <= 1 && engine.exitCode === null) await sleep(100)
        expect(engine.exitCode, 'the engine still works when it is killed').toBeNull()
      } finally {
        engine.kill('SIGKILL')
        await sleep(2000)
      }
      expect(processesUsing(folder.path)).toEqual([])
    }
  })
})
