/** The program in a real terminal: a tmux server of its own, keys sent, the screen read back. */
import { execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { shellQuoteAll } from '../../src/system/exec.ts'
import { PROGRAM } from './program.ts'

export interface TerminalOptions {
  cwd: string
  columns?: number
  rows?: number
  env?: Record<string, string>
  /** Behind the program's name. */
  args?: readonly string[]
}

export class Terminal implements AsyncDisposable {
  readonly #socket = `smart-os-${process.pid}-${Math.random().toString(36).slice(2)}`
  readonly #env: Record<string, string>

  constructor({ cwd, columns = 80, rows = 24, env = {}, args = [] }: TerminalOptions) {
    this.#env = env
    const command = `${shellQuoteAll([...PROGRAM, ...args])}; echo "ended with $?"; exec sleep 600`
    this.#tmux('-f', '/dev/null', 'new-session', '-d', '-x', String(columns), '-y', String(rows), '-c', cwd, command)
  }

  #tmux(...args: string[]): string {
    const env = { ...process.env, TERM: 'xterm-256color', NO_COLOR: '', CI: '', ...this.#env }
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

  /** Keys all at once, as hands and programs do that wait for nothing. */
  keys(...keys: string[]): void {
    this.#tmux('send-keys', ...keys)
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

  /** Takes the terminal away, as a lost connection does: what runs in it gets SIGHUP. */
  hangUp(): void {
    this.#tmux('kill-server')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#tmux('kill-server')
    } catch {
      // It is gone already.
    }
  }
}
