/** Ctrl-C in the middle of compiling, in each face: the build is cancelled, no program of it runs on, and what was done is kept. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { temporaryFolder } from '../../src/system/files.ts'
import { processesUsing } from './processes.ts'
import { PROGRAM, succeed } from './program.ts'
import { copySources } from './seed-cache.ts'
import { Terminal } from './terminal.ts'

/** A cache of its own, so that there is something to compile; each test goes on where the one before was cut off. */
let folder: Awaited<ReturnType<typeof temporaryFolder>>
let env: Record<string, string>

beforeAll(async () => {
  folder = await temporaryFolder('smart-os-interrupt-')
  await succeed(['sources', '--profile', 'minimal', '--fetch', '--out', join(folder.path, 'out')])
  await copySources(join(folder.path, 'cache', 'smart-os'))
  env = {
    XDG_CACHE_HOME: join(folder.path, 'cache'),
    XDG_STATE_HOME: join(folder.path, 'state'),
    XDG_CONFIG_HOME: join(folder.path, 'config'),
  }
})

afterAll(() => folder[Symbol.asyncDispose]())

/** Programs of the build: whatever sees the private cache, the terminal around the program apart. */
function working(): string[] {
  return processesUsing(folder.path).filter((line) => !/^\d+ \S*tmux/.test(line))
}

/** Waits until compilers and make are at work, and have been for a moment. */
async function untilCompiling(): Promise<void> {
  for (let left = 3000; left > 0; left--) {
    const now = working().join('\n')
    if (/\bcc1\b/.test(now) && /\bmake\b/.test(now) && /\bbwrap\b/.test(now)) return await sleep(2000)
    await sleep(100)
  }
  throw new Error(`Nothing compiles:\n${working().join('\n')}`)
}

/** A sandbox that was told to end takes a moment. */
async function untilNothingWorks(): Promise<void> {
  for (let left = 50; left > 0 && working().length > 0; left--) await sleep(100)
  expect(working()).toEqual([])
}

function start(args: readonly string[]) {
  const [command = '', ...rest] = [...PROGRAM, ...args]
  const child = spawn(command, rest, {
    cwd: folder.path,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const said = { text: '' }
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said.text += chunk
    })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { child, said, ended, [Symbol.dispose]: () => void child.kill('SIGKILL') }
}

it('of `smart-os --profile`, without a terminal: it ends with 130', async () => {
  using run = start(['--profile', 'minimal', '--offline'])
  await untilCompiling()
  run.child.kill('SIGINT')
  expect(await run.ended).toBe(130)
  expect(run.said.text).toContain('cancelled')
  await untilNothingWorks()
})

it('of the questions: they go on, with nothing running behind them', async () => {
  using run = start(['--plain', '--profile', 'minimal'])
  run.child.stdin.write('build\nbuild\n')
  await untilCompiling()
  run.child.kill('SIGINT')
  await expect.poll(() => run.said.text, { timeout: 20_000 }).toContain('The build was cancelled. What now?')
  await untilNothingWorks()
  expect(run.child.exitCode, 'it asks what now').toBeNull()
  run.child.stdin.end()
  await run.ended
})

it('in the configurator: the first cancels the build, two leave at once; both times nothing runs on', async () => {
  await using terminal = new Terminal({ cwd: folder.path, env })
  await terminal.until(/minimal/, 60)
  await terminal.press('Enter')
  await terminal.until(/Components/, 60)
  await terminal.press('b')
  await terminal.until(/Pack the initramfs/, 60)
  await terminal.press('Enter')
  await untilCompiling()
  await terminal.press('C-c')
  await terminal.until(/The build was cancelled; finished steps are kept/, 20)
  await untilNothingWorks()
  // On with it: what was finished is not done again.
  await terminal.press('r')
  await untilCompiling()
  terminal.keys('C-c', 'C-c')
  await terminal.until(/minimal: the build was cancelled[\s\S]*ended with 130/, 20)
  await untilNothingWorks()
})
