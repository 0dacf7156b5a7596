/** The whole walk in a real terminal with real keys: from the list of profiles to a shell in the machine that was built, and out again. */
import { execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { shellQuoteAll } from '../../src/system/exec.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { processesUsing } from './processes.ts'
import { PROGRAM } from './program.ts'

class Terminal implements AsyncDisposable {
  readonly #socket = `smart-os-${process.pid}-${Math.random().toString(36).slice(2)}`

  constructor(cwd: string, columns: number, rows: number) {
    const command = `${shellQuoteAll(PROGRAM)}; echo "ended with $?"; exec sleep 600`
    this.#tmux('-f', '/dev/null', 'new-session', '-d', '-x', String(columns), '-y', String(rows), '-c', cwd, command)
  }

  #tmux(...args: string[]): string {
    const env = { ...process.env, TERM: 'xterm-256color', NO_COLOR: '', CI: '' }
    return execFileSync('tmux', ['-L', this.#socket, ...args], { encoding: 'utf8', env })
  }

  screen(): string {
    return this.#tmux('capture-pane', '-p')
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      this.#tmux('send-keys', key)
      await sleep(200)
    }
  }

  type(text: string): void {
    this.#tmux('send-keys', '-l', text)
  }

  /** Waits until the screen shows it; fails with the screen as it then is. */
  async until(pattern: RegExp, seconds: number): Promise<string> {
    for (let left = seconds * 5; left > 0; left--) {
      if (pattern.test(this.screen())) return this.screen()
      await sleep(200)
    }
    throw new Error(`not seen within ${seconds} s: ${pattern}\n${this.screen()}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#tmux('kill-server')
  }
}

describe.each([
  [80, 24],
  [160, 50],
])('the configurator at %i columns and %i rows', (columns, rows) => {
  it('walks from the profiles to a shell in the machine, and leaves nothing running', async () => {
    await using folder = await temporaryFolder('smart-os-walk-')
    await using terminal = new Terminal(folder.path, columns, rows)
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
    await terminal.press('C-a', 'x')
    await terminal.until(/powered off|has ended/, 60)
    await terminal.press('Escape', 'q')
    expect(await terminal.until(/ended with 0/, 30)).toMatch(/minimal/)
    await sleep(500)
    expect(processesUsing(folder.path).filter((line) => !/tmux|sh -c/.test(line))).toEqual([])
  })
})
