/** A program in a pseudo terminal (script(1) makes it): what it writes, piece by piece, and keys to it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { ROOT } from '../tools.ts'

export class Pty implements AsyncDisposable {
  readonly #child: ChildProcess
  #seen = ''
  #bytes = 0
  #onData = () => {}
  #ended = false

  /** Runs `command` (shell) in a terminal of this size. */
  constructor(command: string, columns = 80, rows = 24, env: NodeJS.ProcessEnv = {}) {
    const whole = `stty rows ${rows} cols ${columns}; ${command}`
    this.#child = spawn('script', ['-qfec', whole, '/dev/null'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...process.env, TERM: 'xterm-256color', LANG: 'C.UTF-8', CI: '', ...env },
      cwd: ROOT,
    })
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      this.#bytes += chunk.length
      this.#seen += chunk.toString()
      this.#onData()
    })
    this.#child.once('exit', () => {
      this.#ended = true
      this.#onData()
    })
  }

  /** Bytes written so far. */
  get bytes(): number {
    return this.#bytes
  }

  write(keys: string): void {
    this.#child.stdin?.write(keys)
  }

  /** Resolves when the output since the last call has it. */
  async until(pattern: RegExp, milliseconds = 30_000): Promise<void> {
    const end = performance.now() + milliseconds
    while (!pattern.test(this.#seen)) {
      const left = end - performance.now()
      if (left <= 0 || this.#ended)
        throw new Error(`${pattern} was never written: ${JSON.stringify(this.#seen.slice(-400))}`)
      await this.#next(left)
    }
    this.#seen = ''
  }

  /** Resolves when nothing was written for so long. */
  async rest(milliseconds = 120): Promise<void> {
    for (let before = -1; before !== this.#bytes; ) {
      before = this.#bytes
      await new Promise((resolve) => setTimeout(resolve, milliseconds))
    }
  }

  #next(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.min(milliseconds, 1000))
      this.#onData = () => {
        clearTimeout(timer)
        this.#onData = () => {}
        resolve()
      }
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Ctrl-C leaves in order, so that Node writes its compile cache.
    if (!this.#ended) this.write('\u0003\u0003')
    for (let waited = 0; waited < 3000 && !this.#ended; waited += 50)
      await new Promise((resolve) => setTimeout(resolve, 50))
    this.#child.kill('SIGKILL')
  }
}
